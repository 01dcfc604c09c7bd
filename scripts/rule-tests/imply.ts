// What two rules of a list say of each other, as far as it can be proved: used to leave out changes that nobody can
// notice.
import type { Condition, Rule } from '../model/rule.ts';
import { isWithin, mayMeet, type Shape } from '../rules/analysis/shape.ts';
import { neverMeet } from '../rules/analysis/week.ts';
import type { RuleList } from './coverage.ts';

/** What a rule asks, also by field. */
export type Asked = Pick<Rule, 'when'> & { readonly shape: Shape };

/** The conditions of a rule as they are compared. */
export function askedBy(when: readonly Condition[]): Asked {
  return { when, shape: new Map(when.map((condition) => [condition.field, condition])) };
}

/** Whether every signal that matches `narrow` matches `wide` too. */
export function covers(wide: Asked, narrow: Asked): boolean {
  return isWithin(narrow.shape, wide.when);
}

/** Whether no signal can match both of two rules of a list. */
export function areDisjoint(list: RuleList, left: Asked, right: Asked): boolean {
  return !mayMeet(left.shape, right.shape) || differInHours(list, left.shape, right.shape);
}

/** Recoveries ignore the clock, so two rules for different hours match them both wherever they are asked. */
function differInHours(list: RuleList, left: Shape, right: Shape): boolean {
  const [one, other] = [left.get('during'), right.get('during')];
  if (one?.kind !== 'during' || other?.kind !== 'during') return false;
  const asksRecoveries = !PASSED_BY_RECOVERIES.has(list) && mayRecover(left) && mayRecover(right);
  return !asksRecoveries && neverMeet(one.interval, other.interval);
}

/** The lists of the gate that are not asked about recoveries; flapping is. */
const PASSED_BY_RECOVERIES: ReadonlySet<RuleList> = new Set([
  'gate',
  'mute',
  'suppress',
  'threshold',
]);

const RECOVERY: Shape = new Map([
  ['action', { kind: 'any_of', field: 'action', values: ['resolve'] }],
]);

function mayRecover(shape: Shape): boolean {
  return mayMeet(shape, RECOVERY);
}
