// What the trace says of the limit of the deciding rule: a call over it rings nobody and is counted into a digest.
import type { TraceEntry } from '../model/decision.ts';
import type { NotifyRule } from '../model/rule.ts';
import { lengthOf } from './length.ts';

/** The limit in words; nothing where the rule sets none. */
export function traceLimit(
  rule: NotifyRule | null,
  severity: string | null,
): readonly TraceEntry[] {
  if (rule === null || rule.limit === null) return [];
  const { count, withinMs, per, bypass } = rule.limit;
  const calls = `${count} ${count === 1 ? 'call' : 'calls'} within ${lengthOf(withinMs)}`;
  const scope = per === 'destination' ? 'to a destination' : 'about an incident';
  const result = bypass.some((passing) => passing === severity)
    ? `none for a ${severity}`
    : `${calls} ${scope}; more go into a digest`;
  return [{ stage: 'limit', result, by: { id: rule.id, place: rule.place }, others: [] }];
}
