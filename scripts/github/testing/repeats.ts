// Issues that are closed as duplicates: GitHub knows that reason, emulate takes it for none.
import { at, record, type Reply } from './exchange.ts';
import type { Send } from './forward.ts';

/** Remembers what was closed as a duplicate, and says so wherever emulate shows it. */
export type Repeats = { readonly send: Send; readonly show: (value: unknown) => unknown };

/** Closes duplicates at emulate as not planned. */
export function createRepeats(send: Send): Repeats {
  const repeats = new Set<number>();
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, show(inner)]),
    );
    const isRepeat =
      fields['state_reason'] === 'not_planned' && repeats.has(Number(fields['number']));
    return isRepeat ? { ...fields, state_reason: 'duplicate' } : fields;
  };
  const shown = (answer: Reply): Reply => ({ ...answer, body: show(answer.body) });
  return {
    show,
    send: async (path, sending) => {
      const number = /\/issues\/(\d+)$/.exec(path)?.[1];
      const reason = at(sending.body, 'state_reason');
      if (sending.method !== 'PATCH' || number === undefined || reason === undefined)
        return shown(await send(path, sending));
      if (reason !== 'duplicate') {
        repeats.delete(Number(number));
        return shown(await send(path, sending));
      }
      repeats.add(Number(number));
      const body = { ...record(sending.body), state_reason: 'not_planned' };
      return shown(await send(path, { ...sending, body }));
    },
  };
}
