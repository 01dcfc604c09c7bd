// Who sees to a post-mortem, until when, and whether there should be one now.
import type { Incident } from '../model/incident.ts';
import { addMs, BEGINNING, DAY_MS, type Instant, utcDay } from '../model/instant.ts';
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
  const { dueMs } = organisation.levels[incident.severityMax].postmortem;
  return utcDay(addMs(startOf(incident), dueMs));
}

/** When everybody who was there talks about it, as proposed: halfway to the day that was promised, on a working day. */
export function postmortemMeeting(organisation: Organisation, incident: Incident): Instant {
  return halfwayTo(startOf(incident), postmortemDue(organisation, incident));
}

/** Whether there should be a post-mortem by now: somebody began it, or the level asks for it from here on. */
export function isPostmortemDueToBegin(organisation: Organisation, incident: Incident): boolean {
  if (incident.state === 'closed' || incident.postmortem !== null) return false;
  if (incident.postmortemBegun !== null) return true;
  if (!isPostmortemRequired(organisation, incident)) return false;
  const { from } = organisation.levels[incident.severityMax].postmortem;
  return from === 'declared' ? incident.state !== 'triage' : incident.state === 'resolved';
}

function startOf({ at }: Incident): Instant {
  return at.resolved ?? at.declared ?? BEGINNING;
}

/** A weekend moves it to the Friday before, or to the Monday after, as long as that is in time. */
function halfwayTo(start: Instant, due: string): Instant {
  const first = Date.parse(`${utcDay(start)}T10:00:00.000Z`);
  const last = Date.parse(`${due}T10:00:00.000Z`);
  const day = first + Math.ceil(Math.max(0, last - first) / 2 / DAY_MS) * DAY_MS;
  const near = [0, -1, -2, 1, 2].map((days) => day + days * DAY_MS);
  const found = near.find((at) => at > first && at <= last && isWorkday(at)) ?? day;
  return new Date(found).toISOString();
}

function isWorkday(at: number): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday > 0 && weekday < 6;
}

function leadOf(organisation: Organisation, incident: Incident): string | null {
  return organisation.teams.get(incident.owner.team)?.lead ?? null;
}

function triageLead(organisation: Organisation): string | null {
  return organisation.teams.get(organisation.settings.triage)?.lead ?? null;
}
