// A group may span teams. The first problem of a further team calls that team, once in an incident.
import { keyOf } from '../correlation/key.ts';
import type { Decision } from '../model/decision.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { entryAbout } from './links.ts';
import { isReport } from './report.ts';

/** Notes that a decision's team is called for the first time; nothing for the incident's own team or one that was. */
export function callFurtherTeam(incident: Incident, decision: Decision): readonly IncidentEdit[] {
  const { team } = decision.resolution.owner;
  const what = [incident.id, 'called', team];
  const isKnown = team === incident.owner.team || incident.keys.has(keyOf(what));
  // A report knows its service at best, and never calls.
  if (isKnown || isReport(decision) || decision.destinations.length === 0) return [];
  return [entryAbout(decision.receivedAt, `[joined] ${team} is called too`, what)];
}
