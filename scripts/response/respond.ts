// The heart: what is known of incidents + one decision → what happens to files and people, as effects.
import type { Decision } from '../model/decision.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { isWorse } from '../model/severity.ts';
import { acknowledge, join, raise, recover, recur, reopen } from './change.ts';
import { openIncident } from './open.ts';
import type { IncidentBook, Response, SignalOutcome } from './response.ts';

/** Answers a decision. Pure: asked again after its effects are applied, it has nothing left to do. */
export function respond(organisation: Organisation, book: IncidentBook, decision: Decision, now: Instant): Response {
  const done = book.incidents.find((incident) => incident.keys.has(decision.key));
  if (done !== undefined) return without({ kind: 'applied', incident: done.id });
  const active = findActive(book, decision);
  if (decision.change === 'outdated') return without({ kind: 'collapsed', incident: active?.id ?? null });
  if (decision.change === 'unchanged') return respondToNote(active, decision);
  if (decision.problem.state === 'recovered') return respondToRecovery(organisation, active, decision);
  if (active !== null) return respondInside(organisation, active, decision);
  return respondOutside(organisation, book, decision, now);
}

function respondToNote(active: Incident | null, decision: Decision): Response {
  if (active === null) return without({ kind: 'ignored', reason: 'it speaks of a problem that has no open incident' });
  const isFirst = decision.signal.action === 'acknowledge' && active.at.acknowledged === undefined;
  return isFirst ? acknowledge(active, decision) : without({ kind: 'collapsed', incident: active.id });
}

function respondToRecovery(organisation: Organisation, active: Incident | null, decision: Decision): Response {
  const known = active?.problems[decision.problem.id];
  if (active === null || known === undefined) {
    return without({ kind: 'ignored', reason: 'it ends a problem that has no open incident' });
  }
  return known.state === 'firing' ? recover(organisation, active, decision) : without({ kind: 'collapsed', incident: active.id });
}

function respondInside(organisation: Organisation, active: Incident, decision: Decision): Response {
  const known = active.problems[decision.problem.id];
  if (known === undefined) {
    if (!mayOpen(decision)) return without({ kind: 'gated', reason: gateReason(decision) });
    return join(organisation, active, decision);
  }
  if (known.state === 'recovered') return recur(organisation, active, decision);
  if (decision.severity !== 'none' && isWorse(decision.severity, active.severity)) {
    return raise(organisation, active, decision, decision.severity);
  }
  return without({ kind: 'collapsed', incident: active.id });
}

function respondOutside(organisation: Organisation, book: IncidentBook, decision: Decision, now: Instant): Response {
  const ended = book.incidents.find((incident) => coversFiring(incident, decision));
  if (ended !== undefined) return without({ kind: 'collapsed', incident: ended.id });
  if (!mayOpen(decision) || decision.severity === 'none') return without({ kind: 'gated', reason: gateReason(decision) });
  const recent = findReopenable(book, decision, now);
  if (recent !== null) return reopen(organisation, recent, decision);
  return openIncident(organisation, book, { ...decision, severity: decision.severity }, now);
}

function findActive(book: IncidentBook, decision: Decision): Incident | null {
  const active = book.incidents.filter(isActive).toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return (
    active.find((incident) => Object.hasOwn(incident.problems, decision.problem.id)) ??
    active.find((incident) => incident.group === decision.group) ??
    null
  );
}

/** Whether people already ended an incident about this very firing; a repeat of it must not open another one. */
function coversFiring(incident: Incident, decision: Decision): boolean {
  const known = incident.problems[decision.problem.id];
  if (known === undefined || isActive(incident)) return false;
  return known.at >= decision.problem.at || (decision.change === 'repeats' && known.at >= decision.problem.since);
}

function findReopenable(book: IncidentBook, decision: Decision, now: Instant): Incident | null {
  return (
    book.incidents.findLast(
      (incident) =>
        incident.group === decision.group &&
        (incident.state === 'resolved' || incident.state === 'closed') &&
        incident.at.resolved !== undefined &&
        now < addMs(incident.at.resolved, decision.reopenMs),
    ) ?? null
  );
}

function mayOpen(decision: Decision): boolean {
  return decision.gate === 'open' && decision.severity !== 'none';
}

function gateReason(decision: Decision): string {
  const stage = decision.severity === 'none' ? 'severity' : 'gate';
  const rule = decision.trace.find((entry) => entry.stage === stage)?.by;
  return rule == null ? `stage ${stage} has no rule for it` : `${stage} rule ${rule.id}, ${rule.place.file}:${rule.place.line}`;
}

function without(outcome: SignalOutcome): Response {
  return { outcome, effects: [] };
}
