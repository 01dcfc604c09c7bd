// Issues that are closed as duplicates: GitHub knows that reason, emulate takes it for none.
import type { Correction } from './corrections.ts';
import { at, record, refuse } from './exchange.ts';
import type { Send } from './forward.ts';

/** Remembers what was closed as a duplicate, and says so wherever emulate shows it. */
export type Repeats = {
  readonly send: Send;
  readonly correct: Correction;
  /** From now on the reason is refused, as by a server of before 2025. */
  readonly forget: () => void;
};

/** Closes duplicates at emulate as not planned; what `send` answers is corrected by whoever reads it. */
export function createRepeats(send: Send): Repeats {
  const repeats = new Set<number>();
  let isKnown = true;
  return {
    correct: (fields) => {
      const isRepeat =
        fields['state_reason'] === 'not_planned' && repeats.has(Number(fields['number']));
      if (isRepeat) fields['state_reason'] = 'duplicate';
    },
    forget: () => {
      isKnown = false;
    },
    send: async (path, sending) => {
      const number = /\/issues\/(\d+)$/.exec(path)?.[1];
      const reason = at(sending.body, 'state_reason');
      if (sending.method !== 'PATCH' || number === undefined || reason === undefined)
        return await send(path, sending);
      if (reason !== 'duplicate') {
        repeats.delete(Number(number));
        return await send(path, sending);
      }
      if (!isKnown) return refuse(422, 'Validation Failed');
      repeats.add(Number(number));
      const body = { ...record(sending.body), state_reason: 'not_planned' };
      return await send(path, { ...sending, body });
    },
  };
}
