// Why the rules before the deciding one did not decide: the nearest of the owner's team and of everybody's.
import type { TraceEntry } from '../model/decision.ts';
import type { Condition, Rule } from '../model/rule.ts';
import { matchesGlob } from '../text/glob.ts';
import type { StageIndex } from './compile.ts';
import { type FieldReader, firstUnmet, holds } from './match.ts';

/** Before which rule, and about what. */
export type NeighbourQuery = {
  readonly team: string;
  /** The position of the deciding rule; infinite when there is none. */
  readonly before: number;
  readonly read: FieldReader;
};

/** Each of the nearest with its first condition that does not hold, in the order in which they were asked; then how many more there are, and where they begin. */
export function explainNeighbours(
  rules: readonly Rule[],
  { everybody, teams }: StageIndex,
  { team, before, read }: NeighbourQuery,
): TraceEntry['others'] {
  const scopes = [teams.get(team)?.ordinals ?? [], everybody.ordinals].map((ordinals) =>
    ordinals.slice(0, lowerBound(ordinals, before)),
  );
  const kept = scopes.map((ordinals) => nearestOf(rules, ordinals, read));
  const shown = kept.flat().toSorted((left, right) => left - right);
  const others = shown.flatMap((ordinal) => {
    const rule = rules[ordinal];
    const unmet = rule === undefined ? null : firstUnmet(rule.when, read);
    return rule === undefined || unmet === null
      ? []
      : [{ text: `${rule.id}: ${unmet}`, place: rule.place }];
  });
  const hidden = scopes.reduce((sum, ordinals) => sum + ordinals.length, 0) - shown.length;
  return hidden === 0 ? others : [...others, more(rules, hidden, firstHidden(scopes, shown))];
}

/** How many rules are explained of the owner's team, and how many of everybody's. */
const NEAREST = 3;
/** How many are compared with what was decided about, of each; those right before the deciding rule. */
const COMPARED = 100;

/** The rules that lack least; of as near ones those that were asked last. */
function nearestOf(
  rules: readonly Rule[],
  ordinals: readonly number[],
  read: FieldReader,
): readonly number[] {
  // A line that says that there is one more is no shorter than the one.
  if (ordinals.length <= NEAREST + 1) return ordinals;
  return ordinals
    .slice(-COMPARED)
    .map((ordinal) => ({ ordinal, distance: distanceOf(rules[ordinal]?.when ?? [], read) }))
    .toSorted((left, right) => left.distance - right.distance || right.ordinal - left.ordinal)
    .slice(0, NEAREST)
    .map(({ ordinal }) => ordinal);
}

/** How many conditions do not hold; one that is only missed by its spelling counts half. */
function distanceOf(conditions: readonly Condition[], read: FieldReader): number {
  let distance = 0;
  for (const condition of conditions) {
    const value = read(condition.field);
    if (!holds(condition, value)) distance += isAlmost(condition, value) ? 0.5 : 1;
  }
  return distance;
}

/** Whether a value would do, but for capital letters and what stands between the words. */
function isAlmost(condition: Condition, value: string | null): boolean {
  if (value === null) return false;
  if (condition.kind === 'any_of')
    return condition.values.some((wanted) => loosely(wanted) === loosely(value));
  return condition.kind === 'glob' && matchesGlob(loosely(condition.pattern), loosely(value));
}

function loosely(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_.-]/g, '');
}

function more(rules: readonly Rule[], hidden: number, first: number): TraceEntry['others'][number] {
  return { text: `and ${hidden} more, the first of them here`, place: rules[first]?.place ?? null };
}

function firstHidden(scopes: readonly (readonly number[])[], shown: readonly number[]): number {
  const firsts = scopes.map((ordinals) => ordinals.find((ordinal) => !shown.includes(ordinal)));
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
