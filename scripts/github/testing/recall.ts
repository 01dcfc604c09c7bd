// What emulate answered since something was written last: it would answer the same, and lists of everything are asked for
// again and again.
import type { Reply } from './exchange.ts';
import type { Send } from './forward.ts';

/** Sends what writes, and of what reads only what was not asked since. */
export function withRecall(send: Send): Send {
  const answers = new Map<string, Promise<Reply>>();
  return async (path, sending) => {
    if (sending.method !== 'GET') {
      answers.clear();
      // Whatever was asked meanwhile may have been answered before or after.
      return await send(path, sending).finally(() => answers.clear());
    }
    const question = `${sending.token} ${path}`;
    const known = answers.get(question);
    if (known !== undefined) return await known;
    const asked = send(path, sending);
    answers.set(question, asked);
    asked.catch(() => answers.delete(question));
    return await asked;
  };
}
