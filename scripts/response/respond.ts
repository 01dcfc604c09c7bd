// The heart: what is known of incidents + one decision → what happens to files and people, as effects.
import type { Decision } from '../model/decision.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { isWorse } from '../model/severity.ts';
import { acknowledge, acknowledgedAt } from './acknowledge.ts';
import { respondToEcho } from './echo.ts';
import { join, raise, recur, reopen } from './fire.ts';
import { isStillAhead } from './milestones.ts';
import { openIncident } from './open.ts';
import { recover, recoverLate } from './recover.ts';
import { disturbs, isReport } from './report.ts';
import { isStorm } from './storm.ts';
import type { IncidentBook, Response, SignalOutcome } from './response.ts';

/** Answers a decision. Pure: asked again after its effects are applied, it has nothing left to do. */
export function respond(
  organisation: Organisation,
  book: IncidentBook,
  decision: Decision,
  now: Instant,
): Response {
  const done = book.incidents.find((incident) => incident.keys.has(decision.key));
  if (done !== undefined) return without({ kind: 'applied', incident: done.id });
  if (decision.echoOf !== null) return respondToEcho(book, decision, decision.echoOf);
  // Whatever the rules say: what was deployed is a fact for incidents to look back at, and none itself.
  if (decision.signal.kind === 'deployment')
    return without({ kind: 'gated', reason: deploymentReason(decision) });
  const active = findActive(book, decision);
  if (decision.change === 'outdated')
    return without({ kind: 'collapsed', incident: active?.id ?? null });
  if (decision.change === 'unchanged') return respondToNote(active, decision);
  const situation: Situation = { organisation, book, decision, now };
  if (decision.problem.state === 'recovered') return respondToRecovery(situation, active);
  return active === null ? respondOutside(situation) : respondInside(situation, active);
}

type Situation = {
  readonly organisation: Organisation;
  readonly book: IncidentBook;
  readonly decision: Decision;
  readonly now: Instant;
};

function respondToNote(active: Incident | null, decision: Decision): Response {
  if (active === null)
    return without({ kind: 'ignored', reason: 'it speaks of a problem that has no open incident' });
  const isFirst =
    decision.signal.action === 'acknowledge' &&
    isStillAhead(active, 'acknowledged', acknowledgedAt(active, decision));
  return isFirst
    ? acknowledge(active, decision)
    : without({ kind: 'collapsed', incident: active.id });
}

function respondToRecovery(
  { organisation, book, decision, now }: Situation,
  active: Incident | null,
): Response {
  const ended =
    active === null
      ? book.incidents.find(
          (incident) => incident.problems[decision.problem.id]?.state === 'firing',
        )
      : undefined;
  const holder = active ?? ended;
  const known = holder?.problems[decision.problem.id];
  if (holder === undefined || known === undefined) {
    return without({ kind: 'ignored', reason: 'it ends a problem that has no open incident' });
  }
  const isOld = known.state === 'recovered' || decision.problem.at < known.at;
  if (isOld) return without({ kind: 'collapsed', incident: holder.id });
  return holder === active
    ? recover(organisation, active, decision, now)
    : recoverLate(holder, decision);
}

function respondInside({ organisation, decision, now }: Situation, active: Incident): Response {
  const known = active.problems[decision.problem.id];
  if (known === undefined) {
    if (!mayOpen(decision) && !isReport(decision))
      return without({ kind: 'gated', reason: gateReason(decision) });
    if (isStorm(active)) return without({ kind: 'collapsed', incident: active.id });
    return join(organisation, active, decision, now);
  }
  if (known.state === 'recovered') {
    const isOld = decision.problem.at <= known.at;
    return isOld
      ? without({ kind: 'collapsed', incident: active.id })
      : recur(organisation, active, decision, now);
  }
  const isNews = decision.severity !== 'none' && disturbs(active, decision);
  if (isNews && isWorse(decision.severity, active.severity)) {
    return raise(organisation, active, decision, now);
  }
  return without({ kind: 'collapsed', incident: active.id });
}

function respondOutside({ organisation, book, decision, now }: Situation): Response {
  const ended = book.incidents.find((incident) => coversFiring(incident, decision, now));
  if (ended !== undefined) return without({ kind: 'collapsed', incident: ended.id });
  if (!mayOpen(decision) || decision.severity === 'none')
    return without({ kind: 'gated', reason: gateReason(decision) });
  const recent = findReopenable(book, decision, now);
  if (recent !== null) return reopen(organisation, recent, decision, now);
  return openIncident(organisation, book, { ...decision, severity: decision.severity }, now);
}

function findActive(book: IncidentBook, decision: Decision): Incident | null {
  const active = book.incidents
    .filter(isActive)
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return (
    active.find((incident) => Object.hasOwn(incident.problems, decision.problem.id)) ??
    active.find((incident) => incident.group === decision.group) ??
    active.find((incident) => isReport(decision) && isAbout(incident, decision)) ??
    null
  );
}

/** Customers know no hosts: whatever its group, an incident of their service and environment is theirs. */
function isAbout(incident: Incident, { resolution, environment }: Decision): boolean {
  const { service } = resolution;
  const isThere = incident.kind === 'incident' && incident.environment === environment;
  return isThere && service !== null && incident.services.includes(service);
}

/**
 * Whether people already ended an incident about this very firing; a repeat of it must not open another one. A tool
 * that states when the firing began is believed. One that does not is, for as long as a new firing would reopen the
 * incident: after that it is better to call once too often.
 */
function coversFiring(incident: Incident, decision: Decision, now: Instant): boolean {
  const known = incident.problems[decision.problem.id];
  if (known === undefined || isActive(incident)) return false;
  if (known.at >= decision.problem.at) return true;
  if (known.state === 'recovered') return false;
  const ended = incident.at.resolved ?? incident.at.closed ?? known.at;
  if (decision.signal.startedAt !== null) return decision.problem.since <= ended;
  return decision.change === 'repeats' && now < addMs(ended, decision.reopenMs);
}

function findReopenable(book: IncidentBook, decision: Decision, now: Instant): Incident | null {
  return book.incidents.reduce<Incident | null>((latest, incident) => {
    const isEnded = incident.state === 'resolved' || incident.state === 'closed';
    const { resolved } = incident.at;
    if (incident.group !== decision.group || !isEnded || resolved === undefined) return latest;
    if (now >= addMs(resolved, decision.reopenMs)) return latest;
    return latest?.at.resolved === undefined || resolved >= latest.at.resolved ? incident : latest;
  }, null);
}

function mayOpen(decision: Decision): boolean {
  return decision.gate === 'open' && decision.severity !== 'none';
}

function gateReason(decision: Decision): string {
  const stage = decision.severity === 'none' ? 'severity' : 'gate';
  const rule = decision.trace.find((entry) => entry.stage === stage)?.by;
  return rule == null
    ? `stage ${stage} has no rule for it`
    : `${stage} rule ${rule.id}, ${rule.place.file}:${rule.place.line}`;
}

function deploymentReason({ deployment }: Decision): string {
  return deployment === null
    ? 'a build or deployment opens nothing, and this one brings no version anywhere'
    : `recorded as a deployment of ${deployment.service}, which opens nothing`;
}

function without(outcome: SignalOutcome): Response {
  return { outcome, effects: [] };
}
