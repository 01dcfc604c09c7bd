// A rule as a set of signals: one test a field, closed fields as lists of values, its team as a test like any other.
import type { Condition, Rule } from '../../model/rule.ts';
import type { Domains } from './domain.ts';
import { narrow } from './domain.ts';
import { excludes, implies, isImpossible } from './compare.ts';

/** The tests by field; a field without a test may hold anything or be missing. */
export type Shape = ReadonlyMap<string, Condition>;

/** The shape of a rule. */
export function shapeOf(rule: Pick<Rule, 'when' | 'team'>, domains: Domains): Shape {
  const shape = new Map(
    rule.when.flatMap((condition) => {
      const narrowed = narrow(condition, domains);
      return narrowed === null ? [] : [[condition.field, narrowed] as const];
    }),
  );
  const asked = shape.get('team');
  if (rule.team === null || (asked !== undefined && isImpossible(asked))) return shape;
  const guard: Condition = { kind: 'any_of', field: 'team', values: [rule.team] };
  return shape.set('team', asked !== undefined && excludes(asked, guard) ? NEVER : guard);
}

const NEVER: Condition = { kind: 'any_of', field: 'team', values: [] };

/** Whether no signal can have the shape. */
export function isEmptyShape(shape: Shape): boolean {
  return [...shape.values()].some(isImpossible);
}

/** Whether every signal of the stricter shape passes all the tests. */
export function isWithin(strict: Shape, tests: readonly Condition[]): boolean {
  return tests.every((test) => implies(strict.get(test.field), test));
}

/** Whether a signal may have both shapes. */
export function mayMeet(left: Shape, right: Shape): boolean {
  for (const [field, condition] of left) {
    const other = right.get(field);
    if (other !== undefined && excludes(condition, other)) return false;
  }
  return true;
}

/** A signal of the shape: its fields; null where no example can be given, as for a regular expression. */
export function exampleOf(shape: Shape): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  for (const [field, condition] of shape) {
    const value = valueFor(condition);
    if (value === 'unknown') return null;
    if (value !== null) fields.set(field, value.text);
  }
  return fields;
}

type Example = { readonly text: string } | null | 'unknown';

function valueFor(condition: Condition): Example {
  switch (condition.kind) {
    case 'any_of':
      return condition.values[0] === undefined ? 'unknown' : { text: condition.values[0] };
    case 'none_of':
      return {
        text: ['other', 'another', 'third'].find((word) => !condition.values.includes(word)) ?? 'x',
      };
    case 'glob':
      return { text: condition.pattern.replaceAll('*', 'X').replaceAll('?', 'X') };
    case 'number':
      return { text: String(numberIn(condition.bounds)) };
    case 'present':
      return { text: 'any' };
    case 'absent':
    case 'during':
      return null;
    case 'regex':
      return 'unknown';
  }
}

function numberIn({ gt, gte, lt, lte }: Extract<Condition, { kind: 'number' }>['bounds']): number {
  if (gte !== undefined && (gt === undefined || gte > gt)) return gte;
  if (lte !== undefined && (lt === undefined || lte < lt)) return lte;
  if (gt !== undefined) return lt === undefined ? gt + 1 : (gt + lt) / 2;
  return lt === undefined ? 0 : lt - 1;
}
