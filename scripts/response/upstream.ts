// Which failing service explains which other one, along what services need.
import { explain as explainAlong } from '../correlation/graph.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { activeIn, factsOf } from './facts.ts';
import type { IncidentBook } from './response.ts';

/** A service that fails, with the active incident that says so. */
export type Failure = {
  readonly incident: Incident;
  readonly since: Instant;
  /** When its newest failure began. */
  readonly freshest: Instant;
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

/** What fails now in an environment, as the files say; what only customers report explains nothing. */
export function failuresOf(book: IncidentBook, environment: string): Failures {
  const failures = new Map<string, Failure>();
  for (const incident of activeIn(book).listed) {
    if (incident.environment !== environment) continue;
    const facts = factsOf(incident);
    for (const [service, since] of facts.failing) {
      const failure: Failure = { incident, since, freshest: facts.freshest.get(service) ?? since };
      const known = failures.get(service);
      const first = known === undefined || isBefore(failure, known) ? failure : known;
      const freshest = laterOf(failure.freshest, known?.freshest ?? failure.freshest);
      failures.set(service, { ...first, freshest });
    }
  }
  return failures;
}

/** Why a service fails: of all roots that it can be traced to, the one that failed first; null when it is one itself. */
export function explain(
  { services, settings }: Organisation,
  failures: Failures,
  service: string,
): Explanation | null {
  const own = failures.get(service);
  // What has gone on for long did not bring it down until now.
  const from = own === undefined ? BEGINNING : addMs(own.since, -settings.explainsForMs);
  const roots = explainAlong(
    services,
    service,
    (id) => (failures.get(id)?.freshest ?? BEFORE_ALL) >= from,
  );
  if (roots.length === 0) return null;
  const [best] = roots
    .flatMap(({ id, path, isMutual }) => {
      const failure = failures.get(id);
      // In a circle the first failure explains the others.
      const isFirst = failure !== undefined && (own === undefined || isBefore(failure, own));
      return failure === undefined || (isMutual && !isFirst) ? [] : [{ id, path, failure }];
    })
    .toSorted((left, right) =>
      left.failure.since === right.failure.since
        ? compare(left.id, right.id)
        : compare(left.failure.since, right.failure.since),
    );
  if (best === undefined) return null;
  return { root: best.id, incident: best.failure.incident, path: best.path };
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

/** Before every instant. */
const BEFORE_ALL = '';

function isBefore(left: Failure, right: Failure): boolean {
  if (left.since !== right.since) return left.since < right.since;
  return left.incident.id < right.incident.id;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left === right ? 0 : 1;
}
