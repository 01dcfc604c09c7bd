import type { Interval } from '../model/interval.ts';
import type { Bounds, Condition } from '../model/rule.ts';
import { isWithin } from '../oncall/interval.ts';
import { matchesGlob } from '../text/glob.ts';
import { fitsExpression } from './expression.ts';
import { numberOf } from './number.ts';
import { boundsInWords, valuesInWords } from './words.ts';

/**
 * Looks up a field of what is decided about; null when it is missing. `during` gives the instant of the receipt, or
 * null for what no clock holds back.
 */
export type FieldReader = (field: string) => string | null;

/** The first condition that does not hold, in words; null when all hold. Missing is not empty. */
export function firstUnmet(conditions: readonly Condition[], read: FieldReader): string | null {
  for (const condition of conditions) {
    const value = read(condition.field);
    if (!holds(condition, value)) return explain(condition, value);
  }
  return null;
}

/** Whether a condition holds for the value of its field. */
export function holds(condition: Condition, value: string | null): boolean {
  if (condition.kind === 'absent') return value === null;
  if (condition.kind === 'during') return value === null || isNow(condition.interval, value);
  if (value === null) return false;
  switch (condition.kind) {
    case 'any_of':
      return condition.values.includes(value);
    case 'none_of':
      return !condition.values.includes(value);
    case 'glob':
      return matchesGlob(condition.pattern, value);
    case 'regex':
      return fitsExpression(condition.pattern, value);
    case 'number':
      return isInBounds(condition.bounds, value);
    case 'present':
      return true;
  }
}

function isInBounds({ gt, gte, lt, lte }: Bounds, text: string): boolean {
  const value = numberOf(text);
  if (value === null) return false;
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  );
}

const answers = new WeakMap<Interval, { readonly at: string; readonly isInside: boolean }>();

/** Many rules ask for the same interval at the same instant, and calendars are slow. */
function isNow(interval: Interval, at: string): boolean {
  const known = answers.get(interval);
  if (known !== undefined && known.at === at) return known.isInside;
  const isInside = isWithin(interval, at);
  answers.set(interval, { at, isInside });
  return isInside;
}

function explain(condition: Condition, value: string | null): string {
  const { field } = condition;
  const is = value === null ? 'missing' : `\`${value.slice(0, 60)}\``;
  switch (condition.kind) {
    case 'any_of':
      return `${field} is ${is}, wants ${valuesInWords(condition.values)}`;
    case 'none_of':
      return `${field} is ${is}, wants anything but ${valuesInWords(condition.values)}`;
    case 'glob':
      return `${field} is ${is}, wants \`${condition.pattern}\``;
    case 'regex':
      return `${field} is ${is}, wants /${condition.pattern.slice(0, 60)}/`;
    case 'number':
      return `${field} is ${is}, wants ${boundsInWords(condition.bounds)}`;
    case 'present':
      return `${field} is missing`;
    case 'absent':
      return `${field} is ${is}, wants none`;
    case 'during':
      return `it is ${condition.interval.isInverse ? 'inside' : 'outside'} ${condition.interval.id}`;
  }
}
