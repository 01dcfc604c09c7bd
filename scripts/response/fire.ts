// A problem fires while its incident exists: a further one, a worse one, one that had recovered.
import { isCalm, publicWord } from '../incidents/last-word.ts';
import { enterState } from '../incidents/lifecycle.ts';
import type { Component } from '../model/component.ts';
import type { Decision, Destination } from '../model/decision.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, worse } from '../model/severity.ts';
import { askToTake } from './acknowledge.ts';
import { calledInWords, uncalled } from './called.ts';
import { changed, leaveTriage, set } from './change.ts';
import { changeComponents } from './component-change.ts';
import { forget } from './milestones.ts';
import {
  carriedEdits,
  isWorsened,
  ownEdits,
  problemEdit,
  servicesWith,
  surpasses,
  thresholdWords,
} from './problem-entry.ts';
import { shownComponent, statement } from './public-statement.ts';
import { automaticTitle, failingWords, isAutomaticTitle, statusOf } from './public-words.ts';
import { raisedBy } from './raised-by.ts';
import { disturbs, isReport, nameOfProblem, ticketsWith } from './report.ts';
import { quietly } from './quiet.ts';
import type { Response, Situation } from './response.ts';
import { describeSignal } from './signal-text.ts';
import { isStorm } from './storm.ts';

/** A further problem of the same group fires. */
export function join({ organisation, decision, now }: Situation, incident: Incident): Response {
  const isNews = disturbs(incident, decision);
  const severity = isNews ? severityWith(incident, decision) : incident.severity;
  const further = uncalled(incident, decision);
  // Whoever was called for what is over knows that it is, or was never called.
  const isLoud =
    severity !== incident.severity ||
    (isNews && (incident.state === 'monitoring' || surpasses(incident, decision)));
  const what = isReport(decision) ? "is a customer's report" : 'reports a further problem';
  return changed(incident, decision, {
    event: 'joined',
    text: `[joined] ${nameOfProblem(decision)} ${what}${raiseWords(incident, decision, severity)}${thresholdWords(decision)}${furtherWords(further)}`,
    edits: [
      ...roomFor(incident),
      ...ownEdits(incident, decision),
      ...carriedEdits(incident, decision),
      ...ticketEdit(incident, decision),
      ...servicesEdit(incident, decision),
      ...namedCategory(incident, decision, severity),
      ...(isNews ? firingAgain(organisation, incident, severity, now) : []),
      ...(Object.keys(incident.problems).length < MOST_TEXTS ? [signalEdit(decision)] : []),
    ],
    tells: isLoud || further.length > 0,
    severity,
    ...(isLoud ? {} : { only: further }),
  });
}

/** What makes an incident graver says what kind it is, where nothing and nobody said so before. */
function namedCategory(
  incident: Incident,
  decision: Decision,
  severity: IncidentSeverity,
): readonly IncidentEdit[] {
  const isNamed = incident.category === 'other' && decision.category !== 'other';
  return isNamed && severity !== incident.severity ? [set(['category'], decision.category)] : [];
}

function raiseWords(incident: Incident, decision: Decision, severity: IncidentSeverity): string {
  if (severity === incident.severity) return '';
  return `, ${incident.severity} → ${severity}${raisedBy(incident, decision, severity)}`;
}

function furtherWords(further: readonly Destination[]): string {
  return further.length === 0 ? '' : `; called now: ${calledInWords(further)}`;
}

/** Problems beyond this number are listed without their own words, so that a storm cannot make the file unreadable. */
const MOST_TEXTS = 30;

/** A further problem that the full list has no place for; null when all that it names were called, so that nothing is to be done. */
export function joinUnlisted(incident: Incident, decision: Decision): Response | null {
  const only = uncalled(incident, decision);
  if (only.length === 0) return null;
  const text = `[joined] ${nameOfProblem(decision)} reports a further problem, one that is not listed${furtherWords(only)}`;
  const { severity } = incident;
  return changed(incident, decision, {
    event: 'joined',
    text,
    edits: [],
    tells: true,
    severity,
    only,
  });
}

/** The same problem got worse. Where something as bad still fires that is noted in the list and nothing else. */
export function raise({ organisation, decision, now }: Situation, incident: Incident): Response {
  const severity = severityWith(incident, decision);
  const further = uncalled(incident, decision);
  const isLoud = severity !== incident.severity || surpasses(incident, decision);
  const edits = [
    ...worsenedEdit(incident, decision),
    ...carriedEdits(incident, decision),
    ...servicesEdit(incident, decision),
  ];
  if (!isLoud && further.length === 0) return quietly(incident, edits, 'raised');
  const what =
    severity === incident.severity
      ? `${nameOfProblem(decision)}: ${decision.severity} again, while less fires`
      : `${incident.severity} → ${severity}, ${decision.source}${raisedBy(incident, decision, severity)}`;
  return changed(incident, decision, {
    event: 'raised',
    text: `[raised] ${what}${isLoud ? '' : furtherWords(further)}`,
    edits: [
      ...edits,
      ...namedCategory(incident, decision, severity),
      ...firingAgain(organisation, incident, severity, now),
    ],
    tells: true,
    severity,
    ...(isLoud ? {} : { only: further }),
  });
}

function worsenedEdit(incident: Incident, decision: Decision): readonly IncidentEdit[] {
  const { id } = decision.problem;
  const own = decision.severities[id];
  const isListed = incident.problems[id] !== undefined && isWorsened(incident, decision);
  return isListed && own !== undefined ? [set(['problems', id, 'severity'], own)] : [];
}

/** A problem that had recovered fires again while people still watch. */
export function recur({ organisation, decision, now }: Situation, incident: Incident): Response {
  const isNews = disturbs(incident, decision);
  const severity = severityWith(incident, decision);
  const edits = isNews ? firingAgain(organisation, incident, severity, now) : [];
  return changed(incident, decision, {
    event: 'recurred',
    text: `[recurred] ${nameOfProblem(decision)} ${isReport(decision) ? 'is open again' : 'reports the problem again'}`,
    edits: [
      problemEdit(incident, decision, 'firing'),
      ...carriedEdits(incident, decision),
      ...edits,
    ],
    tells: isNews,
    severity,
  });
}

/** The group fires again soon after its incident was resolved. */
export function reopen({ organisation, decision, now }: Situation, incident: Incident): Response {
  const { resolved } = incident.at;
  const before = resolved === undefined ? '' : `, resolved at ${resolved.slice(11, 16)} UTC before`;
  const watched: Incident = { ...incident, state: 'monitoring' };
  const severity = severityWith(incident, decision);
  return changed(incident, decision, {
    event: 'reopened',
    text: `[reopened] ${nameOfProblem(decision)} ${reopenedBy(incident, decision)}${before}`,
    edits: [
      ...ownEdits(incident, decision),
      ...carriedEdits(incident, decision),
      ...ticketEdit(incident, decision),
      ...forget(incident, ['resolved', 'closed']),
      ...firingAgain(organisation, watched, severity, now),
      askToTake(now),
      signalEdit(decision),
    ],
    tells: true,
    severity,
  });
}

function reopenedBy({ problems }: Incident, decision: Decision): string {
  if (isReport(decision)) return "is a customer's report";
  return problems[decision.problem.id]?.state === 'firing'
    ? 'reports that it never stopped'
    : 'reports a problem again';
}

/** In a storm whose problems all ended, what fires anew takes the place of one that ended. */
function roomFor(incident: Incident): readonly IncidentEdit[] {
  if (!isStorm(incident)) return [];
  const ended = Object.entries(incident.problems).find(([, { state }]) => state === 'recovered');
  return ended === undefined ? [] : [{ kind: 'unset', path: ['problems', ended[0]] }];
}

/** What a firing problem does to an incident: its severity, its state, its component and its public words. */
export function firingAgain(
  organisation: Organisation,
  incident: Incident,
  severity: IncidentSeverity,
  now: Instant,
): readonly IncidentEdit[] {
  const component = shownComponent(organisation, incident);
  const status = statusOf(severity);
  const edits: IncidentEdit[] = [];
  if (severity !== incident.severity)
    edits.push(
      set(['severity'], severity),
      set(['severity_max'], worse(severity, incident.severityMax)),
    );
  edits.push(...leaveTriage(incident, severity));
  if (incident.state === 'monitoring')
    edits.push(enterState(incident, 'recur', 'investigating'), ...forget(incident, ['mitigated']));
  if (component === null || status === null) return edits;
  const isNews = status !== incident.components[component.id];
  if (isLeftToPeople(incident, component)) return edits;
  edits.push(...changeComponents(incident, [{ id: component.id, status }], now));
  const words = [incident.public?.status, publicWord(incident)];
  const isToldWell = words.some((word) => word != null && isCalm(word));
  if (!speaksItself(incident, component) || !(isNews || isToldWell)) return edits;
  const title = incident.public?.title;
  const face: Readonly<Record<string, string>> = {
    ...(incident.public === null ? { visibility: 'public' } : {}),
    status: 'investigating',
    ...(title === undefined || isAutomaticTitle(component, title)
      ? { title: automaticTitle(component, status) }
      : {}),
  };
  edits.push(...Object.entries(face).map(([key, value]) => set(['public', key], value)));
  edits.push(statement(incident, now, 'investigating', failingWords(component, status)));
  return edits;
}

/** Whether the fixed sentences are wanted: an automatic component, and no person kept customers out of it. */
function speaksItself(incident: Incident, component: Component): boolean {
  if (component.publish !== 'automatic') return false;
  return incident.public === null
    ? incident.components[component.id] === undefined
    : incident.public.visibility === 'public';
}

/** A component that nobody published does not get in among those that customers see. */
function isLeftToPeople(incident: Incident, component: Component): boolean {
  const isPublic = incident.public?.visibility === 'public';
  const isShown = incident.components[component.id] !== undefined;
  return component.publish === 'manual' && isPublic && !isShown;
}

/** The incident's severity with that of a decision; it is never lowered. */
export function severityWith(incident: Incident, decision: Decision): IncidentSeverity {
  return decision.severity === 'none'
    ? incident.severity
    : worse(incident.severity, decision.severity);
}

function servicesEdit(incident: Incident, decision: Decision): readonly IncidentEdit[] {
  const services = servicesWith(incident, decision);
  return services.length === incident.services.length ? [] : [set(['services'], services)];
}

function ticketEdit(incident: Incident, decision: Decision): readonly IncidentEdit[] {
  const tickets = ticketsWith(incident, decision);
  return tickets === null ? [] : [set(['tickets'], tickets)];
}

function signalEdit(decision: Decision): IncidentEdit {
  return { kind: 'signal', text: describeSignal(decision) };
}
