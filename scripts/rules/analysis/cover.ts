// Which rules decide before a rule can: one that says at least as much, or several that share its signals among them.
import type { Condition, Rule } from '../../model/rule.ts';
import { compileStage, type Scope, type StageIndex } from '../compile.ts';
import type { Domains } from './domain.ts';
import { isEmptyShape, isWithin, type Shape, shapeOf } from './shape.ts';

/** A stage as sets of signals, with an index over them. */
export type StageShapes = {
  readonly shapes: readonly Shape[];
  /** The tests of each rule without its team, which the scopes of the index hold. */
  readonly tests: readonly (readonly Condition[])[];
  readonly index: StageIndex;
  /** Fields by whose values a set may be taken apart: closed ones, and those of which rules ask whether they are there. */
  readonly splits: ReadonlyMap<string, readonly Condition[]>;
};

/** Prepares a stage. */
export function shapesOf(rules: readonly Rule[], domains: Domains): StageShapes {
  const shapes = rules.map((rule) => shapeOf(rule, domains));
  const tests = shapes.map((shape, ordinal) =>
    [...shape.values()].filter(
      (condition) => condition.field !== 'team' || rules[ordinal]?.team === null,
    ),
  );
  const asked = new Set(tests.flatMap((when) => when.map((condition) => condition.field)));
  const maybe = new Set(
    tests.flatMap((when) =>
      when.flatMap((condition) => (condition.kind === 'absent' ? condition.field : [])),
    ),
  );
  return {
    shapes,
    tests,
    index: compileStage(rules.map((rule, ordinal) => ({ ...rule, when: tests[ordinal] ?? [] }))),
    splits: new Map(
      [...asked].flatMap((field) => {
        const parts = partsOf(field, domains, maybe);
        return parts.length === 0 ? [] : [[field, parts] as const];
      }),
    ),
  };
}

/** Above this a closed field is too wide to be taken apart. */
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
  return maybe.has(field) ? [absent, { kind: 'present', field }] : [];
}

/** The rules before a rule that leave it nothing to decide, ascending; null when something is left, or too much would have to be tried. */
export function coverOf(stage: StageShapes, ordinal: number): readonly number[] | null {
  const shape = stage.shapes[ordinal];
  if (shape === undefined || isEmptyShape(shape)) return null;
  const search: Search = {
    stage,
    reach: { after: -1, before: ordinal, left: MOST_COMPARED },
    left: MOST_TRIES,
  };
  const found = coverShape(search, shape);
  return found === null ? null : [...new Set(found)].toSorted((left, right) => left - right);
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

function coverShape(search: Search, shape: Shape): readonly number[] | null {
  if (search.left <= 0) return null;
  search.left -= 1;
  const single = firstAround(search.stage, shape, search.reach);
  if (single !== null) return [single];
  const parts = nextSplit(search.stage, shape);
  if (parts === null) return null;
  const found: number[] = [];
  for (const part of parts) {
    const cover = coverShape(search, new Map(shape).set(part.field, part));
    if (cover === null) return null;
    found.push(...cover);
  }
  return found;
}

/** The parts into which a shape is taken next: its own lists first, then what other rules ask about. */
function nextSplit({ splits }: StageShapes, shape: Shape): readonly Condition[] | null {
  for (const condition of shape.values()) {
    if (condition.kind === 'any_of' && condition.values.length > 1)
      return condition.values.map((value) => ({ ...condition, values: [value] }));
  }
  for (const [field, parts] of splits) {
    if (!shape.has(field)) return parts;
  }
  return null;
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
