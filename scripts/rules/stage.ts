// One stage of a decision: the first rule that matches decides; the trace keeps why its neighbours did not.
import type { TraceEntry } from '../model/decision.ts';
import type { Rule } from '../model/rule.ts';
import { indexOf, type StageIndex } from './compile.ts';
import { type FieldReader, firstUnmet } from './match.ts';
import { firstMatch } from './matching.ts';

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
