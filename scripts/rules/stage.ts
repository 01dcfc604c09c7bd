// One stage of a decision: the first rule that matches decides; the trace keeps why the nearest before it did not.
import type { TraceEntry } from '../model/decision.ts';
import type { Rule } from '../model/rule.ts';
import { indexOf } from './compile.ts';
import type { FieldReader } from './match.ts';
import { firstMatch } from './matching.ts';
import { explainNeighbours } from './neighbours.ts';

/** The rule that decided a stage, and why the nearest before it did not. */
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
  const others = explainNeighbours(rules, index, { team, before: first, read });
  return { rule, others };
}
