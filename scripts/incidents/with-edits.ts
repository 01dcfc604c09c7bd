// What an incident is after the edits that we make ourselves, without reading its file again.
import { COMPONENT_STATUSES } from '../model/component.ts';
import type { FrontMatterValue, IncidentEdit } from '../model/effect.ts';
import {
  type ComponentBefore,
  type Incident,
  INCIDENT_STATES,
  type IncidentProblem,
  MILESTONES,
  PUBLIC_STATUSES,
  VISIBILITIES,
} from '../model/incident.ts';
import { parseInstant } from '../model/instant.ts';
import { INCIDENT_CATEGORIES } from '../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';

/** The incident that its edited file will give; null where only reading the file can tell. */
export function withEdits(incident: Incident, edits: readonly IncidentEdit[]): Incident | null {
  const draft: Draft = edits.some(isOfProblem)
    ? { ...incident, problems: { ...incident.problems } }
    : { ...incident };
  for (const edit of edits) if (!apply(draft, edit)) return null;
  // A file may leave its worst severity out where that is the one of now.
  const isSaid = draft.severity === incident.severity || edits.some(saysWorst);
  return isSaid ? draft : null;
}

type Draft = { -readonly [Name in keyof Incident]: Incident[Name] } & {
  /** Where an edit is about problems the draft's own list, changed in place: some hold hundreds. */
  problems: Record<string, IncidentProblem>;
};

function isOfProblem(edit: IncidentEdit): boolean {
  return (edit.kind === 'set' || edit.kind === 'unset') && edit.path[0] === 'problems';
}

function saysWorst(edit: IncidentEdit): boolean {
  return edit.kind === 'set' && edit.path[0] === 'severity_max';
}

/** Whether the edit was understood. */
function apply(draft: Draft, edit: IncidentEdit): boolean {
  switch (edit.kind) {
    case 'timeline':
      draft.keys = draft.keys.union(new Set([edit.key]));
      return true;
    case 'signal':
      return true;
    case 'rewrite':
    case 'strike':
      return true;
    case 'append':
    case 'update':
    case 'draft':
    case 'drop_draft':
      return false;
    case 'set':
      return applySet(draft, edit.path, edit.value);
    case 'unset':
      return applyUnset(draft, edit.path);
  }
}

function applySet(
  draft: Draft,
  [key = '', ...path]: readonly string[],
  value: FrontMatterValue,
): boolean {
  const [name, field] = path;
  if (path.length === 0) return setOne(draft, key, value);
  if (name === undefined || path.length > (key === 'problems' ? 2 : 1)) return false;
  switch (key) {
    case 'problems':
      return setProblem(
        draft,
        name,
        field === undefined ? value : { ...draft.problems[name], [field]: value },
      );
    case 'at':
      return setMilestone(draft, name, value);
    case 'components': {
      const status = COMPONENT_STATUSES.find((each) => each === value);
      if (status === undefined) return false;
      draft.components = { ...draft.components, [name]: status };
      return true;
    }
    case 'handover':
      return name === 'taken' && setTaken(draft, value);
    case 'public':
      return setFace(draft, name, value);
    case 'relations':
      return setRelation(draft, name, value);
    default:
      return false;
  }
}

function setOne(draft: Draft, key: string, value: FrontMatterValue): boolean {
  const state = INCIDENT_STATES.find((each) => each === value);
  const severity = INCIDENT_SEVERITIES.find((each) => each === value);
  const texts = textsIn(value);
  const category = INCIDENT_CATEGORIES.find((each) => each === value);
  if (key === 'state' && state !== undefined) draft.state = state;
  else if (key === 'severity' && severity !== undefined) draft.severity = severity;
  else if (key === 'category' && category !== undefined) draft.category = category;
  else if (key === 'severity_max' && severity !== undefined) draft.severityMax = severity;
  else if (key === 'services' && texts !== null) draft.services = texts;
  else if (key === 'tickets' && texts !== null) draft.tickets = texts;
  else if (key === 'called' && texts !== null) draft.called = texts;
  else if (key === 'taken_by' && typeof value === 'string') draft.takenBy = value;
  else if (key === 'postmortem_owed' && typeof value === 'boolean') draft.postmortemOwed = value;
  else if (key === 'components_before') return setBefore(draft, value);
  else if (key === 'handover') return setHandover(draft, value);
  else return false;
  return true;
}

function setBefore(draft: Draft, value: FrontMatterValue): boolean {
  if (!Array.isArray(value)) return false;
  const before = value.flatMap((entry) => readBefore(entry) ?? []);
  if (before.length !== value.length) return false;
  draft.componentsBefore = before;
  return true;
}

function readBefore(entry: FrontMatterValue): ComponentBefore | null {
  if (typeof entry !== 'object' || !('component' in entry)) return null;
  const { component, status, until } = entry;
  const known = COMPONENT_STATUSES.find((each) => each === status);
  const instant = typeof until === 'string' ? parseInstant(until) : null;
  return typeof component !== 'string' || known === undefined || instant === null
    ? null
    : { component, status: known, until: instant };
}

function setHandover(draft: Draft, value: FrontMatterValue): boolean {
  if (typeof value !== 'object' || !('at' in value)) return false;
  const { at, ...rest } = value;
  const begun = typeof at === 'string' ? parseInstant(at) : null;
  if (begun === null || Object.keys(rest).length > 0) return false;
  draft.handover = { at: begun, taken: null };
  return true;
}

function setTaken(draft: Draft, value: FrontMatterValue): boolean {
  const taken = typeof value === 'string' ? parseInstant(value) : null;
  if (draft.handover === null || taken === null) return false;
  draft.handover = { ...draft.handover, taken };
  return true;
}

function setProblem(draft: Draft, id: string, value: FrontMatterValue): boolean {
  const problem = readProblem(value);
  if (problem === null) return false;
  draft.problems[id] = problem;
  return true;
}

function setMilestone(draft: Draft, name: string, value: FrontMatterValue): boolean {
  const milestone = MILESTONES.find((each) => each === name);
  const at = typeof value === 'string' ? parseInstant(value) : null;
  if (milestone === undefined || at === null) return false;
  draft.at = { ...draft.at, [milestone]: at };
  return true;
}

function setFace(draft: Draft, name: string, value: FrontMatterValue): boolean {
  const visibility = VISIBILITIES.find((each) => each === value);
  if (name === 'visibility' && visibility !== undefined) {
    draft.public = { ...draft.public, visibility };
    return true;
  }
  const status = PUBLIC_STATUSES.find((each) => each === value);
  if (draft.public === null) return false;
  if (name === 'status' && status !== undefined) draft.public = { ...draft.public, status };
  else if (name === 'title' && typeof value === 'string')
    draft.public = { ...draft.public, title: value };
  else return false;
  return true;
}

function setRelation(draft: Draft, name: string, value: FrontMatterValue): boolean {
  const texts = textsIn(value);
  if (name === 'caused_by' && texts !== null)
    draft.relations = { ...draft.relations, causedBy: texts };
  else if (name === 'moved' && texts !== null)
    draft.relations = { ...draft.relations, moved: texts };
  else if (name === 'duplicate_of' && typeof value === 'string')
    draft.relations = { ...draft.relations, duplicateOf: value };
  else return false;
  return true;
}

function applyUnset(draft: Draft, [key = '', name, field, ...rest]: readonly string[]): boolean {
  if (rest.length > 0) return false;
  if (key === 'problems') return unsetProblem(draft, name, field);
  if (key === 'taken_by' && name === undefined) {
    draft.takenBy = null;
    return true;
  }
  if (name === undefined || field !== undefined) return false;
  if (key === 'at') draft.at = without(draft.at, name);
  else if (key === 'components') draft.components = without(draft.components, name);
  else return false;
  return true;
}

function unsetProblem(draft: Draft, id: string | undefined, field: string | undefined): boolean {
  const known = id === undefined ? undefined : draft.problems[id];
  if (id === undefined) draft.problems = {};
  else if (field === undefined) draft.problems = without(draft.problems, id);
  else return known !== undefined && setProblem(draft, id, without(known, field));
  return true;
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Readonly<Record<string, Value>> {
  const { [name]: _removed, ...others } = record;
  return others;
}

function textsIn(value: FrontMatterValue): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const texts = value.filter((each) => typeof each === 'string');
  return texts.length === value.length ? texts : null;
}

/** A problem as its schema admits it; null for anything else. */
function readProblem(value: FrontMatterValue): IncidentProblem | null {
  if (typeof value !== 'object' || !('state' in value)) return null;
  const { state, since, at, kind, service, severity, upstream, flapping, ...rest } = value;
  const begun = typeof since === 'string' ? parseInstant(since) : null;
  const changed = typeof at === 'string' ? parseInstant(at) : null;
  const level = INCIDENT_SEVERITIES.find((each) => each === severity);
  const isState = state === 'firing' || state === 'recovered';
  const isKnown = isState && begun !== null && changed !== null && Object.keys(rest).length === 0;
  const areTexts = [service, upstream].every(
    (text) => text === undefined || typeof text === 'string',
  );
  if (!isKnown || !areTexts || (severity !== undefined && level === undefined)) return null;
  return {
    state,
    since: begun,
    at: changed,
    ...(kind === 'report' ? { kind } : {}),
    ...(typeof service === 'string' ? { service } : {}),
    ...(level === undefined ? {} : { severity: level }),
    ...(typeof upstream === 'string' ? { upstream } : {}),
    ...(flapping === true ? { flapping } : {}),
  };
}
