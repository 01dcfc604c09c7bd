// Why the rules before the deciding one did not decide: the nearest of the owner's team and of everybody's.
import type { TraceEntry } from '../model/decision.ts';
import type { Condition, Rule } from '../model/rule.ts';
import { matchesGlob } from '../text/glob.ts';
import type { StageIndex } from './compile.ts';
import { type FieldReader, firstUnmet, holds } from './match.ts';
import { loosely, looseWords, vicinityOf } from './vicinity.ts';

/** Before which rule, and about what. */
export type NeighbourQuery = {
  readonly team: string;
  /** The position of the deciding rule; infinite when there is none. */
  readonly before: number;
  readonly read: FieldReader;
  /** Those that did answer, where several may. */
  readonly except?: ReadonlySet<Rule>;
};

/** Each of the nearest with its first condition that does not hold, in the order in which they were asked; then how many more there are, and where they begin. */
export function explainNeighbours(
  rules: readonly Rule[],
  { everybody, teams }: StageIndex,
  { team, before, read, except = NONE }: NeighbourQuery,
): TraceEntry['others'] {
  const isLeftOut = (ordinal: number): boolean => {
    const rule = rules[ordinal];
    return rule !== undefined && except.has(rule);
  };
  const scopeOf = (ordinals: readonly number[]): Asked => ({
    ordinals,
    count: lowerBound(ordinals, before),
    isLeftOut,
  });
  const own = scopeOf(teams.get(team)?.ordinals ?? []);
  const general = scopeOf(everybody.ordinals);
  const asked = own.count + general.count - except.size;
  // A line that says that there is one more tells less than the one.
  const most = asked <= NEAREST + 1 ? asked : NEAREST;
  const readers = { read, readLoosely: looseReader(read) };
  const others = general.count - [...except].filter((rule) => rule.team === null).length;
  const ofTeam = nearestOf(rules, own, readers, Math.max(OWN, most - others));
  const ofAll = nearestOf(rules, general, readers, most - ofTeam.length);
  const shown = [...ofTeam, ...ofAll].toSorted((left, right) => left - right);
  const explained = shown.flatMap((ordinal) => {
    const rule = rules[ordinal];
    const unmet = rule === undefined ? null : firstUnmet(rule.when, read);
    return rule === undefined || unmet === null
      ? []
      : [{ text: `${rule.id}: ${unmet}`, place: rule.place }];
  });
  const hidden = asked - shown.length;
  return hidden === 0
    ? explained
    : [...explained, more(rules, hidden, firstHidden([own, general], shown))];
}

/** Rules of one scope, in order; the first `count` of them were asked, and of those some may have answered. */
type Asked = {
  readonly ordinals: readonly number[];
  readonly count: number;
  readonly isLeftOut: (ordinal: number) => boolean;
};

const NONE: ReadonlySet<Rule> = new Set();

type Readers = {
  readonly read: FieldReader;
  /** The same without what is only spelling; each field is read once, since hundreds of conditions are compared with it. */
  readonly readLoosely: FieldReader;
};

function looseReader(read: FieldReader): FieldReader {
  const known = new Map<string, string | null>();
  return (field) => {
    const found = known.get(field);
    if (found !== undefined) return found;
    const value = read(field);
    const loose = value === null ? null : loosely(value);
    known.set(field, loose);
    return loose;
  };
}

/** How many rules are explained. */
const NEAREST = 3;
/** How many of them may be of the owner's team where everybody's were asked as well. */
const OWN = 2;
/** How many are compared with what was decided about in each way of being near: the last ones. */
const COMPARED = 4;

/** The rules that lack least; of as near ones those that were asked last. */
function nearestOf(
  rules: readonly Rule[],
  asked: Asked,
  readers: Readers,
  most: number,
): readonly number[] {
  const { ordinals, count, isLeftOut } = asked;
  if (count <= most) return ordinals.slice(0, count).filter((ordinal) => !isLeftOut(ordinal));
  return [...candidates(rules, asked, readers)]
    .filter((ordinal) => !isLeftOut(ordinal))
    .map((ordinal) => ({ ordinal, distance: distanceOf(rules[ordinal]?.when ?? [], readers) }))
    .toSorted((left, right) => left.distance - right.distance || right.ordinal - left.ordinal)
    .slice(0, most)
    .map(({ ordinal }) => ordinal);
}

/** The last rules, the last that want what is there, but for its spelling, and the last with a pattern for what is there. */
function candidates(
  rules: readonly Rule[],
  { ordinals, count }: Asked,
  { readLoosely }: Readers,
): ReadonlySet<number> {
  const end = (ordinals[count - 1] ?? 0) + 1;
  const found = new Set<number>();
  const take = (list: readonly number[], until: number): void => {
    for (let at = Math.max(0, until - COMPARED); at < until; at += 1) found.add(list[at] ?? 0);
  };
  take(ordinals, count);
  const { wanting, patterns } = vicinityOf(rules, ordinals);
  for (const [field, values] of wanting) {
    const list = values.get(readLoosely(field) ?? '') ?? [];
    take(list, lowerBound(list, end));
  }
  for (const [field, list] of patterns)
    if (readLoosely(field) !== null) take(list, lowerBound(list, end));
  return found;
}

/** How many conditions do not hold; one that is only missed by its spelling counts half. */
function distanceOf(conditions: readonly Condition[], { read, readLoosely }: Readers): number {
  let distance = 0;
  for (const condition of conditions) {
    if (holds(condition, read(condition.field))) continue;
    distance += isAlmost(condition, readLoosely(condition.field)) ? 0.5 : 1;
  }
  return distance;
}

/** Whether a value would do, but for capital letters and what stands between the words. */
function isAlmost(condition: Condition, value: string | null): boolean {
  if (value === null) return false;
  const wanted = looseWords(condition);
  return condition.kind === 'glob'
    ? wanted.some((pattern) => matchesGlob(pattern, value))
    : wanted.includes(value);
}

function more(rules: readonly Rule[], hidden: number, first: number): TraceEntry['others'][number] {
  return { text: `and ${hidden} more, the first of them here`, place: rules[first]?.place ?? null };
}

function firstHidden(scopes: readonly Asked[], shown: readonly number[]): number {
  const firsts = scopes.map(({ ordinals, count, isLeftOut }) => {
    const first = ordinals.findIndex((ordinal) => !shown.includes(ordinal) && !isLeftOut(ordinal));
    return first < count ? ordinals[first] : undefined;
  });
  return Math.min(...firsts.map((first) => first ?? Number.POSITIVE_INFINITY));
}

function lowerBound(ordinals: readonly number[], limit: number): number {
  let low = 0;
  let high = ordinals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordinals[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
