// Which failing service explains which other one, along what services need.
import { allNeeds, explain as explainAlong, isPlainlyExplained } from '../correlation/graph.ts';
import { isConfidential } from '../incidents/hidden.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { activeIn, factsOf } from './facts.ts';
import { type IncidentSeverity, isWorse } from '../model/severity.ts';
import type { IncidentBook } from './response.ts';

/** A service that fails, with the active incident that says so. */
export type Failure = {
  readonly incident: Incident;
  readonly since: Instant;
  /** When its newest failure began. */
  readonly freshest: Instant;
  readonly severity: IncidentSeverity;
};

/** Failing services of an environment. */
export type Failures = ReadonlyMap<string, Failure>;

/** The failure that no further failure explains, and the services on the way to it. */
export type Explanation = {
  readonly root: string;
  readonly incident: Incident;
  /** From the explained service to the root, both included. */
  readonly path: readonly string[];
};

/**
 * What fails now in an environment, as the files say; what only customers report explains nothing, and neither does what
 * is confidential.
 */
export function failuresOf(book: IncidentBook, environment: string): Failures {
  const known =
    failuresByList.get(book.incidents) ??
    findFailures(activeIn(book).listed.filter((incident) => !isConfidential(incident)));
  failuresByList.set(book.incidents, known);
  return known.get(environment) ?? NONE;
}

/** What may explain the failures in an incident: in a confidential one what it holds itself. */
export function failuresFor(book: IncidentBook, incident: Incident): Failures {
  return isConfidential(incident)
    ? (findFailures([incident]).get(incident.environment) ?? NONE)
    : failuresOf(book, incident.environment);
}

const NONE: Failures = new Map();

/** By environment, for each list of incidents: whoever waits for time asks for them several times. */
const failuresByList = new WeakMap<IncidentBook['incidents'], ReadonlyMap<string, Failures>>();

function findFailures(incidents: readonly Incident[]): ReadonlyMap<string, Failures> {
  const found = new Map<string, Map<string, Failure>>();
  for (const incident of incidents) {
    const failures = found.get(incident.environment) ?? new Map<string, Failure>();
    found.set(incident.environment, failures);
    for (const [service, failure] of failuresIn(incident)) {
      const known = failures.get(service);
      failures.set(service, known === undefined ? failure : together(known, failure));
    }
  }
  return found;
}

/** Of each incident alone; found once, so that what follows from them can tell whether they are the same. */
const failuresByIncident = new WeakMap<Incident, Failures>();

function failuresIn(incident: Incident): Failures {
  const known = failuresByIncident.get(incident);
  if (known !== undefined) return known;
  const { failing, freshest, severities } = factsOf(incident);
  const failures = new Map<string, Failure>();
  for (const [service, since] of failing)
    failures.set(service, {
      incident,
      since,
      freshest: freshest.get(service) ?? since,
      severity: severities.get(service) ?? incident.severity,
    });
  failuresByIncident.set(incident, failures);
  return failures;
}

/** The failure that came first, as fresh as the newest. */
function together(left: Failure, right: Failure): Failure {
  const first = isBefore(right, left) ? right : left;
  const freshest = laterOf(left.freshest, right.freshest);
  return first.freshest === freshest ? first : { ...first, freshest };
}

/**
 * Why a service fails: of all roots that it can be traced to one that is severe enough, of those the one that failed
 * first, as for a signal; null when it is one itself.
 */
export function explain(
  organisation: Organisation,
  failures: Failures,
  service: string,
): Explanation | null {
  const above = failuresAbove(organisation, failures, service);
  if (above.length === 0) return null;
  const own = failures.get(service);
  if (own === undefined) return findExplanation(organisation, failures, service);
  const known = explanations.get(own);
  if (known?.organisation === organisation && isSame(known.above, above)) return known.explanation;
  const explanation = findExplanation(organisation, failures, service);
  explanations.set(own, { organisation, above, explanation });
  return explanation;
}

/** What explains a failure, for as long as all that fails above it is the same: all of it is asked for after each change. */
const explanations = new WeakMap<
  Failure,
  {
    readonly organisation: Organisation;
    readonly above: readonly Failure[];
    readonly explanation: Explanation | null;
  }
>();

function failuresAbove(
  { services }: Organisation,
  failures: Failures,
  service: string,
): readonly Failure[] {
  const all = allNeeds(services, service);
  if (all.size === 0) return NOTHING;
  const above: Failure[] = [];
  if (failures.size < all.size) {
    for (const [id, failure] of failures) if (all.has(id)) above.push(failure);
    return above;
  }
  for (const id of all) {
    const failure = failures.get(id);
    if (failure !== undefined) above.push(failure);
  }
  return above;
}

const NOTHING: readonly Failure[] = [];

function isSame(left: readonly Failure[], right: readonly Failure[]): boolean {
  return left.length === right.length && left.every((each, at) => each === right[at]);
}

function findExplanation(
  { services, settings }: Organisation,
  failures: Failures,
  service: string,
): Explanation | null {
  const own = failures.get(service);
  const roots = explainAlong(services, service, failingFor(settings, failures, own));
  let best: (Explanation & { readonly rank: string }) | null = null;
  for (const { id, path, isMutual } of roots) {
    const failure = failures.get(id);
    if (failure === undefined) continue;
    // In a circle the first failure explains the others.
    if (isMutual && own !== undefined && !isBefore(failure, own)) continue;
    const isMinor = own !== undefined && isWorse(own.severity, failure.severity);
    const rank = `${isMinor ? 1 : 0} ${failure.since} ${id}`;
    if (best === null || rank < best.rank)
      best = { root: id, incident: failure.incident, path, rank };
  }
  return best;
}

/** Whether anything explains why a service fails. */
export function isExplained(
  organisation: Organisation,
  failures: Failures,
  service: string,
): boolean {
  const { services, settings } = organisation;
  const isFailing = failingFor(settings, failures, failures.get(service));
  return (
    isPlainlyExplained(services, service, isFailing) ||
    explain(organisation, failures, service) !== null
  );
}

/** What has gone on for long did not bring a service down until now. */
function failingFor(
  { explainsForMs }: Organisation['settings'],
  failures: Failures,
  own: Failure | undefined,
): (service: string) => boolean {
  let from: Instant | null = null;
  return (id) => {
    const failure = failures.get(id);
    if (failure === undefined) return false;
    from ??= own === undefined ? BEGINNING : addMs(own.since, -explainsForMs);
    return failure.freshest >= from;
  };
}

/** Whether a service needs another one, however indirectly; itself never. */
export function needs({ services }: Organisation, service: string, other: string): boolean {
  return other !== service && allNeeds(services, service).has(other);
}

/** A path as people read it, the failing service first: `web ← api ← db`. */
export function pathInWords(path: readonly string[]): string {
  return path.join(' ← ');
}

function isBefore(left: Failure, right: Failure): boolean {
  if (left.since !== right.since) return left.since < right.since;
  return left.incident.id < right.incident.id;
}
