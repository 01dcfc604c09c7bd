// Every rule that matches, for what adds up instead of deciding; found through the same index as the first one.
import type { Rule } from '../model/rule.ts';
import { indexOf, type Scope, type StageIndex } from './compile.ts';
import { type FieldReader, holds } from './match.ts';

/** Every rule whose conditions hold, in order; rules of other teams than the owner are not asked. */
export function matchingRules<Answer extends Rule>(
  rules: readonly Answer[],
  team: string,
  read: FieldReader,
): readonly Answer[] {
  if (rules.length === 0) return [];
  const index = indexOf(rules);
  const found = new Set<number>();
  for (const scope of [index.teams.get(team), index.everybody]) {
    if (scope !== undefined) collect(scope, { index, read, found });
  }
  return [...found].toSorted((left, right) => left - right).flatMap((at) => rules[at] ?? []);
}

/** Whether what the index has not settled about a rule holds as well. */
export function isMatch({ rules }: StageIndex, ordinal: number, read: FieldReader): boolean {
  for (const condition of rules[ordinal]?.rest ?? []) {
    if (!holds(condition, read(condition.field))) return false;
  }
  return true;
}

type Search = {
  readonly index: StageIndex;
  readonly read: FieldReader;
  readonly found: Set<number>;
};

function collect({ fields, residual }: Scope, { index, read, found }: Search): void {
  const take = (ordinals: readonly number[] | undefined): void => {
    for (const ordinal of ordinals ?? []) if (isMatch(index, ordinal, read)) found.add(ordinal);
  };
  for (const { field, equals, begins, contains, present } of fields) {
    const value = read(field);
    if (value === null) continue;
    take(equals.get(value));
    begins?.literals.beginning(value, (literal) => take(begins.ordinals[literal]));
    contains?.literals.inside(value, (literal) => take(contains.ordinals[literal]));
    take(present);
  }
  take(residual);
}
