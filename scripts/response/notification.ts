// Whom to tell that something happened, as an effect. Whether and when a message leaves is decided in delivery.ts.
import { keyOf } from '../correlation/key.ts';
import type { Decision } from '../model/decision.ts';
import type { IncidentEvent, Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import { type Call, callFor, ownFailure } from './policy.ts';
import type { IncidentBook } from './response.ts';

/** An incident that people are told of. */
export type Subject = {
  readonly id: string;
  readonly severity: IncidentSeverity;
};

/**
 * Tells whom a decision names; none when the rules name nobody or the team only tries its rules. The key is that of the
 * signal that caused it, so it never changes with a revision, and each raise or recurrence has its own.
 */
export function notificationOf(
  { id, severity }: Subject,
  event: IncidentEvent,
  decision: Decision,
  destinations = decision.destinations,
): readonly Notification[] {
  if (destinations.length === 0 || decision.mode === 'shadow') return [];
  return [
    {
      kind: 'notify',
      key: keyOf([decision.key, event]),
      incident: id,
      event,
      severity,
      destinations,
      mode: decision.mode,
      waitMs: decision.waitMs,
      limit: decision.limit,
      pageChild: decision.cascadeRule.pageChild,
      escalation: decision.escalation,
    },
  ];
}

/** Why people are called although no signal stands behind it. */
export type Occasion = {
  readonly event: IncidentEvent;
  /** What makes the call one of its own. */
  readonly about: readonly string[];
};

/** Tells whom the rules name for what an incident's file says. */
export function callAgain(
  id: string,
  severity: IncidentSeverity,
  call: Call,
  { event, about }: Occasion,
): readonly Notification[] {
  const { destinations, mode, limit, escalation } = call;
  if (destinations.length === 0 || mode === 'shadow') return [];
  return [
    {
      kind: 'notify',
      key: keyOf([id, event, ...about]),
      incident: id,
      event,
      severity,
      destinations,
      mode,
      waitMs: 0,
      limit,
      pageChild: 'always',
      escalation,
    },
  ];
}

/** Tells the people of an incident that something else made it worse. */
export function callRaised(
  organisation: Organisation,
  book: IncidentBook,
  incident: Incident,
  { severity, about, now }: Raise,
): readonly Notification[] {
  const failure = ownFailure(book, incident, severity, now);
  if (failure === null) return [];
  return callAgain(incident.id, severity, callFor(organisation, failure), {
    event: 'raised',
    about,
  });
}

type Raise = {
  readonly severity: IncidentSeverity;
  readonly about: readonly string[];
  readonly now: Instant;
};
