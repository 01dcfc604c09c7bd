// Which failing service explains which other one, along what services need.
import { type Incident, isActive, serviceOf } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { IncidentBook } from './response.ts';

/** A service that fails, with the active incident that says so. */
export type Failure = { readonly incident: Incident; readonly since: Instant };

/** Failing services of an environment. */
export type Failures = ReadonlyMap<string, Failure>;

/** The failure that no further failure explains, and the services on the way to it. */
export type Explanation = {
  readonly root: string;
  readonly incident: Incident;
  /** From the explained service to the root, both included. */
  readonly path: readonly string[];
};

/** What fails now in an environment, as the files say; what only customers report explains nothing. */
export function failuresOf(book: IncidentBook, environment: string): Failures {
  const failures = new Map<string, Failure>();
  for (const incident of book.incidents) {
    if (!isActive(incident) || incident.environment !== environment) continue;
    for (const problem of Object.values(incident.problems)) {
      const service = serviceOf(incident, problem);
      if (service === null || problem.state !== 'firing' || problem.kind === 'report') continue;
      const failure: Failure = { incident, since: problem.since };
      const known = failures.get(service);
      if (known === undefined || isBefore(failure, known)) failures.set(service, failure);
    }
  }
  return failures;
}

/** Why a service fails: of all roots that it can be traced to, the one that failed first; null when it is one itself. */
export function explain(
  organisation: Organisation,
  failures: Failures,
  service: string,
): Explanation | null {
  const cameFrom = new Map<string, string | null>([[service, null]]);
  const queue = [service];
  let best: { readonly service: string; readonly failure: Failure } | null = null;
  for (const current of queue) {
    const causes = failingNeeds(organisation, failures, current);
    const failure = failures.get(current);
    if (causes.length === 0 && current !== service && failure !== undefined) {
      const isFirst = best === null || isEarlierRoot(failure, current, best);
      if (isFirst) best = { service: current, failure };
    }
    for (const cause of causes) {
      if (cameFrom.has(cause)) continue;
      cameFrom.set(cause, current);
      queue.push(cause);
    }
  }
  if (best === null) return null;
  const { incident } = best.failure;
  return { root: best.service, incident, path: pathTo(best.service, cameFrom) };
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

/** One failing need is enough; of several that can stand in for each other, all have to fail. */
function failingNeeds(
  organisation: Organisation,
  failures: Failures,
  service: string,
): readonly string[] {
  const needs = organisation.services.get(service)?.needs ?? [];
  return needs.flatMap((need) => {
    const services = need.kind === 'service' ? [need.service] : need.services;
    return services.every((each) => failures.has(each)) ? services : [];
  });
}

function isBefore(left: Failure, right: Failure): boolean {
  if (left.since !== right.since) return left.since < right.since;
  return left.incident.id < right.incident.id;
}

function isEarlierRoot(
  failure: Failure,
  service: string,
  best: { readonly service: string; readonly failure: Failure },
): boolean {
  if (failure.since !== best.failure.since) return failure.since < best.failure.since;
  return service < best.service;
}

function pathTo(root: string, cameFrom: ReadonlyMap<string, string | null>): readonly string[] {
  const path: string[] = [];
  for (let step: string | null = root; step !== null; step = cameFrom.get(step) ?? null) {
    path.unshift(step);
  }
  return path;
}
