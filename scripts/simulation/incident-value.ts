// What effects do to an incident as a value, without the file: for replays of many signals, where nobody reads the text.
import { MILESTONES } from '../incidents/document.ts';
import { COMPONENT_STATUSES, type ComponentStatus } from '../model/component.ts';
import type { Decision } from '../model/decision.ts';
import type { FrontMatterValue, IncidentEdit } from '../model/effect.ts';
import { INCIDENT_STATES, type Incident, type IncidentProblem } from '../model/incident.ts';
import { earlierOf, type Instant } from '../model/instant.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import { isReport, ticketOf } from '../response/report.ts';

/** The incident that a decision opens; of what the public sees nothing is known. */
export function openedIncident(decision: Decision, id: string, now: Instant): Incident {
  const { problem, resolution, category, environment, group } = decision;
  const severity = decision.severity === 'none' ? 'sev4' : decision.severity;
  const detected = earlierOf(decision.receivedAt, now);
  const ticket = isReport(decision) ? ticketOf(decision) : null;
  const { state, since, at } = problem;
  return {
    id,
    kind: 'incident',
    title: id,
    state: severity === 'sev1' || severity === 'sev2' ? 'investigating' : 'triage',
    severity,
    severityMax: severity,
    category,
    environment,
    group,
    owner: resolution.owner,
    services: resolution.service === null ? [] : [resolution.service],
    components: {},
    roles: {},
    at: { started: earlierOf(since, detected), detected, declared: now },
    window: null,
    problems: {
      [problem.id]: { state, since, at, ...(isReport(decision) ? { kind: 'report' } : {}) },
    },
    tickets: ticket === null ? [] : [ticket],
    change: null,
    relations: { causedBy: [] },
    public: null,
    postmortem: null,
    room: null,
    updates: [],
    keys: new Set([decision.key]),
  };
}

/** The incident after edits of its file. What only people read is left out. */
export function editedIncident(incident: Incident, edits: readonly IncidentEdit[]): Incident {
  return edits.reduce(withEdit, incident);
}

function withEdit(incident: Incident, edit: IncidentEdit): Incident {
  switch (edit.kind) {
    case 'set':
      return withValue(incident, edit.path, edit.value);
    case 'unset':
      return withoutValue(incident, edit.path);
    case 'timeline':
      return { ...incident, keys: new Set([...incident.keys, edit.key]) };
    case 'update':
    case 'signal':
      return incident;
  }
}

function withValue(
  incident: Incident,
  [key, name = '']: readonly string[],
  value: FrontMatterValue,
): Incident {
  switch (key) {
    case 'state':
      return { ...incident, state: oneOf(INCIDENT_STATES, value) ?? incident.state };
    case 'severity':
      return { ...incident, severity: oneOf(INCIDENT_SEVERITIES, value) ?? incident.severity };
    case 'severity_max':
      return {
        ...incident,
        severityMax: oneOf(INCIDENT_SEVERITIES, value) ?? incident.severityMax,
      };
    case 'services':
      return { ...incident, services: textsOf(value) };
    case 'tickets':
      return { ...incident, tickets: textsOf(value) };
    case 'at':
      return { ...incident, at: { ...incident.at, [name]: value } };
    case 'problems':
      return { ...incident, problems: { ...incident.problems, [name]: problemOf(value) } };
    case 'components':
      return { ...incident, components: { ...incident.components, [name]: statusOf(value) } };
    default:
      return incident;
  }
}

function withoutValue(incident: Incident, [key, name = '']: readonly string[]): Incident {
  const milestone = oneOf(MILESTONES, name);
  if (key !== 'at' || milestone === null) return incident;
  const { [milestone]: _forgotten, ...at } = incident.at;
  return { ...incident, at };
}

function problemOf(value: FrontMatterValue): IncidentProblem {
  const field = (name: string): unknown =>
    typeof value === 'object' ? Object.entries(value).find(([key]) => key === name)?.[1] : null;
  const kind = field('kind') === 'report' ? { kind: 'report' as const } : {};
  const state = field('state') === 'firing' ? 'firing' : 'recovered';
  return { state, since: String(field('since')), at: String(field('at')), ...kind };
}

function statusOf(value: FrontMatterValue): ComponentStatus {
  return oneOf(COMPONENT_STATUSES, value) ?? 'operational';
}

function textsOf(value: FrontMatterValue): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function oneOf<Word extends string>(words: readonly Word[], value: FrontMatterValue): Word | null {
  return words.find((word) => word === value) ?? null;
}
