// One team's page, for people inside: what needs action first.
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Team } from '../model/ownership.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { personOnCall } from '../oncall/schedule.ts';
import { isPublished, viewIncident } from './incident-view.ts';
import type { PublicationInput } from './public-view.ts';
import { viewSchedule, workOf } from './schedule-view.ts';
import type { IncidentView, InternalView, TeamIncidentView, TeamView } from './view.ts';

/** Builds the internal view: a page for each team, in the order of their names. */
export function viewInternal(input: PublicationInput): InternalView {
  const teams = [...input.organisation.teams.values()].toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  );
  return { teams: teams.map((team) => viewTeam(input, team)) };
}

const PAST_SHOWN = 20;

function viewTeam(
  { organisation, incidents, postmortems, now }: PublicationInput,
  team: Team,
): TeamView {
  const own = incidents
    .filter((incident) => incident.kind === 'incident' && incident.owner.team === team.id)
    .toSorted(newestFirst);
  const open = own.filter(isActive);
  const ids = new Set(own.map((incident) => incident.id));
  return {
    id: team.id,
    name: team.name,
    mission: team.mission,
    lead: team.lead,
    onCall: onCallOf(organisation, team, now),
    open: open.map(viewRow),
    unacknowledged: open.filter((incident) => incident.at.acknowledged === undefined).length,
    postmortemsDue: postmortems
      .filter((postmortem) => ids.has(postmortem.incident))
      .flatMap((postmortem) => dueOf(postmortem, now)),
    overdueActions: postmortems.flatMap((postmortem) => overdueOf(postmortem, team.id, now)),
    past: own
      .filter((incident) => !isActive(incident))
      .slice(0, PAST_SHOWN)
      .map(viewRow),
    maintenance: maintenanceOf(organisation, incidents, { team: team.id, now }),
    services: servicesOf(organisation, team.id),
  };
}

function onCallOf(organisation: Organisation, team: Team, now: Instant): string | null {
  const schedule = team.schedule === null ? undefined : organisation.schedules.get(team.schedule);
  return schedule === undefined ? null : personOnCall(schedule, now);
}

function viewRow(incident: Incident): TeamIncidentView {
  return {
    id: incident.id,
    title: incident.title,
    severity: incident.severity,
    category: incident.category,
    state: incident.state,
    service: incident.services[0] ?? null,
    startedAt: beginOf(incident),
    acknowledgedAt: incident.at.acknowledged ?? null,
    resolvedAt: incident.at.resolved ?? null,
    reports: Object.values(incident.problems).filter((problem) => problem.kind === 'report').length,
    isPublic: isPublished(incident),
  };
}

function dueOf(postmortem: Postmortem, now: Instant): TeamView['postmortemsDue'] {
  const isOpen = postmortem.state === 'draft' || postmortem.state === 'in_review';
  return isOpen
    ? [
        {
          incident: postmortem.incident,
          due: postmortem.due,
          overdue: postmortem.due < utcDay(now),
        },
      ]
    : [];
}

function overdueOf(postmortem: Postmortem, team: string, now: Instant): TeamView['overdueActions'] {
  return postmortem.actionItems.flatMap((item) =>
    item.ownerTeam === team &&
    item.status === 'accepted' &&
    item.due !== null &&
    item.due < utcDay(now)
      ? [{ incident: postmortem.incident, id: item.id, title: item.title, due: item.due }]
      : [],
  );
}

function servicesOf(organisation: Organisation, team: string): TeamView['services'] {
  return [...organisation.services.values()].flatMap((service) =>
    Object.entries(service.teams).flatMap(([discipline, owner]) =>
      owner === team
        ? [{ id: service.id, name: service.name, function: discipline, tier: service.tier }]
        : [],
    ),
  );
}

/** In the words of people inside, whether or not the public hears of it. */
function maintenanceOf(
  organisation: Organisation,
  incidents: readonly Incident[],
  { team, now }: { readonly team: string; readonly now: Instant },
): readonly IncidentView[] {
  const since = addMs(now, -MAINTENANCE_BACK_MS);
  return incidents
    .filter(({ kind, owner, services, state }) => {
      const owners = services.flatMap((id) =>
        Object.values(organisation.services.get(id)?.teams ?? {}),
      );
      return (
        kind === 'maintenance' &&
        state !== 'duplicate' &&
        (owner.team === team || owners.includes(team))
      );
    })
    .flatMap((incident) => {
      const work = workOf(incident);
      if (work === null) return [];
      const schedule = viewSchedule(work, now, incident.state === 'declined');
      if (!schedule.occurrences.some((each) => each.until > since)) return [];
      const view = viewIncident(incident, new Map(), null, now);
      return [{ ...view, title: incident.title, schedule }];
    })
    .toSorted((left, right) => (left.id < right.id ? 1 : -1));
}

const MAINTENANCE_BACK_MS = 90 * 86_400_000;

function newestFirst(left: Incident, right: Incident): number {
  return beginOf(left) < beginOf(right) ? 1 : -1;
}

function beginOf(incident: Incident): Instant {
  return incident.at.started ?? incident.at.declared ?? BEGINNING;
}
