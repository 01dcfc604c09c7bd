// Regular expressions of people: the RE2 language, always of the whole text, in time proportional to it.
import { RE2JS } from 're2js';

const expressions = new Map<string, RE2JS>();

/** Whether a whole text fits a pattern; validation has refused what cannot be compiled. */
export function fitsExpression(pattern: string, text: string): boolean {
  const known = expressions.get(pattern);
  if (known !== undefined) return known.test(text);
  const expression = anchored(pattern);
  expressions.set(pattern, expression);
  return expression.test(text);
}

/** Why a pattern cannot be used, in the words of the engine; null when it can. */
export function expressionMistake(pattern: string): string | null {
  try {
    // Also by itself: `a)|(b` would compile between the anchors and mean something else.
    if (pattern.includes(')')) RE2JS.compile(pattern, RE2JS.DOTALL);
    const size = anchored(pattern).programSize();
    return size <= MOST_STEPS ? null : `${size} steps where ${MOST_STEPS} are allowed`;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const [, reason = 'cannot be read', near] =
      /regexp: ([^:]*)(?:: `(.*)`)?$/s.exec(message) ?? [];
    const isOurs = near === undefined || near.includes('(?s)') || near.includes('(?:');
    return isOurs ? reason : `${reason} at \`${near.slice(0, 40)}\``;
  }
}

/** Repetitions multiply; beyond this a pattern costs more than all other rules of a stage. */
const MOST_STEPS = 2000;

function anchored(pattern: string): RE2JS {
  return RE2JS.compile(`^(?:${pattern})$`, RE2JS.DOTALL);
}
