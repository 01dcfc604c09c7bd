// How a set of signals is taken apart, so that several rules can be seen to share it: by the values that a closed field
// has, by whether a field is there, and where the bounds, the exceptions and the intervals of rules lie.
import type { Interval } from '../../model/interval.ts';
import type { Condition } from '../../model/rule.ts';
import { type Domains, NUMBERS } from './domain.ts';
import { type Cut, cutAt, cutsOf, rangeOf } from './range.ts';
import type { Shape } from './shape.ts';
import { inBoth, isPartOf, neverMeet, opposite } from './week.ts';

/** What the tests of a stage tell apart. */
export type Splits = {
  /** The parts of what may hold anything: closed fields, and those of which a rule asks whether they are missing. */
  readonly whole: ReadonlyMap<string, readonly Condition[]>;
  /** By field, where bounds begin or end. */
  readonly cuts: ReadonlyMap<string, readonly Cut[]>;
  /** By field, values that rules leave out. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
  readonly intervals: readonly Interval[];
};

/** What tests tell apart. */
export function splitsOf(tests: readonly Condition[], domains: Domains): Splits {
  const fields = new Set(tests.map(({ field }) => field));
  const maybe = new Set(tests.flatMap(({ kind, field }) => (kind === 'absent' ? field : [])));
  const cuts = new Map<string, Map<string, Cut>>();
  const exceptions = new Map<string, Set<string>>();
  const intervals = new Map<string, Interval>();
  for (const test of tests) {
    if (test.kind === 'number') {
      const known = entryOf(cuts, test.field, () => new Map<string, Cut>());
      for (const cut of cutsOf(test.bounds)) known.set(JSON.stringify(cut.below), cut);
    }
    if (test.kind === 'none_of') {
      const known = entryOf(exceptions, test.field, () => new Set<string>());
      for (const value of test.values) known.add(value);
    }
    if (test.kind === 'during') intervals.set(test.interval.id, test.interval);
  }
  return {
    whole: new Map(
      [...fields].flatMap((field) => {
        const parts = partsOf(field, domains, maybe);
        return parts.length === 0 ? [] : [[field, parts] as const];
      }),
    ),
    cuts: new Map([...cuts].map(([field, known]) => [field, inOrder(known)])),
    exceptions: new Map([...exceptions].map(([field, known]) => [field, [...known]])),
    intervals: [...intervals.values()],
  };
}

function inOrder(known: ReadonlyMap<string, Cut>): readonly Cut[] {
  return [...known.values()].toSorted((left, right) => left.at - right.at);
}

function entryOf<Entry>(map: Map<string, Entry>, key: string, make: () => Entry): Entry {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** Above this a closed field is too wide to be taken apart, and a stage tells too much apart. */
const MOST_PARTS = 12;

function partsOf(
  field: string,
  domains: Domains,
  maybe: ReadonlySet<string>,
): readonly Condition[] {
  const domain = domains.get(field);
  const absent: Condition = { kind: 'absent', field };
  if (domain !== undefined && domain.values.length <= MOST_PARTS) {
    const parts = domain.values.map((value): Condition => ({
      kind: 'any_of',
      field,
      values: [value],
    }));
    return domain.isAlwaysThere ? parts : [...parts, absent];
  }
  if (!maybe.has(field)) return [];
  return [
    absent,
    NUMBERS.has(field) ? { kind: 'number', field, bounds: {} } : { kind: 'present', field },
  ];
}

/** The parts into which a shape is taken next: what its own tests hold first, then what else rules ask about. */
export function nextSplit(splits: Splits, shape: Shape): readonly Condition[] | null {
  for (const condition of shape.values()) {
    const parts = takeApart(splits, condition);
    if (parts !== null) return parts;
  }
  for (const [field, parts] of splits.whole) {
    if (!shape.has(field)) return parts;
  }
  const [interval] = shape.has('during') ? [] : splits.intervals;
  return interval === undefined ? null : [during(interval), during(opposite(interval))];
}

function takeApart(splits: Splits, condition: Condition): readonly Condition[] | null {
  switch (condition.kind) {
    case 'any_of':
      return condition.values.length < 2
        ? null
        : condition.values.map((value) => ({ ...condition, values: [value] }));
    case 'number':
      return halves(condition, splits.cuts.get(condition.field) ?? []);
    case 'present':
      return withoutExceptions(condition.field, [], splits);
    case 'none_of':
      return withoutExceptions(condition.field, condition.values, splits);
    case 'during':
      return partsOfWeek(condition.interval, splits.intervals);
    case 'glob':
    case 'regex':
    case 'absent':
      return null;
  }
}

/** In the middle of all cuts that lie inside, so that few steps are enough. */
function halves(
  condition: Extract<Condition, { kind: 'number' }>,
  cuts: readonly Cut[],
): readonly Condition[] | null {
  const { low, high } = rangeOf(condition.bounds);
  const first = cuts.findIndex(({ at }) => at >= low);
  const last = cuts.findLastIndex(({ at }) => at <= high);
  const middle = (first + last) >> 1;
  if (first < 0 || last < first) return null;
  const inside = [middle, first, last].flatMap((index) => {
    const cut = cuts[index];
    return cut === undefined ? [] : (cutAt(condition.bounds, cut) ?? []);
  });
  return inside.length === 0
    ? null
    : inside.slice(0, 2).map((bounds) => ({ ...condition, bounds }));
}

function withoutExceptions(
  field: string,
  known: readonly string[],
  { exceptions }: Splits,
): readonly Condition[] | null {
  const all = exceptions.get(field) ?? [];
  const left = all.filter((value) => !known.includes(value));
  if (left.length === 0 || all.length > MOST_PARTS) return null;
  return [
    ...left.map((value): Condition => ({ kind: 'any_of', field, values: [value] })),
    { kind: 'none_of', field, values: [...known, ...left] },
  ];
}

function partsOfWeek(
  interval: Interval,
  intervals: readonly Interval[],
): readonly Condition[] | null {
  const other = intervals.find((one) => !isPartOf(interval, one) && !neverMeet(interval, one));
  const parts =
    other === undefined ? [] : [inBoth(interval, other), inBoth(interval, opposite(other))];
  const found = parts.flatMap((part) => (part === null ? [] : [during(part)]));
  return found.length < 2 ? null : found;
}

function during(interval: Interval): Condition {
  return { kind: 'during', field: 'during', interval };
}
