// What an incident is after edits that only add to it, without reading its file again.
import type { FrontMatterValue, IncidentEdit } from '../model/effect.ts';
import type { Incident, IncidentProblem } from '../model/incident.ts';
import { parseInstant } from '../model/instant.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';

/** The incident that its edited file will give; null where only reading the file can tell. */
export function withEdits(incident: Incident, edits: readonly IncidentEdit[]): Incident | null {
  let keys: ReadonlySet<string> = incident.keys;
  let problems = incident.problems;
  for (const edit of edits) {
    if (edit.kind === 'timeline') keys = keys.union(new Set([edit.key]));
    else if (edit.kind === 'set' && edit.path[0] === 'problems' && edit.path.length === 2) {
      const problem = readProblem(edit.value);
      const id = edit.path[1];
      if (problem === null || id === undefined) return null;
      problems = { ...problems, [id]: problem };
    } else if (edit.kind !== 'signal') return null;
  }
  return { ...incident, keys, problems };
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
