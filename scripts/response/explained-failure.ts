// A failure that an open incident explains: it is added to that incident instead of opening its own, one line for each
// service, and its team is not called unless the rules say so.
import { isConfidential } from '../incidents/hidden.ts';
import { enterState } from '../incidents/lifecycle.ts';
import type { Cascade, Decision } from '../model/decision.ts';
import type { IncidentEdit, Notification } from '../model/effect.ts';
import { type Incident, isActive, serviceOf } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Instant } from '../model/instant.ts';
import { worse } from '../model/severity.ts';
import { show, showingOf } from './face.ts';
import { activeIn, factsOf } from './facts.ts';
import { changedWith, raiseTo, set } from './change.ts';
import { originalOf } from './links.ts';
import type { OpeningDecision } from './open.ts';
import { callOnce, callRaised, notificationOf, type Subject } from './notification.ts';
import {
  carriedEdits,
  ownEdits,
  servicesWith,
  surpasses,
  thresholdWords,
} from './problem-entry.ts';
import { isReport, nameOfProblem } from './report.ts';
import { statusOf } from './public-words.ts';
import { quietly } from './quiet.ts';
import type { IncidentBook, Response, Situation } from './response.ts';
import { isStorm } from './storm.ts';
import { needs, pathInWords } from './upstream.ts';

/** What explains a decision: an active incident, and the way from the failing service to the root. */
export type Upstream = {
  readonly incident: Incident;
  readonly path: readonly string[];
  readonly callsChild: boolean;
};

/** The active incident of a decision's cascade, wherever its problems live now; null while the cause has none. */
export function upstreamOf(book: IncidentBook, decision: Decision): Upstream | null {
  const { cascade } = decision;
  if (cascade === null) return null;
  const incident = incidentOf(book, cascade, decision.environment);
  return incident === null
    ? null
    : { incident, path: cascade.path, callsChild: cascade.callsChild };
}

/** A further failure of a service whose own incident was taken over goes where that one went while its cause lasts. */
export function adopterOf(
  organisation: Organisation,
  book: IncidentBook,
  decision: Decision,
): Upstream | null {
  const { service } = decision.resolution;
  if (service === null) return null;
  for (const incident of book.incidents) {
    if (incident.state !== 'duplicate' || incident.group !== decision.group) continue;
    const parent = originalOf(book, incident);
    if (!mayExplain(parent) || !isCauseFailing(organisation, parent, service)) continue;
    const path = [...new Set([service, parent.services[0] ?? service])];
    return { incident: parent, path, callsChild: false };
  }
  return null;
}

/** Whether something that a service needs still fails in an incident. */
function isCauseFailing(organisation: Organisation, incident: Incident, service: string): boolean {
  return [...factsOf(incident).failing.keys()].some((failing) =>
    needs(organisation, service, failing),
  );
}

/** The decision without a cause that is confidential: what that explains stands for itself, and no word names it. */
export function openly(book: IncidentBook, decision: Decision): Decision {
  const { cascade, trace } = decision;
  if (cascade === null) return decision;
  const named = namedIn(book, cascade);
  const isKept =
    (named !== null && isConfidential(named)) ||
    activeIn(book).listed.some(
      (each) => isConfidential(each) && Object.hasOwn(each.problems, cascade.root.problem),
    );
  if (!isKept) return decision;
  const told = trace.map((entry) =>
    entry.stage === 'cascade' ? { ...entry, result: 'no incident explains it' } : entry,
  );
  return { ...decision, cascade: null, trace: told };
}

/**
 * Whether a failure goes to its cause although its group has an open incident: one that lists nothing of its service. What customers
 * report stays with the group, and so does what brings failures of other services along.
 */
export function belongsTo(cause: Upstream, active: Incident, decision: Decision): boolean {
  const { group, problem, resolution, carries, carriedServices } = decision;
  const { service } = resolution;
  const isGrouped = active.group === group && !isConfidential(active);
  if (cause.incident === active || !isGrouped || service === null) return false;
  if (isReport(decision)) return false;
  const isAlone = carries.every(({ id }) => id === problem.id || carriedServices[id] === service);
  const listed = Object.values(active.problems);
  return isAlone && !listed.some((each) => serviceOf(active, each) === service);
}

/** Adds the failure. The first of a service has a line in the timeline; further ones are only listed. */
export function attach(
  { organisation, book, decision, now }: Situation<OpeningDecision>,
  { incident, path, callsChild }: Upstream,
): Response {
  const service = decision.resolution.service;
  const isNews = service === null || !isImpacted(incident, service);
  const severity = worse(incident.severity, decision.severity);
  const isRaised = severity !== incident.severity;
  const isLoud = isRaised || surpasses(incident, decision);
  if (isStorm(incident) && !isNews && !isRaised)
    return { outcome: { kind: 'collapsed', incident: incident.id }, effects: [] };
  const services = servicesWith(incident, decision);
  const root = path.at(-1);
  const mark = root === undefined ? {} : { upstream: root };
  const edits: readonly IncidentEdit[] = [
    ...ownEdits(incident, decision, mark),
    ...carriedEdits(incident, decision, mark),
    ...(services.length === incident.services.length ? [] : [set(['services'], services)]),
    ...raiseTo(incident, severity),
    ...(incident.state === 'monitoring' ? wakeUp(incident) : []),
    ...showEdits(organisation, incident, decision, now),
  ];
  if (!isNews && !isLoud) return quietly(incident, edits);
  const subject = { id: incident.id, severity: decision.severity };
  const raise = { severity, about: [decision.key], now };
  const calls = [
    ...callOnce([
      ...(callsChild ? notificationOf(subject, 'impacted', decision) : []),
      ...(isLoud ? callRaised(organisation, book, incident, raise) : []),
    ]),
    ...(isNews && !callsChild ? explainedCall(subject, decision) : []),
  ];
  const text = `[impacted] ${pathInWords(path)}: ${nameOfProblem(decision)} reports a problem, ${decision.severity}${thresholdWords(decision)}`;
  return changedWith(incident, decision, { event: 'impacted', text, edits }, calls);
}

/** For the case that the incident's own call reached nobody. */
function explainedCall(subject: Subject, decision: Decision): readonly Notification[] {
  return notificationOf(subject, 'impacted', decision).map((call) => ({
    ...call,
    isExplained: true,
  }));
}

function incidentOf(book: IncidentBook, cascade: Cascade, environment: string): Incident | null {
  const original = namedIn(book, cascade);
  if (original !== null && mayExplain(original)) return original;
  const active = activeIn(book).listed.filter(mayExplain);
  return (
    active.find(({ problems }) => Object.hasOwn(problems, cascade.root.problem)) ??
    active.find(
      (incident) =>
        incident.environment === environment &&
        incident.kind === 'incident' &&
        incident.services.includes(cascade.root.service),
    ) ??
    null
  );
}

/** The incident that the cause was in when it was looked at; of a duplicate the one that it repeats. */
function namedIn(book: IncidentBook, { incident }: Cascade): Incident | null {
  const named = book.incidents.find(({ id }) => id === incident);
  return named === undefined ? null : originalOf(book, named);
}

/** What is confidential explains nothing to others. */
function mayExplain(incident: Incident): boolean {
  return isActive(incident) && !isConfidential(incident);
}

function isImpacted(incident: Incident, service: string): boolean {
  return Object.values(incident.problems).some(
    (problem) => problem.service === service && problem.state === 'firing',
  );
}

function wakeUp(incident: Incident): readonly IncidentEdit[] {
  const { mitigated } = incident.at;
  return [
    enterState(incident, 'recur', 'investigating'),
    ...(mitigated === undefined ? [] : [{ kind: 'unset' as const, path: ['at', 'mitigated'] }]),
  ];
}

function showEdits(
  organisation: Organisation,
  incident: Incident,
  decision: OpeningDecision,
  now: Instant,
): readonly IncidentEdit[] {
  const { service } = decision.resolution;
  if (service === null) return [];
  const status = statusOf(decision.severity);
  return show(organisation, incident, showingOf(organisation, incident, service, status), now);
}
