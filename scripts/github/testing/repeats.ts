// Issues that are closed as duplicates: GitHub knows that reason, emulate takes it for none.
import { at, record, refuse, type Reply } from './exchange.ts';
import type { Send } from './forward.ts';

/** Remembers what was closed as a duplicate, and says so wherever emulate shows it. */
export type Repeats = {
  readonly send: Send;
  readonly show: (value: unknown) => unknown;
  /** From now on the reason is refused, as by a server of before 2025. */
  readonly forget: () => void;
};

/** Closes duplicates at emulate as not planned. */
export function createRepeats(send: Send): Repeats {
  const repeats = new Set<number>();
  let isKnown = true;
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
    forget: () => {
      isKnown = false;
    },
    send: async (path, sending) => {
      const number = /\/issues\/(\d+)$/.exec(path)?.[1];
      const reason = at(sending.body, 'state_reason');
      if (sending.method !== 'PATCH' || number === undefined || reason === undefined)
        return shown(await send(path, sending));
      if (reason !== 'duplicate') {
        repeats.delete(Number(number));
        return shown(await send(path, sending));
      }
      if (!isKnown) return refuse(422, 'Validation Failed');
      repeats.add(Number(number));
      const body = { ...record(sending.body), state_reason: 'not_planned' };
      return shown(await send(path, { ...sending, body }));
    },
  };
}
