// What conditions say of each other, as far as it can be proved: used to leave out changes that nobody can notice.
import type { Condition, Rule } from '../model/rule.ts';
import { matchesGlob } from '../text/glob.ts';

type Conditional = Pick<Rule, 'when'>;

/** Whether every signal that matches `narrow` matches `wide` too. */
export function covers(wide: Conditional, narrow: Conditional): boolean {
  return wide.when.every((condition) => narrow.when.some((one) => implies(one, condition)));
}

/** Whether no signal matches both. */
export function areDisjoint(left: Conditional, right: Conditional): boolean {
  return left.when.some((one) => right.when.some((other) => exclude(one, other)));
}

function implies(narrow: Condition, wide: Condition): boolean {
  if (narrow.field !== wide.field || narrow.field === 'during') return false;
  if (JSON.stringify(narrow) === JSON.stringify(wide)) return true;
  if (wide.kind === 'present') return narrow.kind !== 'absent';
  if (narrow.kind !== 'any_of') return false;
  return narrow.values.every((value) => admits(wide, value) === true);
}

function exclude(left: Condition, right: Condition): boolean {
  if (left.field !== right.field || left.field === 'during') return false;
  if (left.kind === 'absent') return right.kind !== 'absent';
  if (right.kind === 'absent') return true;
  if (left.kind === 'any_of') return left.values.every((value) => admits(right, value) === false);
  if (right.kind === 'any_of') return right.values.every((value) => admits(left, value) === false);
  return false;
}

/** Whether a text satisfies a condition; null where this is not for us to say. */
function admits(condition: Condition, value: string): boolean | null {
  switch (condition.kind) {
    case 'any_of':
      return condition.values.includes(value);
    case 'none_of':
      return !condition.values.includes(value);
    case 'glob':
      return matchesGlob(condition.pattern, value);
    case 'present':
      return true;
    case 'absent':
      return false;
    case 'regex':
    case 'number':
    case 'during':
      return null;
  }
}
