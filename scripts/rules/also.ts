// Which rules add whom to tell besides, and why the nearest of the others did not. They add up, so none decides.
import type { TraceEntry } from '../model/decision.ts';
import type { AlsoRule } from '../model/rule.ts';
import { indexOf } from './compile.ts';
import type { FieldReader } from './match.ts';
import { matchingRules } from './matching.ts';
import { explainNeighbours } from './neighbours.ts';
import type { StageOptions } from './stage.ts';
import { traceStage } from './trace.ts';

/** Every rule with `also` that matches, in order. */
export type AlsoAnswer = {
  readonly matching: readonly AlsoRule[];
  readonly others: TraceEntry['others'];
};

/** Asks all rules with `also`. */
export function askAlso(
  rules: readonly AlsoRule[],
  team: string,
  read: FieldReader,
  { trace }: StageOptions,
): AlsoAnswer {
  const matching = matchingRules(rules, team, read);
  if (!trace || rules.length === matching.length) return { matching, others: [] };
  const query = { team, read, before: Number.POSITIVE_INFINITY, except: new Set(matching) };
  return { matching, others: explainNeighbours(rules, indexOf(rules), query) };
}

/** One entry for each rule that adds somebody; the last one tells of those that add nobody. */
export function traceAlso(
  { matching, others }: AlsoAnswer,
  tell: (rule: AlsoRule) => string,
): readonly TraceEntry[] {
  if (matching.length === 0)
    return others.length === 0 ? [] : [{ stage: 'also', result: 'nobody', by: null, others }];
  return matching.map((rule, index) =>
    traceStage('also', { rule, others: index === matching.length - 1 ? others : [] }, tell(rule)),
  );
}
