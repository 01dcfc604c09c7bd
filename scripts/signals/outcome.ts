// Builds outcomes; the one place that caps how many signals and notes a delivery may give.
import type { Signal } from '../model/signal.ts';
import type { Outcome, PayloadProblem, SignalGroup } from './adapter.ts';
import { pointer, type Path } from './fields.ts';
import type { Parsed } from './payload-problem.ts';

/** What a delivery says beside its entries. */
type Surroundings = {
  readonly group?: SignalGroup | null;
  readonly notes?: readonly PayloadProblem[];
};

/** A list in a payload, and where it stands. */
type EntryList = { readonly path: Path; readonly entries: readonly unknown[] };

/** The outcome of a delivery that is understood and says nothing about a problem. */
export function ignored(reason: string): Outcome {
  return { kind: 'ignored', reason };
}

/** The outcome of a delivery that cannot be used at all. */
export function rejected(...problems: readonly PayloadProblem[]): Outcome {
  return { kind: 'rejected', problems: problems.slice(0, MAX_PROBLEMS) };
}

/** The outcome of a delivery that carries one signal. */
export function single(reading: Parsed<Signal>, notes: readonly PayloadProblem[] = []): Outcome {
  if (reading.kind === 'invalid') return rejected(reading.problem);
  const first = notes.slice(0, MAX_PROBLEMS);
  return { kind: 'signals', signals: [reading.value], group: null, notes: first };
}

/** One signal per entry of a list; unusable entries become notes, or the rejection if all are. */
export function several(
  list: EntryList,
  read: (path: Path) => Parsed<Signal>,
  { group = null, notes = [] }: Surroundings = {},
): Outcome {
  const readings = list.entries
    .slice(0, MAX_SIGNALS)
    .map((_, index) => read([...list.path, index]));
  return gathered(readings, { group, notes: [...notes, ...surplus(list)] });
}

/** What was read of a delivery's entries; unusable ones become notes, or the rejection if all are. */
export function gathered(
  readings: readonly Parsed<Signal>[],
  { group = null, notes = [] }: Surroundings = {},
): Outcome {
  const kept = readings.slice(0, MAX_SIGNALS);
  const signals = kept.flatMap((one) => (one.kind === 'parsed' ? [one.value] : []));
  const problems = kept.flatMap((one) => (one.kind === 'parsed' ? [] : [one.problem]));
  if (signals.length === 0) return rejected(...problems);
  const all = [...notes, ...problems];
  return { kind: 'signals', signals, group, notes: all.slice(0, MAX_PROBLEMS) };
}

/** What to say about entries beyond those that a delivery may have. */
export function surplus({ path, entries }: EntryList): readonly PayloadProblem[] {
  if (entries.length <= MAX_SIGNALS) return [];
  const message = `Unexpected ${entries.length} entries, expected at most ${MAX_SIGNALS}.`;
  return [{ code: 'truncated', pointer: pointer([...path, MAX_SIGNALS]), message }];
}

/** How many entries of a delivery are read. */
export const MAX_SIGNALS = 20_000;
const MAX_PROBLEMS = 20;
