import type { Condition } from '../model/rule.ts';
import { matchesGlob } from '../text/glob.ts';

/** Looks up a field of what is decided about; null when it is missing. */
export type FieldReader = (field: string) => string | null;

/** The first condition that does not hold, in words; null when all hold. Missing is not empty. */
export function firstUnmet(conditions: readonly Condition[], read: FieldReader): string | null {
  for (const condition of conditions) {
    const value = read(condition.field);
    if (!holds(condition, value)) return explain(condition, value);
  }
  return null;
}

function holds(condition: Condition, value: string | null): boolean {
  if (condition.kind === 'absent') return value === null;
  if (value === null) return false;
  switch (condition.kind) {
    case 'any_of':
      return condition.values.includes(value);
    case 'glob':
      return matchesGlob(condition.pattern, value);
    case 'present':
      return true;
  }
}

function explain(condition: Condition, value: string | null): string {
  const is = value === null ? 'missing' : `\`${value.slice(0, 60)}\``;
  switch (condition.kind) {
    case 'any_of':
      return `${condition.field} is ${is}, wants ${condition.values
        .slice(0, 3)
        .map((wanted) => `\`${wanted}\``)
        .join(' or ')}${condition.values.length > 3 ? ' …' : ''}`;
    case 'glob':
      return `${condition.field} is ${is}, wants \`${condition.pattern}\``;
    case 'present':
      return `${condition.field} is missing`;
    case 'absent':
      return `${condition.field} is ${is}, wants none`;
  }
}
