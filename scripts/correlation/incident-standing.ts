// What incident files alone tell of the past: all that writers without a store know, and what is left when one is lost.
import { type Incident, type IncidentProblem, serviceOf } from '../model/incident.ts';
import type { StandingProblem } from '../model/standing.ts';
import { noteIncidents, recall, type Standing, startStanding } from './standing.ts';

/** The standing that incident files tell. `isLive` says whether the incidents of a team lead to calls. */
export function standingOfIncidents(
  incidents: readonly Incident[],
  isLive: (team: string) => boolean,
): Standing {
  const standing = startStanding();
  recallIncidents(standing, incidents, isLive);
  return standing;
}

/** Adds the problems of incident files that are not known otherwise, and what the incidents say now. */
export function recallIncidents(
  standing: Standing,
  incidents: readonly Incident[],
  isLive: (team: string) => boolean,
): void {
  const newest = new Map<
    string,
    { readonly incident: Incident; readonly state: IncidentProblem }
  >();
  for (const incident of incidents)
    for (const [id, state] of Object.entries(incident.problems)) {
      const known = newest.get(id)?.state;
      if (known === undefined || isNewer(state, known)) newest.set(id, { incident, state });
    }
  for (const [id, { incident, state }] of newest)
    recall(standing, toStanding(id, incident, state, isLive(incident.owner.team)));
  noteIncidents(standing, incidents);
}

function isNewer(problem: IncidentProblem, known: IncidentProblem): boolean {
  return problem.at === known.at ? problem.state === 'recovered' : problem.at > known.at;
}

function toStanding(
  id: string,
  incident: Incident,
  problem: IncidentProblem,
  isLive: boolean,
): StandingProblem {
  const { state, since, at } = problem;
  const source = id.split('/')[0] ?? id;
  const { environment, owner } = incident;
  const severity = problem.severity ?? incident.severity;
  const service = serviceOf(incident, problem);
  return {
    problem: { id, source, state, since, at, key: '', count: 1 },
    incident: incident.id,
    facts: {
      service,
      environment,
      fields: {
        source,
        environment,
        incident_severity: severity,
        team: owner.team,
        function: owner.function,
        ...(service === null ? {} : { service }),
        ...(owner.product === null ? {} : { product: owner.product }),
      },
      severity,
      // For what is only explained nobody was called.
      isLive: isLive && problem.upstream === undefined,
      heldBy: null,
      recoveredAt: state === 'recovered' ? at : null,
    },
  };
}
