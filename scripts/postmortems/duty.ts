// Who sees to a post-mortem, until when, and whether there should be one now.
import type { Incident } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { isPostmortemRequired } from './gate.ts';

/** The login of whoever sees to it: whom people named when they began it, else the incident's manager, else its lead, else the lead of the owning team. */
export function postmortemOwner(organisation: Organisation, incident: Incident): string | null {
  const { manager, lead } = incident.roles;
  return (
    incident.postmortemBegun?.owner ??
    manager ??
    lead ??
    leadOf(organisation, incident) ??
    triageLead(organisation)
  );
}

/** Who reads it before it is reviewed: everybody with a role and the lead of the owning team, the owner left out. */
export function postmortemReviewers(
  organisation: Organisation,
  incident: Incident,
): readonly string[] {
  const lead = leadOf(organisation, incident);
  const known = new Set([...Object.values(incident.roles), ...(lead === null ? [] : [lead])]);
  known.delete(postmortemOwner(organisation, incident) ?? '');
  return [...known];
}

/** The calendar day until which it is promised: counted from the resolution, before that from the declaration. */
export function postmortemDue(organisation: Organisation, incident: Incident): string {
  return dueFrom(organisation, incident, incident.at.resolved ?? incident.at.declared ?? BEGINNING);
}

/** The day that was promised before the incident was resolved. */
export function earlierDue(organisation: Organisation, incident: Incident): string {
  return dueFrom(organisation, incident, incident.at.declared ?? BEGINNING);
}

/** Whether there should be a post-mortem by now: somebody began it, or the level asks for it from here on. */
export function isPostmortemDueToBegin(organisation: Organisation, incident: Incident): boolean {
  if (incident.state === 'closed' || incident.postmortem !== null) return false;
  if (incident.postmortemBegun !== null) return true;
  if (!isPostmortemRequired(organisation, incident)) return false;
  const { from } = organisation.levels[incident.severityMax].postmortem;
  return from === 'declared' ? incident.state !== 'triage' : incident.state === 'resolved';
}

function dueFrom(organisation: Organisation, incident: Incident, start: Instant): string {
  return utcDay(addMs(start, organisation.levels[incident.severityMax].postmortem.dueMs));
}

function leadOf(organisation: Organisation, incident: Incident): string | null {
  return organisation.teams.get(incident.owner.team)?.lead ?? null;
}

function triageLead(organisation: Organisation): string | null {
  return organisation.teams.get(organisation.settings.triage)?.lead ?? null;
}
