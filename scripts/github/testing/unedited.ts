// Comments that nobody edited: emulate writes a comment twice when it is made, and where a second ends in between it says
// that it was edited. GitHub says one instant.
import { at, type Reply } from './exchange.ts';
import type { Send } from './forward.ts';

/** Remembers which comments were edited, and corrects all others wherever emulate shows them. */
export type Unedited = { readonly send: Send; readonly show: (value: unknown) => unknown };

/** What is sent through it is what people and programs do. */
export function createUnedited(send: Send): Unedited {
  const edited = new Set<string>();
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, show(inner)]),
    );
    const isComment = String(fields['html_url'] ?? '').includes('#issuecomment-');
    return isComment && !edited.has(String(fields['id']))
      ? { ...fields, updated_at: fields['created_at'] }
      : fields;
  };
  return {
    show,
    send: async (path, sending) => {
      const id = /\/issues\/comments\/(\d+)$/.exec(path)?.[1];
      if (sending.method === 'PATCH' && id !== undefined && at(sending.body, 'body') !== undefined)
        edited.add(id);
      const answer: Reply = await send(path, sending);
      return { ...answer, body: show(answer.body) };
    },
  };
}
