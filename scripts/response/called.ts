// Whom an incident's people called so far. Each problem may bring destinations of its own: a further team's, or those
// that a rule adds for this kind of failure. They hear of the incident with the first problem that names them.
import type { Decision, Destination } from '../model/decision.ts';
import type { Effect, IncidentEdit, Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { isReport } from './report.ts';

/** Destinations of a decision that were not called about an incident yet. A report knows its service at best, and calls none. */
export function uncalled({ called }: Incident, decision: Decision): readonly Destination[] {
  if (isReport(decision) || decision.mode === 'shadow' || called.length >= MOST_CALLED) return [];
  return decision.destinations.filter((each) => !called.includes(lastingName(each)));
}

/** Notes in an incident whom calls name that were not called before. */
export function calledEdits(
  { called }: Pick<Incident, 'called'>,
  calls: readonly Notification[],
): readonly IncidentEdit[] {
  const all = [...new Set([...called, ...calledBy(calls)])].slice(0, MOST_CALLED);
  return all.length === called.length ? [] : [{ kind: 'set', path: ['called'], value: all }];
}

/** The same of the calls among effects that are about the incident. */
export function calledAmong(
  incident: Incident,
  effects: readonly Effect[],
): readonly IncidentEdit[] {
  const calls = effects.flatMap((effect) =>
    effect.kind === 'notify' && effect.incident === incident.id ? [effect] : [],
  );
  return calledEdits(incident, calls);
}

/** Whom calls name, as front matter keeps it. What waits only in case that others hear nothing calls nobody yet. */
export function calledBy(calls: readonly Notification[]): readonly string[] {
  const made = calls.filter(({ isExplained }) => isExplained !== true);
  return [...new Set(made.flatMap(({ destinations }) => destinations.map(lastingName)))];
}

/** Destinations in the words of a timeline. */
export function calledInWords(destinations: readonly Destination[]): string {
  return destinations.map(lastingName).join(', ');
}

/** The destination whoever stands behind it now: the next one on call takes the whole shift over, incidents included. */
function lastingName(destination: Destination): string {
  switch (destination.kind) {
    case 'channel':
      return destination.channel;
    case 'lead':
      return `lead of ${destination.team}`;
    case 'person':
      return `on call ${destination.schedule}`;
  }
}

const MOST_CALLED = 200;
