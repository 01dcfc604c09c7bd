// One stage of a decision: the first rule that matches decides; the trace keeps why its neighbours did not.
import type { TraceEntry } from '../model/decision.ts';
import type { Rule } from '../model/rule.ts';
import { type FieldReader, firstUnmet } from './match.ts';

/** The rule that decided a stage, and those around it. */
export type StageAnswer<Answer extends Rule> = {
  readonly rule: Answer | null;
  readonly others: TraceEntry['others'];
};

/** Asks the rules of a stage in order. Rules of other teams than the owner are not asked. */
export function decideStage<Answer extends Rule>(
  rules: readonly Answer[],
  team: string,
  read: FieldReader,
): StageAnswer<Answer> {
  const before: { readonly text: string; readonly place: Rule['place'] }[] = [];
  for (const rule of rules) {
    if (rule.team !== null && rule.team !== team) continue;
    const unmet = firstUnmet(rule.when, read);
    if (unmet === null) return { rule, others: before.slice(-NEIGHBOURS) };
    before.push({ text: `${rule.id}: ${unmet}`, place: rule.place });
    if (before.length > NEIGHBOURS * 2) before.shift();
  }
  return { rule: null, others: before.slice(-NEIGHBOURS) };
}

/** How many rules before the deciding one are explained. */
const NEIGHBOURS = 3;
