// What is asked of incidents again and again, found once for each incident and each list of them: neither ever changes.
import { type Incident, type IncidentProblem, isActive, serviceOf } from '../model/incident.ts';
import { BEGINNING, type Instant, laterOf } from '../model/instant.ts';
import { type IncidentSeverity, worse } from '../model/severity.ts';
import type { IncidentBook } from './response.ts';

/** What the problems of an incident say together. */
export type IncidentFacts = {
  /** Since when each service fails; what only customers report explains nothing. */
  readonly failing: ReadonlyMap<string, Instant>;
  /** When the newest failure of each began. */
  readonly freshest: ReadonlyMap<string, Instant>;
  /** How bad the worst failure of each is. */
  readonly severities: ReadonlyMap<string, IncidentSeverity>;
  /** When a problem of each recovered last. */
  readonly recovered: ReadonlyMap<string, Instant>;
  /** Services of all that fires; null among them where none is known. */
  readonly firing: ReadonlySet<string | null>;
  /** Services of what fires and nothing was said to explain. */
  readonly unexplained: ReadonlySet<string | null>;
  /** What fires and another failure explains, by service. */
  readonly explained: ReadonlyMap<string | null, ExplainedProblems>;
  /** Ids of the problems that flap. */
  readonly flapping: readonly string[];
  /** The last change of a problem, or what people said of the incident after it. */
  readonly quietSince: Instant;
};

/** Problems with their ids. */
export type ExplainedProblems = readonly (readonly [string, IncidentProblem])[];

const factsByIncident = new WeakMap<Incident, IncidentFacts>();

/** What the problems of an incident say together. */
export function factsOf(incident: Incident): IncidentFacts {
  const known = factsByIncident.get(incident);
  if (known !== undefined) return known;
  const facts = findFacts(incident);
  factsByIncident.set(incident, facts);
  return facts;
}

function findFacts(incident: Incident): IncidentFacts {
  const { problems, at } = incident;
  const failing = new Map<string, Instant>();
  const freshest = new Map<string, Instant>();
  const severities = new Map<string, IncidentSeverity>();
  const recovered = new Map<string, Instant>();
  const firing = new Set<string | null>();
  const unexplained = new Set<string | null>();
  let isExplaining = false;
  let isFlapping = false;
  let quietSince = at.mitigated ?? at.declared ?? BEGINNING;
  for (const problem of Object.values(problems)) {
    quietSince = laterOf(quietSince, problem.at);
    isFlapping ||= problem.flapping === true;
    const service = serviceOf(incident, problem);
    if (problem.state !== 'firing') {
      if (service !== null)
        recovered.set(service, laterOf(recovered.get(service) ?? BEGINNING, problem.at));
      continue;
    }
    firing.add(service);
    if (problem.upstream === undefined) unexplained.add(service);
    else isExplaining = true;
    if (service === null || problem.kind === 'report') continue;
    const known = failing.get(service);
    if (known === undefined || problem.since < known) failing.set(service, problem.since);
    freshest.set(service, laterOf(freshest.get(service) ?? BEGINNING, problem.since));
    const severity = problem.severity ?? incident.severity;
    severities.set(service, worse(severities.get(service) ?? severity, severity));
  }
  const flapping = isFlapping
    ? Object.keys(problems).filter((id) => problems[id]?.flapping === true)
    : [];
  const explained = isExplaining ? explainedIn(incident) : NOTHING;
  return {
    failing,
    freshest,
    severities,
    recovered,
    firing,
    unexplained,
    explained,
    flapping,
    quietSince,
  };
}

const NOTHING: IncidentFacts['explained'] = new Map();

function explainedIn(incident: Incident): IncidentFacts['explained'] {
  const impacted = Object.entries(incident.problems).filter(
    ([, problem]) => problem.upstream !== undefined && problem.state === 'firing',
  );
  return Map.groupBy(impacted, ([, problem]) => serviceOf(incident, problem));
}

/** The active ones of a list of incidents, as the list has them and in the order of their ids. */
export type ActiveIncidents = {
  readonly listed: readonly Incident[];
  readonly sorted: readonly Incident[];
};

const activeByList = new WeakMap<IncidentBook['incidents'], ActiveIncidents>();

const resolvedByList = new WeakMap<IncidentBook['incidents'], readonly Incident[]>();

/** The incidents of a book that are resolved and not closed. */
export function resolvedIn({ incidents }: IncidentBook): readonly Incident[] {
  const known = resolvedByList.get(incidents);
  if (known !== undefined) return known;
  const resolved = incidents.filter(({ state }) => state === 'resolved');
  resolvedByList.set(incidents, resolved);
  return resolved;
}

/** The active incidents of a book. */
export function activeIn({ incidents }: IncidentBook): ActiveIncidents {
  const known = activeByList.get(incidents);
  if (known !== undefined) return known;
  const listed = incidents.filter(isActive);
  const active: ActiveIncidents = {
    listed,
    sorted: listed.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
  };
  activeByList.set(incidents, active);
  return active;
}
