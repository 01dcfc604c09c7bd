import type { Rule } from '../model/rule.ts';
import { type FieldReader, firstUnmet } from './match.ts';

/** Every rule whose conditions hold, in order; for what adds up instead of deciding. */
export function matchingRules<Answer extends Rule>(
  rules: readonly Answer[],
  team: string,
  read: FieldReader,
): readonly Answer[] {
  return rules.filter(
    (rule) => (rule.team === null || rule.team === team) && firstUnmet(rule.when, read) === null,
  );
}
