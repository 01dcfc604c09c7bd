// Which failure explains another one: the way from a service up its dependencies to those that fail.
import type { Dependency, Service } from '../model/ownership.ts';

/** Services by id, with what each needs. */
export type Services = ReadonlyMap<string, Pick<Service, 'needs'>>;

/** What fails above a service. */
export type Explanation = {
  /** Failing services above it that nothing above them explains; of a circle every failing member. */
  readonly roots: readonly string[];
  /** From the service to one of the roots, both included. */
  readonly pathTo: (root: string) => readonly string[];
  /** Whether a root needs the service itself, in a circle. */
  readonly isMutual: (root: string) => boolean;
};

/**
 * The failures that explain one of a service: something that it needs fails, or is itself explained, and of `any_of`
 * all members. Null when nothing does. Services in between need not have failed visibly.
 */
export function explain(
  services: Services,
  service: string,
  isFailing: (service: string) => boolean,
): Explanation | null {
  const needs = (id: string): readonly Dependency[] => services.get(id)?.needs ?? [];
  if (needs(service).length === 0) return null;
  const above = reachable(service, (id) => needs(id).flatMap(membersOf));
  const failing = new Set([...above].filter(isFailing));
  if (failing.size === 0) return null;
  const down = downOf(above, failing, needs);
  const edges = (id: string): readonly string[] =>
    needs(id)
      .filter((need) => membersOf(need).every((member) => down.has(member)))
      .flatMap(membersOf);
  const explaining = reachable(service, edges);
  const roots = [...explaining].filter(
    (id) => id !== service && failing.has(id) && isTopmost(id, edges),
  );
  if (roots.length === 0) return null;
  return {
    roots,
    pathTo: (root) => shortestPath(service, root, edges),
    isMutual: (root) => reachable(root, edges).has(service),
  };
}

type Edges = (id: string) => readonly string[];

function membersOf(need: Dependency): readonly string[] {
  return need.kind === 'service' ? [need.service] : need.services;
}

/** Everything that can be reached in one step or more; itself only through a circle. */
function reachable(start: string, edges: Edges): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...edges(start)];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...edges(id));
  }
  return found;
}

/** Services that fail, or that cannot work because of what they need; the smallest such set, also with circles. */
function downOf(
  above: ReadonlySet<string>,
  failing: ReadonlySet<string>,
  needs: (id: string) => readonly Dependency[],
): ReadonlySet<string> {
  const down = new Set(failing);
  for (let size = -1; size !== down.size;) {
    size = down.size;
    for (const id of [...above].toReversed())
      if (needs(id).some((need) => membersOf(need).every((member) => down.has(member))))
        down.add(id);
  }
  return down;
}

/** Nothing explains it but, in a circle, what it explains itself. */
function isTopmost(id: string, edges: Edges): boolean {
  return [...reachable(id, edges)].every((other) => reachable(other, edges).has(id));
}

function shortestPath(from: string, to: string, edges: Edges): readonly string[] {
  const before = new Map<string, string>();
  const waiting = [from];
  for (const id of waiting) {
    if (id === to && id !== from) break;
    for (const next of edges(id)) {
      if (before.has(next) || next === from) continue;
      before.set(next, id);
      waiting.push(next);
    }
  }
  const path = [to];
  for (let id = before.get(to); id !== undefined; id = before.get(id)) path.unshift(id);
  return path;
}
