// Whom to tell that something happened, as an effect. Whether and when a message leaves is decided in delivery.ts.
import { keyOf } from '../correlation/key.ts';
import type { Decision, Destination } from '../model/decision.ts';
import type { IncidentEvent, Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, isWorse } from '../model/severity.ts';
import { addressOf } from '../rules/destinations.ts';
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
  raise: Raise,
): readonly Notification[] {
  return callOwn(organisation, book, incident, { ...raise, event: 'raised' });
}

/** Tells the people of an incident that somebody took it up again. */
export function callReopened(
  organisation: Organisation,
  book: IncidentBook,
  incident: Incident,
  { about, now }: Omit<Raise, 'severity'>,
): readonly Notification[] {
  const { severity } = incident;
  return callOwn(organisation, book, incident, { severity, about, now, event: 'reopened' });
}

function callOwn(
  organisation: Organisation,
  book: IncidentBook,
  incident: Incident,
  { severity, about, now, event }: Raise & Pick<Occasion, 'event'>,
): readonly Notification[] {
  const failure = ownFailure(book, incident, severity, now);
  return callAgain(incident.id, severity, callFor(organisation, failure), { event, about });
}

/**
 * The same calls with everybody named once: one signal rings nobody's telephone twice about an incident. Of two calls the one counts that
 * rings rather than being counted into a digest, then the graver one, then the one that leaves first,
 * then the later in the list.
 */
export function callOnce(calls: readonly Notification[]): readonly Notification[] {
  const named = new Set<string>();
  const kept = new Map<Notification, readonly Destination[]>();
  for (const call of calls.toReversed().toSorted(compareCalls)) {
    const news = call.destinations.filter((destination) => !named.has(addressOf(destination)));
    for (const destination of news) named.add(addressOf(destination));
    kept.set(call, news);
  }
  return calls.flatMap((call) => {
    const destinations = kept.get(call) ?? [];
    return destinations.length === 0 ? [] : [{ ...call, destinations }];
  });
}

function compareCalls(left: Notification, right: Notification): number {
  const digests = Number(left.mode === 'digest') - Number(right.mode === 'digest');
  if (digests !== 0) return digests;
  if (left.severity !== right.severity) return isWorse(left.severity, right.severity) ? -1 : 1;
  return left.waitMs - right.waitMs;
}

type Raise = {
  readonly severity: IncidentSeverity;
  readonly about: readonly string[];
  readonly now: Instant;
};
