// Which failing service explains which other one, along what services need.
import { explain as explainAlong, isPlainlyExplained } from '../correlation/graph.ts';
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
    const facts = factsOf(incident);
    for (const [service, since] of facts.failing) {
      const failure: Failure = {
        incident,
        since,
        freshest: facts.freshest.get(service) ?? since,
        severity: facts.severities.get(service) ?? incident.severity,
      };
      const known = failures.get(service);
      const first = known === undefined || isBefore(failure, known) ? failure : known;
      const freshest = laterOf(failure.freshest, known?.freshest ?? failure.freshest);
      failures.set(service, { ...first, freshest });
    }
  }
  return found;
}

/**
 * Why a service fails: of all roots that it can be traced to one that is severe enough, of those the one that failed
 * first, as for a signal; null when it is one itself.
 */
export function explain(
  { services, settings }: Organisation,
  failures: Failures,
  service: string,
): Explanation | null {
  // Most of what fails needs nothing, and all of it is asked for after each change.
  if ((services.get(service)?.needs.length ?? 0) === 0) return null;
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

/** Everything that a service needs, however indirectly. */
export function needsOf(organisation: Organisation, service: string): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [service];
  for (const current of queue) {
    for (const need of organisation.services.get(current)?.needs ?? []) {
      const services = need.kind === 'service' ? [need.service] : need.services;
      for (const each of services) {
        if (found.has(each) || each === service) continue;
        found.add(each);
        queue.push(each);
      }
    }
  }
  return found;
}

/** A path as people read it, the failing service first: `web ← api ← db`. */
export function pathInWords(path: readonly string[]): string {
  return path.join(' ← ');
}

function isBefore(left: Failure, right: Failure): boolean {
  if (left.since !== right.since) return left.since < right.since;
  return left.incident.id < right.incident.id;
}
