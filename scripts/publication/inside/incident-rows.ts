// An incident as a row of the internal lists: where it stands, who has it, what is due next.
import { type Incident, isActive, isTaken } from '../../model/incident.ts';
import { BEGINNING, type Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { clocksOf, isMissed, nextClock } from '../../rooms/clocks.ts';
import { beginOf } from './times.ts';
import type { InsideIncident } from './incident-views.ts';

/** The row of an incident. `postmortem` is the one that it names, or its own. */
export function viewRow(
  organisation: Organisation,
  incident: Incident,
  postmortem: Postmortem | null,
  now: Instant,
): InsideIncident {
  const clocks = clocksOf(organisation, incident, postmortem);
  const next = nextClock(clocks);
  return {
    id: incident.id,
    title: incident.title,
    severity: incident.severity,
    category: incident.category,
    state: incident.state,
    team: incident.owner.team,
    function: incident.owner.function,
    product: incident.owner.product,
    service: incident.services[0] ?? null,
    services: incident.services,
    startedAt: beginOf(incident) ?? BEGINNING,
    detectedAt: incident.at.detected ?? null,
    acknowledgedAt: incident.at.acknowledged ?? null,
    takenBy: incident.takenBy,
    takenOverAt: incident.handover?.taken ?? null,
    isTaken: isTaken(incident),
    resolvedAt: incident.at.resolved ?? null,
    people: Object.entries(incident.roles).map(([role, login]) => ({ role, login })),
    next: next === null ? null : { kind: next.kind, due: next.due },
    overdue: clocks
      .filter((clock) => clock.done === null && isMissed(clock, now))
      .map(({ kind }) => kind),
    isOpen: isActive(incident),
    reports: Object.values(incident.problems).filter(({ kind }) => kind === 'report').length,
  };
}
