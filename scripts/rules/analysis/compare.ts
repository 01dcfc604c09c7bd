// What one test says about another: whether it is stricter, and whether both can hold at once. Doubt counts as "no"
// for the first question and as "yes" for the second.
import type { Condition } from '../../model/rule.ts';
import { literalParts, matchesGlob } from '../../text/glob.ts';
import { holds } from '../match.ts';
import { isEmptyRange, isTighter, rangeOf } from './range.ts';
import { isPartOf } from './week.ts';

/** Whether whatever passes the stricter test (or, without one, anything at all) surely passes the wider one on the same field. */
export function implies(strict: Condition | undefined, wide: Condition): boolean {
  if (strict === undefined) return false;
  if (strict.kind === 'any_of') return strict.values.every((value) => holds(wide, value));
  if (strict.kind === 'during' || wide.kind === 'during')
    return (
      strict.kind === 'during' && wide.kind === 'during' && isPartOf(strict.interval, wide.interval)
    );
  if (strict.kind === 'absent') return wide.kind === 'absent';
  switch (wide.kind) {
    case 'present':
      return true;
    case 'glob':
      return /^\*+$/.test(wide.pattern) || (strict.kind === 'glob' && isInside(strict, wide));
    case 'none_of':
      return wide.values.every((value) => !holds(strict, value));
    case 'number':
      return strict.kind === 'number' && isTighter(strict.bounds, wide.bounds);
    case 'regex':
      return strict.kind === 'regex' && strict.pattern === wide.pattern;
    case 'any_of':
    case 'absent':
      return false;
  }
}

/** Whether no value can pass both tests. */
export function excludes(left: Condition, right: Condition): boolean {
  if (left.kind === 'during' || right.kind === 'during') return false;
  if (left.kind === 'any_of') return left.values.every((value) => !holds(right, value));
  if (right.kind === 'any_of') return excludes(right, left);
  if (left.kind === 'absent' || right.kind === 'absent') return left.kind !== right.kind;
  if (left.kind === 'number' && right.kind === 'number')
    return isEmptyRange(rangeOf(left.bounds), rangeOf(right.bounds));
  if (left.kind === 'glob' && right.kind === 'glob') return endsDiffer(left.pattern, right.pattern);
  return false;
}

/** Whether nothing at all can pass a test. */
export function isImpossible(condition: Condition): boolean {
  if (condition.kind === 'any_of') return condition.values.length === 0;
  if (condition.kind !== 'number') return false;
  const range = rangeOf(condition.bounds);
  return isEmptyRange(range, range);
}

/** A wildcard of the stricter pattern is a letter of its own, which only a wildcard of the wider one may swallow. */
function isInside(
  strict: { readonly pattern: string },
  wide: { readonly pattern: string },
): boolean {
  if (strict.pattern === wide.pattern) return true;
  if (strict.pattern.includes('*') && wide.pattern.includes('?')) return false;
  return matchesGlob(wide.pattern, strict.pattern.replaceAll(/[*?]/g, WILD));
}

/** A private-use character, which no pattern of people holds. */
const WILD = '\u{e000}';

function endsDiffer(left: string, right: string): boolean {
  return (
    beginningsDiffer(literalParts(left).first, literalParts(right).first) ||
    beginningsDiffer(literalParts(reversed(left)).first, literalParts(reversed(right)).first)
  );
}

function reversed(pattern: string): string {
  return [...pattern].toReversed().join('');
}

function beginningsDiffer(left: string, right: string): boolean {
  return !left.startsWith(right) && !right.startsWith(left);
}
