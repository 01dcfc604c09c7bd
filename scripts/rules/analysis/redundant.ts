// Which rule would say the same if another one were not there.
import type { Rule } from '../../model/rule.ts';
import type { FieldIndex } from '../compile.ts';
import { firstAround, MOST_COMPARED, type StageShapes } from './cover.ts';
import { isEmptyShape, mayMeet, type Shape } from './shape.ts';

/**
 * The later rule that gives the same answer to all that a rule decides; null when the rule makes a difference, when
 * only the stage's default says the same (the rule then keeps its answer should the default change), or when too much
 * would have to be tried.
 */
export function stoodInBy(
  rules: readonly Rule[],
  stage: StageShapes,
  ordinal: number,
): number | null {
  const shape = stage.shapes[ordinal];
  if (shape === undefined || isEmptyShape(shape)) return null;
  const later = firstAround(stage, shape, {
    after: ordinal,
    before: rules.length,
    left: MOST_COMPARED,
  });
  if (later === null || stage.shapes[later]?.size === 0) return null;
  const answer = answerOf(rules[ordinal]);
  if (answerOf(rules[later]) !== answer) return null;
  const between = rulesBetween(stage, shape, ordinal, later);
  if (between === null) return null;
  const differs = between.some((other) => {
    const met = stage.shapes[other];
    return met !== undefined && mayMeet(shape, met) && answerOf(rules[other]) !== answer;
  });
  return differs ? null : later;
}

const answers = new WeakMap<Rule, string>();

/** All that a rule says besides when it says it. */
function answerOf(rule: Rule | undefined): string {
  if (rule === undefined) return '';
  const known = answers.get(rule);
  if (known !== undefined) return known;
  const { id, description: _words, when: _when, team: _team, place: _place, ...answer } = rule;
  // Each threshold counts for itself, so two with the same numbers are not one.
  const text = JSON.stringify('withinMs' in rule ? { id, ...answer } : answer);
  answers.set(rule, text);
  return text;
}

/** More rules than this between two are not looked at. */
const MOST_BETWEEN = 64;

/** Those between two that an index does not rule out; null when there are too many. */
function rulesBetween(
  { index }: StageShapes,
  shape: Shape,
  after: number,
  before: number,
): readonly number[] | null {
  const found: number[] = [];
  const take = (ordinals: readonly number[]): void => {
    for (const ordinal of ordinals) {
      if (ordinal >= before || found.length > MOST_BETWEEN) return;
      if (ordinal > after) found.push(ordinal);
    }
  };
  for (const { ordinals, fields, residual } of [index.everybody, ...index.teams.values()]) {
    if ((ordinals.at(-1) ?? -1) <= after || (ordinals[0] ?? before) >= before) continue;
    take(residual);
    for (const field of fields) takeField(field, shape, take);
  }
  return found.length > MOST_BETWEEN ? null : found;
}

function takeField(
  { field, ordinals, equals, begins, contains, present }: FieldIndex,
  shape: Shape,
  take: (ordinals: readonly number[]) => void,
): void {
  const condition = shape.get(field);
  if (condition?.kind !== 'any_of') {
    take(ordinals);
    return;
  }
  take(present);
  for (const value of condition.values) {
    take(equals.get(value) ?? []);
    begins?.literals.beginning(value, (literal) => take(begins.ordinals[literal] ?? []));
    contains?.literals.inside(value, (literal) => take(contains.ordinals[literal] ?? []));
  }
}
