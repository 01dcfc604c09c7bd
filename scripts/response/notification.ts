// Whom to tell that something happened, as an effect. Whether and when a message leaves is decided in delivery.ts.
import { keyOf } from '../correlation/key.ts';
import type { Decision } from '../model/decision.ts';
import type { IncidentEvent, Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import { callFor, cascadePolicy } from './policy.ts';

/** An incident that people are told of. */
export type Subject = {
  readonly organisation: Organisation;
  readonly id: string;
  readonly severity: IncidentSeverity;
};

/**
 * Tells whom a decision names; none when the rules name nobody or the team only tries its rules. The key is that of the
 * signal that caused it, so it never changes with a revision, and each raise or recurrence has its own.
 */
export function notificationOf(
  { organisation, id, severity }: Subject,
  event: IncidentEvent,
  decision: Decision,
): readonly Notification[] {
  if (decision.destinations.length === 0 || decision.mode === 'shadow') return [];
  const { service } = decision.resolution;
  const { environment, receivedAt: at } = decision;
  const pageChild =
    service === null
      ? 'always'
      : cascadePolicy(organisation, { service, environment, severity, at }).pageChild;
  return [
    {
      kind: 'notify',
      key: keyOf([decision.key, event]),
      incident: id,
      event,
      severity,
      destinations: decision.destinations,
      mode: decision.mode,
      waitMs: decision.waitMs,
      limit: decision.limit,
      pageChild,
      escalation: decision.escalation,
    },
  ];
}

/** What the rules are asked about when no signal stands behind a call. */
export type Occasion = {
  readonly event: IncidentEvent;
  /** What makes the call one of its own. */
  readonly about: readonly string[];
  readonly now: Instant;
  /** The failing service whose team is called; by default the incident's first. */
  readonly service?: string;
};

/** Tells whom the rules name for what an incident's file says. */
export function callAgain(
  organisation: Organisation,
  incident: Pick<Incident, 'id' | 'severity' | 'services' | 'environment'>,
  { event, about, now, service = incident.services[0] }: Occasion,
): readonly Notification[] {
  if (service === undefined) return [];
  const { severity, environment } = incident;
  const call = callFor(organisation, { service, environment, severity, at: now });
  if (call.destinations.length === 0 || call.mode === 'shadow') return [];
  return [
    {
      kind: 'notify',
      key: keyOf([incident.id, event, ...about]),
      incident: incident.id,
      event,
      severity,
      destinations: call.destinations,
      mode: call.mode,
      waitMs: 0,
      limit: call.limit,
      pageChild: 'always',
      escalation: [],
    },
  ];
}
