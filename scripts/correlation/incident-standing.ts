// What incident files alone tell of the past: all that writers without a store know, and what is left when one is lost.
import { type Incident, type IncidentProblem, serviceOf } from '../model/incident.ts';
import type { IncidentSeverity } from '../model/severity.ts';
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
  const source = sourceOf(id);
  const severity = problem.severity ?? incident.severity;
  const service = serviceOf(incident, problem);
  return {
    problem: { id, source, state, since, at, key: '', count: 1 },
    incident: incident.id,
    facts: {
      service,
      environment: incident.environment,
      fields: fieldsOf(incident, { source, service, severity }),
      severity,
      // For what is only explained nobody was called.
      isLive: isLive && problem.upstream === undefined,
      heldBy: null,
      recoveredAt: state === 'recovered' ? at : null,
    },
  };
}

type Fields = StandingProblem['facts']['fields'];

/** What rules read of the signals of an incident: of each of its problems, and of its services that none of them names. One at least. */
export function signalFields(incident: Incident): readonly Fields[] {
  const { severity, services } = incident;
  const problems = Object.entries(incident.problems).map(([id, problem]) => ({
    source: sourceOf(id),
    service: serviceOf(incident, problem),
    severity: problem.severity ?? severity,
  }));
  const named = new Set(problems.map(({ service }) => service));
  const others = services
    .filter((service) => !named.has(service))
    .map((service) => ({ source: null, service, severity }));
  const all = [...problems, ...others];
  const signals = all.length === 0 ? [{ source: null, service: null, severity }] : all;
  return signals.map((signal) => fieldsOf(incident, signal));
}

function sourceOf(problem: string): string {
  return problem.split('/')[0] ?? problem;
}

function fieldsOf(
  { environment, owner }: Incident,
  signal: {
    readonly source: string | null;
    readonly service: string | null;
    readonly severity: IncidentSeverity;
  },
): Fields {
  const { source, service, severity } = signal;
  return {
    ...(source === null ? {} : { source }),
    environment,
    incident_severity: severity,
    team: owner.team,
    function: owner.function,
    ...(service === null ? {} : { service }),
    ...(owner.product === null ? {} : { product: owner.product }),
  };
}
