// One stage of a decision: the first rule that matches decides; the trace keeps why its neighbours did not.
import type { TraceEntry } from '../model/decision.ts';
import type { Rule } from '../model/rule.ts';
import { type FieldIndex, indexOf, type Scope, type StageIndex } from './compile.ts';
import { type FieldReader, firstUnmet } from './match.ts';
import { isMatch } from './matching.ts';

/** The rule that decided a stage, and those around it. */
export type StageAnswer<Answer extends Rule> = {
  readonly rule: Answer | null;
  readonly others: TraceEntry['others'];
};

/** How much a decision says about itself. */
export type StageOptions = {
  /** Whether the rules before the deciding one are explained. */
  readonly trace: boolean;
};

/**
 * Answers as if the rules were asked in order; rules of other teams than the owner are not asked. Only those are tried
 * that an index names, so the time hardly grows with their number.
 */
export function decideStage<Answer extends Rule>(
  rules: readonly Answer[],
  team: string,
  read: FieldReader,
  { trace }: StageOptions = { trace: true },
): StageAnswer<Answer> {
  const index = indexOf(rules);
  const first = firstMatch(index, team, read);
  const rule = rules[first] ?? null;
  if (!trace) return { rule, others: [] };
  const others = before(index, team, first).flatMap((ordinal) => {
    const other = rules[ordinal];
    const unmet = other === undefined ? null : firstUnmet(other.when, read);
    return other === undefined || unmet === null
      ? []
      : [{ text: `${other.id}: ${unmet}`, place: other.place }];
  });
  return { rule, others };
}

/** How many rules before the deciding one are explained. */
const NEIGHBOURS = 3;

/** The position of the first rule that matches; infinite when there is none. */
function firstMatch(index: StageIndex, team: string, read: FieldReader): number {
  const search: Search = { index, read, best: Number.POSITIVE_INFINITY };
  const own = index.teams.get(team);
  if (own !== undefined) searchScope(search, own);
  searchScope(search, index.everybody);
  return search.best;
}

type Search = {
  readonly index: StageIndex;
  readonly read: FieldReader;
  /** The earliest rule so far that matches. */
  best: number;
};

function searchScope(search: Search, { ordinals, fields, residual }: Scope): void {
  if ((ordinals[0] ?? Number.POSITIVE_INFINITY) >= search.best) return;
  for (const field of fields) {
    if ((field.ordinals[0] ?? Number.POSITIVE_INFINITY) < search.best) searchField(search, field);
  }
  tryAll(search, residual);
}

function searchField(search: Search, field: FieldIndex): void {
  const value = search.read(field.field);
  if (value === null) return;
  tryAll(search, field.equals.get(value));
  const { begins, contains } = field;
  begins?.literals.beginning(value, (literal) => tryAll(search, begins.ordinals[literal]));
  contains?.literals.inside(value, (literal) => tryAll(search, contains.ordinals[literal]));
  tryAll(search, field.present);
}

/** Tries rules in their order as long as they come before what was found already. */
function tryAll(search: Search, ordinals: readonly number[] | undefined): void {
  if (ordinals === undefined) return;
  for (const ordinal of ordinals) {
    if (ordinal >= search.best) return;
    if (!isMatch(search.index, ordinal, search.read)) continue;
    search.best = ordinal;
    return;
  }
}

/** The last rules that were asked before one. */
function before(
  { everybody, teams }: StageIndex,
  team: string,
  ordinal: number,
): readonly number[] {
  const own = teams.get(team);
  const last = [everybody, ...(own === undefined ? [] : [own])].flatMap(({ ordinals }) => {
    const end = lowerBound(ordinals, ordinal);
    return ordinals.slice(Math.max(0, end - NEIGHBOURS), end);
  });
  return last.toSorted((left, right) => left - right).slice(-NEIGHBOURS);
}

function lowerBound(ordinals: readonly number[], limit: number): number {
  let low = 0;
  let high = ordinals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordinals[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
