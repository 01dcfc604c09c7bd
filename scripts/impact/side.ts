// One of the two organisations that are compared: what it makes of the signals, and of some of them why.
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { type Belated, type ReplayedSignal, startReplay } from '../simulation/replay.ts';
import { type Account, accountOf } from './account.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** One side after its replay. */
export type Side = {
  /** In the order of their receipt. */
  readonly signals: readonly RecordedSignal[];
  /** One of each signal, in the same order. */
  readonly verdicts: readonly Verdict[];
  /** Why it ended so, of the signals at some positions. */
  readonly accounts: (positions: readonly number[]) => readonly Account[];
};

/** Replays signals in the order of their receipt; `see` gets each with what came of it later. */
export function replaySide(
  organisation: Organisation,
  signals: readonly RecordedSignal[],
  see: (replayed: ReplayedSignal, later: readonly Belated[]) => void = () => {},
): Side {
  const ordered = signals.toSorted((left, right) =>
    left.receivedAt < right.receivedAt ? -1 : Number(left.receivedAt > right.receivedAt),
  );
  const { send, end } = startReplay(organisation);
  const belated = new Map<number, readonly Belated[]>();
  const note = (all: readonly Belated[]): void => {
    for (const each of all)
      belated.set(each.position, [...(belated.get(each.position) ?? NOTHING), each]);
  };
  const replayed = ordered.map((recorded) => {
    const each = send(recorded);
    note(each.belated);
    return each;
  });
  note(end());
  const laterOf = (position: number): readonly Belated[] => belated.get(position) ?? NOTHING;
  for (const [position, each] of replayed.entries()) see(each, laterOf(position));
  return {
    signals: ordered,
    verdicts: replayed.map((each, position) => verdictOf(each, laterOf(position))),
    accounts: (positions) =>
      positions.flatMap((position) => {
        const each = replayed[position];
        return each === undefined ? [] : [accountOf(each, laterOf(position))];
      }),
  };
}

const NOTHING: readonly Belated[] = [];
