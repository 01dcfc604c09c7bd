// Which incident a decision belongs to. What is confidential meets no signal but those of its own group.
import { isConfidential } from '../incidents/hidden.ts';
import type { Decision } from '../model/decision.ts';
import { mayMove } from '../incidents/lifecycle.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import { activeIn } from './facts.ts';
import { isReport } from './report.ts';
import type { IncidentBook } from './response.ts';

/** The open incident that a decision belongs to; null where it has none. */
export function findActive(book: IncidentBook, decision: Decision): Incident | null {
  const active = activeIn(book).sorted;
  return (
    active.find((incident) => Object.hasOwn(incident.problems, decision.problem.id)) ??
    active.find((incident) => incident.group === decision.group) ??
    active.find((incident) => isOfGroup(incident, decision)) ??
    active.find((incident) => isReport(decision) && isOpenlyAbout(incident, decision)) ??
    null
  );
}

/** The newest incident that is over and that a decision takes up again; null where it has none, or too long ago. */
export function findReopenable(
  book: IncidentBook,
  decision: Decision,
  now: Instant,
): Incident | null {
  const newest = book.incidents.reduce<Incident | null>((latest, incident) => {
    const { resolved } = incident.at;
    const mayReturn = mayMove('relapse', incident.state, 'investigating');
    if (!mayReturn || resolved === undefined || !isOfGroup(incident, decision)) return latest;
    return latest?.at.resolved === undefined || resolved >= latest.at.resolved ? incident : latest;
  }, null);
  const resolved = newest?.at.resolved;
  return resolved === undefined || now >= addMs(resolved, decision.reopenMs) ? null : newest;
}

/**
 * Who declares an incident knows neither sources nor hosts: whatever the group of a signal, it is about what a person
 * declared of its service and environment.
 */
function isOfGroup(incident: Incident, decision: Decision): boolean {
  if (incident.group !== null) return incident.group === decision.group;
  return isOpenlyAbout(incident, decision);
}

/** Customers know no hosts: whatever its group, an incident of their service and environment is theirs. */
function isOpenlyAbout(incident: Incident, { resolution, environment }: Decision): boolean {
  const { service } = resolution;
  const isThere = incident.kind === 'incident' && incident.environment === environment;
  const isMeant = isThere && service !== null && incident.services.includes(service);
  return isMeant && !isConfidential(incident);
}
