// Problems as an incident's front matter lists them.
import { occurredAt } from '../correlation/problem.ts';
import type { Decision } from '../model/decision.ts';
import type { FrontMatterValue, IncidentEdit } from '../model/effect.ts';
import { type Incident, type IncidentProblem, serviceOf } from '../model/incident.ts';
import { earlierOf, type Instant } from '../model/instant.ts';
import { type IncidentSeverity, isWorse, worse } from '../model/severity.ts';
import type { Problem } from '../model/problem.ts';
import { isReport } from './report.ts';
import { isStorm } from './storm.ts';

/** The entry of a decision's problem in a state. A firing that nothing explains any more loses what explained it. */
export function problemEdit(
  incident: Incident,
  decision: Decision,
  state: IncidentProblem['state'],
  more: Partial<IncidentProblem> = {},
): IncidentEdit {
  const { id, since, at } = decision.problem;
  const known = incident.problems[id];
  const entry: IncidentProblem = {
    ...newEntry(incident, decision, id),
    ...(known?.kind === undefined ? {} : { kind: known.kind }),
    ...(known?.service === undefined ? {} : { service: known.service }),
    ...(state === 'recovered' && known !== undefined ? explanationIn(known) : {}),
    ...(state === 'firing' && known?.state === 'firing'
      ? worstKnown(incident, known, decision)
      : {}),
    ...more,
    state,
    since,
    at,
  };
  return { kind: 'set', path: ['problems', id], value: inOrder(entry) };
}

/** The entry of a decision's own problem where it brings others along: what is over changes nothing that is listed. */
export function ownEdits(
  incident: Incident,
  decision: Decision,
  more: Partial<IncidentProblem> = {},
): readonly IncidentEdit[] {
  const { id } = decision.problem;
  if (decision.severities[id] !== undefined)
    return [problemEdit(incident, decision, decision.problem.state, more)];
  return incident.problems[id] === undefined
    ? [newEdit(incident, decision, ownOf(decision), more)]
    : [];
}

/** A decision's own problem as far as it speaks of it: what is over does not fire, whatever it did since. */
export function ownOf(decision: Decision): Problem {
  const { problem, severities } = decision;
  if (severities[problem.id] !== undefined || problem.state === 'recovered') return problem;
  const at = occurredAt(decision);
  return { ...problem, state: 'recovered', since: earlierOf(problem.since, at), at };
}

/** What goes on firing is as bad as it ever was said to be, whichever signal brings others along. */
function worstKnown(
  incident: Incident,
  { severity = incident.severity }: IncidentProblem,
  decision: Decision,
): Pick<IncidentProblem, 'severity'> {
  const said = decision.severities[decision.problem.id];
  return { severity: said === undefined ? severity : worse(severity, said) };
}

/** Entries of the problems that a threshold held back until this decision. */
export function carriedEdits(
  incident: Incident,
  decision: Decision,
  more: Partial<IncidentProblem> = {},
): readonly IncidentEdit[] {
  return carried(decision)
    .filter(({ id }) => incident.problems[id] === undefined)
    .map((problem) => newEdit(incident, decision, problem, more));
}

function newEdit(
  incident: Incident,
  decision: Decision,
  { id, state, since, at }: Problem,
  more: Partial<IncidentProblem>,
): IncidentEdit {
  const entry = { ...newEntry(incident, decision, id), ...more, state, since, at };
  return { kind: 'set', path: ['problems', id], value: inOrder(entry) };
}

/** The services of a new incident, that of the deciding signal first. */
export function openingServices(decision: Decision): readonly string[] {
  return servicesWith({ services: [] }, decision);
}

/** The services of an incident with those of a decision. */
export function servicesWith(
  { services }: Pick<Incident, 'services'>,
  decision: Decision,
): readonly string[] {
  const { service } = decision.resolution;
  const more = carried(decision).flatMap(({ id }) => decision.carriedServices[id] ?? []);
  return [...new Set([...services, ...(service === null ? [] : [service]), ...more])];
}

/** The problems of a new incident. */
export function openingProblems(decision: Decision): Readonly<Record<string, FrontMatterValue>> {
  const opened = { services: openingServices(decision) };
  return Object.fromEntries(
    [ownOf(decision), ...carried(decision)].map(({ id, state, since, at }) => [
      id,
      inOrder({ ...newEntry(opened, decision, id), state, since, at }),
    ]),
  );
}

/** How bad one of a decision's problems is by itself, as its entry says it. */
function severityOf({ severities }: Decision, id: string): Pick<IncidentProblem, 'severity'> {
  const severity = severities[id];
  return severity === undefined ? {} : { severity };
}

/**
 * Whether a decision is worse than all that still fires: what people were called for before is over. Of a storm nobody
 * knows all that fires, and customers' reports call nobody again.
 */
export function surpasses(incident: Incident, decision: Decision): boolean {
  if (decision.severity === 'none' || isReport(decision) || isStorm(incident)) return false;
  const firing = firingSeverity(incident);
  return firing === null || isWorse(decision.severity, firing);
}

/** Whether a problem that an incident lists is worse than its entry says. */
export function isWorsened({ problems, severity }: Incident, decision: Decision): boolean {
  const { id } = decision.problem;
  const own = decision.severities[id];
  return own !== undefined && isWorse(own, problems[id]?.severity ?? severity);
}

/** How bad what still fires is; null where nothing does. Tickets count where only they are open. */
function firingSeverity(incident: Incident): IncidentSeverity | null {
  const firing = Object.values(incident.problems).filter(({ state }) => state === 'firing');
  const own = firing.filter(({ kind }) => kind !== 'report');
  return (own.length === 0 ? firing : own).reduce<IncidentSeverity | null>(
    (worst, { severity = incident.severity }) =>
      worst === null ? severity : worse(worst, severity),
    null,
  );
}

/** `, after 5 signals in 8 min` for what a threshold held back; nothing otherwise. */
export function thresholdWords(decision: Decision): string {
  const earlier = carried(decision);
  if (earlier.length === 0) return '';
  const count = earlier.reduce((sum, problem) => sum + problem.count, decision.problem.count);
  const from = earlier.reduce<Instant>(
    (first, problem) => earlierOf(first, problem.at),
    decision.problem.at,
  );
  return `, after ${count} signals in ${spanInWords(from, decision.receivedAt)}`;
}

/** How long from one instant to another, as people say it. */
export function spanInWords(from: Instant, to: Instant): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** When the first of a decision's problems began. */
export function firstStart(decision: Decision): Instant {
  return carried(decision).reduce<Instant>(
    (first, problem) => earlierOf(first, problem.since),
    decision.problem.since,
  );
}

/** Whether other problems of the same service still fire. */
export function isServiceFailing(incident: Incident, service: string, except: string): boolean {
  return Object.entries(incident.problems).some(
    ([id, problem]) =>
      id !== except && problem.state === 'firing' && serviceOf(incident, problem) === service,
  );
}

/** How bad an incident is without what it only explains. */
export function ownSeverity(incident: Incident): IncidentSeverity {
  const own = Object.values(incident.problems).filter(({ upstream }) => upstream === undefined);
  const marks = own.flatMap(({ severity }) => severity ?? []);
  return (
    marks.reduce<IncidentSeverity | null>(
      (worst, severity) => (worst === null ? severity : worse(worst, severity)),
      null,
    ) ?? incident.severity
  );
}

/** One threshold brings along at most so many; more would make the list unreadable. */
const MOST_CARRIED = 150;

function carried({ carries, problem }: Decision): readonly Problem[] {
  return carries.filter(({ id }) => id !== problem.id).slice(-MOST_CARRIED);
}

function newEntry(
  { services }: Pick<Incident, 'services'>,
  decision: Decision,
  id: string,
): Partial<IncidentProblem> {
  const { problem, resolution, carriedServices } = decision;
  const service = id === problem.id ? resolution.service : (carriedServices[id] ?? null);
  return {
    ...(isReport(decision) ? { kind: 'report' as const } : {}),
    ...(service === null || service === services[0] ? {} : { service }),
    ...severityOf(decision, id),
  };
}

function explanationIn({ severity, upstream }: IncidentProblem): Partial<IncidentProblem> {
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(upstream === undefined ? {} : { upstream }),
  };
}

function inOrder({ state, since, at, ...rest }: IncidentProblem): FrontMatterValue {
  return { state, since, at, ...rest };
}
