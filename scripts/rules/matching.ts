// Which rules of a list match: the first one, or all of them. Only those are tried that an index names.
import type { Rule } from '../model/rule.ts';
import { type FieldIndex, indexOf, type Scope, type StageIndex } from './compile.ts';
import { type FieldReader, holds } from './match.ts';

/** Every rule whose conditions hold, in order; for what adds up instead of deciding. */
export function matchingRules<Answer extends Rule>(
  rules: readonly Answer[],
  team: string,
  read: FieldReader,
): readonly Answer[] {
  if (rules.length === 0) return [];
  const found = new Set<number>();
  search({ index: indexOf(rules), read, found, limit: Number.POSITIVE_INFINITY }, team);
  return [...found].toSorted((left, right) => left - right).flatMap((at) => rules[at] ?? []);
}

/** The position of the first rule that matches; infinite when there is none. */
export function firstMatch(index: StageIndex, team: string, read: FieldReader): number {
  const begun: Search = { index, read, found: null, limit: Number.POSITIVE_INFINITY };
  search(begun, team);
  return begun.limit;
}

type Search = {
  readonly index: StageIndex;
  readonly read: FieldReader;
  /** All that match; null where only the first one counts. */
  readonly found: Set<number> | null;
  /** From this position on nothing is asked: the earliest match so far where only the first one counts. */
  limit: number;
};

function search(begun: Search, team: string): void {
  const own = begun.index.teams.get(team);
  if (own !== undefined) searchScope(begun, own);
  searchScope(begun, begun.index.everybody);
}

function searchScope(begun: Search, { ordinals, fields, residual }: Scope): void {
  if ((ordinals[0] ?? Number.POSITIVE_INFINITY) >= begun.limit) return;
  for (const field of fields) {
    if ((field.ordinals[0] ?? Number.POSITIVE_INFINITY) < begun.limit) searchField(begun, field);
  }
  tryAll(begun, residual);
}

function searchField(begun: Search, field: FieldIndex): void {
  const value = begun.read(field.field);
  if (value === null) return;
  tryAll(begun, field.equals.get(value));
  const { begins, contains } = field;
  begins?.literals.beginning(value, (literal) => tryAll(begun, begins.ordinals[literal]));
  contains?.literals.inside(value, (literal) => tryAll(begun, contains.ordinals[literal]));
  tryAll(begun, field.present);
}

/** Tries rules in their order as long as they come before the limit. */
function tryAll(begun: Search, ordinals: readonly number[] | undefined): void {
  if (ordinals === undefined) return;
  for (const ordinal of ordinals) {
    if (ordinal >= begun.limit) return;
    if (!matches(begun, ordinal)) continue;
    if (begun.found === null) {
      begun.limit = ordinal;
      return;
    }
    begun.found.add(ordinal);
  }
}

function matches({ index, read }: Search, ordinal: number): boolean {
  for (const condition of index.rules[ordinal]?.rest ?? []) {
    if (!holds(condition, read(condition.field))) return false;
  }
  return true;
}
