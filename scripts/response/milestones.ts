// Instants of an incident's life: whatever arrives in whatever order, they never run backwards.
import type { IncidentEdit } from '../model/effect.ts';
import { type Incident, MILESTONES } from '../model/incident.ts';
import { type Instant, laterOf } from '../model/instant.ts';

/** The name of a milestone. */
export type Milestone = (typeof MILESTONES)[number];

/** The instant itself, or that of an earlier milestone if it lies before one. */
export function notBefore(incident: Incident, name: Milestone, at: Instant): Instant {
  return earlierThan(name).reduce<Instant>(
    (latest, each) => laterOf(latest, incident.at[each] ?? latest),
    at,
  );
}

/** Sets a milestone; later ones that it overtakes belong to a life before and are removed. */
export function reach(incident: Incident, name: Milestone, at: Instant): readonly IncidentEdit[] {
  const value = notBefore(incident, name, at);
  const overtaken = laterThan(name).filter((each) => (incident.at[each] ?? value) < value);
  return [...forget(incident, overtaken), { kind: 'set', path: ['at', name], value }];
}

/** Removes milestones that no longer hold. */
export function forget(incident: Incident, names: readonly Milestone[]): readonly IncidentEdit[] {
  return names
    .filter((name) => incident.at[name] !== undefined)
    .map((name) => ({ kind: 'unset', path: ['at', name] }));
}

/** Whether a milestone is not reached and would overtake no later one. */
export function isStillAhead(incident: Incident, name: Milestone, at: Instant): boolean {
  return (
    incident.at[name] === undefined &&
    laterThan(name).every((each) => (incident.at[each] ?? at) >= at)
  );
}

function earlierThan(name: Milestone): readonly Milestone[] {
  return MILESTONES.slice(0, MILESTONES.indexOf(name));
}

function laterThan(name: Milestone): readonly Milestone[] {
  return MILESTONES.slice(MILESTONES.indexOf(name) + 1);
}
