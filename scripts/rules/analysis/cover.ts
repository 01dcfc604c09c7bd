// Which rules decide before a rule can: one that says at least as much, or several that share its signals among them.
import type { Condition, Rule } from '../../model/rule.ts';
import { compileStage, type Scope, type StageIndex } from '../compile.ts';
import { isImpossible } from './compare.ts';
import { type Consequence, consequencesFor, withConsequences } from './consequence.ts';
import type { Domains } from './domain.ts';
import { isEmptyShape, isWithin, type Shape, shapeOf } from './shape.ts';
import { nextSplit, type Splits, splitsOf } from './split.ts';

/** A stage as sets of signals, with an index over them. */
export type StageShapes = {
  readonly shapes: readonly Shape[];
  /** The tests of each rule without its team, which the scopes of the index hold. */
  readonly tests: readonly (readonly Condition[])[];
  readonly index: StageIndex;
  readonly splits: Splits;
  readonly consequences: readonly Consequence[];
};

/** Prepares a stage. */
export function shapesOf(rules: readonly Rule[], domains: Domains): StageShapes {
  const own = rules.map((rule) => shapeOf(rule, domains));
  const tests = own.map((shape, ordinal) =>
    [...shape.values()].filter(
      (condition) =>
        // One that asks for another team is never met, and covers nothing.
        condition.field !== 'team' || rules[ordinal]?.team === null || isImpossible(condition),
    ),
  );
  const fields = new Set(tests.flatMap((asked) => asked.map(({ field }) => field)));
  const consequences = consequencesFor(fields, domains);
  return {
    shapes: own.map((shape) => withConsequences(shape, consequences)),
    tests,
    index: compileStage(rules.map((rule, ordinal) => ({ ...rule, when: tests[ordinal] ?? [] }))),
    splits: splitsOf(tests.flat(), domains),
    consequences,
  };
}

/** A part of what a rule matches, and the rule before it that decides it. */
export type Covered = { readonly by: number; readonly shape: Shape };

/** The rules before a rule that leave it nothing to decide, ascending, each with one part that it decides; null when something is left, or too much would have to be tried. */
export function coverOf(stage: StageShapes, ordinal: number): readonly Covered[] | null {
  const shape = stage.shapes[ordinal];
  if (shape === undefined || isEmptyShape(shape)) return null;
  const parts = partsOf(stage, shape, ordinal);
  if (parts === null) return null;
  const firsts = new Map(parts.toReversed().map((part) => [part.by, part]));
  return [...firsts.values()].toSorted((left, right) => left.by - right.by);
}

/** A shape in parts, each with a rule before `before` that says at least as much; null as for `coverOf`. */
export function partsOf(
  stage: StageShapes,
  shape: Shape,
  before: number,
): readonly Covered[] | null {
  const reach = { after: -1, before, left: MOST_COMPARED };
  const known = withConsequences(shape, stage.consequences);
  return isEmptyShape(known) ? null : coverShape({ stage, reach, left: MOST_TRIES }, known);
}

/** Where to look for a rule, and how many may still be compared: what an index cannot find is not worth any time. */
export type Reach = { readonly after: number; readonly before: number; left: number };

/** How many rules are compared with one. */
export const MOST_COMPARED = 2000;

/** The first rule within reach that says at least as much as a shape. */
export function firstAround(
  { index, tests }: StageShapes,
  shape: Shape,
  reach: Reach,
): number | null {
  const { after, before } = reach;
  let best = before;
  for (const scope of scopesOf(index, shape)) {
    eachCandidate(scope, shape, (ordinals) => {
      for (let at = firstAbove(ordinals, after); at < ordinals.length; at += 1) {
        const candidate = ordinals[at] ?? best;
        if (candidate >= best || reach.left <= 0) return;
        reach.left -= 1;
        if (isWithin(shape, tests[candidate] ?? [])) best = candidate;
      }
    });
  }
  return best === before ? null : best;
}

type Search = { readonly stage: StageShapes; readonly reach: Reach; left: number };

const MOST_TRIES = 400;

function coverShape(search: Search, shape: Shape): readonly Covered[] | null {
  if (search.left <= 0) return null;
  search.left -= 1;
  const single = firstAround(search.stage, shape, search.reach);
  if (single !== null) return [{ by: single, shape }];
  const parts = nextSplit(search.stage.splits, shape);
  if (parts === null) return null;
  const found: Covered[] = [];
  for (const part of parts) {
    const left = new Map(shape).set(part.field, part);
    const known = withConsequences(left, search.stage.consequences);
    const cover = isEmptyShape(known) ? [] : coverShape(search, known);
    if (cover === null) return null;
    found.push(...cover);
  }
  return found;
}

function scopesOf({ everybody, teams }: StageIndex, shape: Shape): readonly Scope[] {
  const team = shape.get('team');
  const only = team?.kind === 'any_of' && team.values.length === 1 ? team.values[0] : undefined;
  const own = only === undefined ? undefined : teams.get(only);
  return own === undefined ? [everybody] : [own, everybody];
}

/** Lists of the rules that may say at least as much: each asks for something that the shape is sure to have. */
function eachCandidate(
  { fields, residual }: Scope,
  shape: Shape,
  visit: (ordinals: readonly number[]) => void,
): void {
  for (const { field, equals, begins, contains, present } of fields) {
    const condition = shape.get(field);
    if (condition === undefined || condition.kind === 'absent' || condition.kind === 'during')
      continue;
    visit(present);
    const value = condition.kind === 'any_of' ? condition.values[0] : undefined;
    if (value !== undefined) visit(equals.get(value) ?? []);
    const [first = '', ...more] =
      value !== undefined
        ? [value]
        : condition.kind === 'glob'
          ? condition.pattern.split(/[*?]/)
          : [];
    begins?.literals.beginning(first, (literal) => visit(begins.ordinals[literal] ?? []));
    for (const piece of [first, ...more])
      contains?.literals.inside(piece, (literal) => visit(contains.ordinals[literal] ?? []));
  }
  visit(residual);
}

function firstAbove(ordinals: readonly number[], limit: number): number {
  let low = 0;
  let high = ordinals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordinals[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
