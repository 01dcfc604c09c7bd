// Whom to call, now and later.
import type { Decision, TraceEntry } from '../model/decision.ts';
import type { NotifyRule, NotifyTarget } from '../model/rule.ts';
import { askAlso, traceAlso } from './also.ts';
import { type ResolvedDestinations, resolveDestinations } from './destinations.ts';
import { resolveEscalation } from './escalation.ts';
import { traceLimit } from './limit.ts';
import type { FieldReader } from './match.ts';
import { decideStage, type StageOptions } from './stage.ts';
import type { Subject } from './subject.ts';
import { traceStage } from './trace.ts';

/** Destinations, escalation and limit, with the trace of the notify stage. */
export type Call = Pick<Decision, 'destinations' | 'escalation' | 'limit'> & {
  readonly trace: readonly TraceEntry[];
};

/** Asks the notify stage and the rules that add to it. */
export function callOf(
  { organisation, recognition: { observation, resolution } }: Subject,
  read: FieldReader,
  options: StageOptions,
): Call {
  const { rules } = organisation;
  const { receivedAt } = observation;
  const { team } = resolution.owner;
  const notify = decideStage<NotifyRule>(rules.notify, team, read, options);
  const also = askAlso(rules.also, team, read, options);
  const { to = [], escalate = null, limit = null } = notify.rule ?? {};
  const reach = (targets: readonly NotifyTarget[]): ResolvedDestinations =>
    resolveDestinations(organisation, targets, team, receivedAt);
  const called = reach([...to, ...also.matching.flatMap((rule) => rule.also)]);
  const escalation = resolveEscalation(organisation, escalate, team, receivedAt);
  const entry = traceStage('notify', notify, reach(to).told);
  const notes = (options.trace ? called.notes : []).map((text) => ({ text, place: null }));
  const besides = traceAlso(also, (rule) => reach(rule.also).told);
  return {
    destinations: called.resolved,
    escalation: escalation.steps,
    limit,
    trace: [
      { ...entry, others: [...entry.others, ...notes] },
      ...besides,
      ...traceLimit(notify.rule, read('incident_severity')),
      ...escalation.trace,
    ],
  };
}
