// The internal view: teams with what they own and plan, and everything else that people inside see.
import { workOf } from '../maintenance/words.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Team } from '../model/ownership.ts';
import { viewIncident } from './incident-view.ts';
import { viewInside } from './inside/inside.ts';
import type { PublicationInput } from './public-view.ts';
import { withholdRestricted } from './restricted.ts';
import { viewSchedule } from './schedule-view.ts';
import type { IncidentView, InternalView, TeamView } from './view.ts';

/** Builds the internal view: a page for each team, in the order of their names. Restricted words stay out of it. */
export function viewInternal(whole: PublicationInput): InternalView {
  const input = withholdRestricted(whole);
  const teams = [...input.organisation.teams.values()].toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  );
  return { teams: teams.map((team) => viewTeam(input, team)), inside: viewInside(input) };
}

function viewTeam({ organisation, incidents, now }: PublicationInput, team: Team): TeamView {
  return {
    id: team.id,
    name: team.name,
    lead: team.lead,
    maintenance: maintenanceOf(organisation, incidents, { team: team.id, now }),
    services: servicesOf(organisation, team.id),
  };
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
      const { state, at } = incident;
      const schedule = viewSchedule(
        work,
        now,
        state === 'declined' ? (at.closed ?? BEGINNING) : null,
      );
      if (!schedule.occurrences.some((each) => each.until > since)) return [];
      const { translations: _forCustomers, ...view } = viewIncident(incident, new Map(), null, now);
      return [{ ...view, title: incident.title, schedule }];
    })
    .toSorted((left, right) => (left.id < right.id ? 1 : -1));
}

const MAINTENANCE_BACK_MS = 90 * 86_400_000;
