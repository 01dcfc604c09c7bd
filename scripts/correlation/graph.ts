// Which failure explains another one: the way from a service up its dependencies to those that fail.
import type { Dependency, Service } from '../model/ownership.ts';

/** Services by id, with what each needs. */
export type Services = ReadonlyMap<string, Pick<Service, 'needs'>>;

/** A failing service above another one that nothing above it explains; of a circle every failing member is one. */
export type Root = {
  readonly id: string;
  /** From the explained service to the root, both included. */
  readonly path: readonly string[];
  /** Whether the root needs the explained service itself, in a circle. */
  readonly isMutual: boolean;
};

/**
 * The failures that explain one of a service: something that it needs fails, or is itself explained, and of `any_of`
 * all members. None when nothing does. Services in between need not have failed visibly.
 */
export function explain(
  services: Services,
  service: string,
  isFailing: (service: string) => boolean,
): readonly Root[] {
  const { above, roots } = atlasOf(services);
  const all =
    above.get(service) ?? keep(above, service, () => [...reachable(service, needsIn(services))]);
  const failing = all.filter(isFailing);
  if (failing.length === 0) return NOTHING;
  return keep(roots, [service, ...failing].join(' '), () =>
    rootsOf(services, service, all, new Set(failing)),
  );
}

const NOTHING: readonly Root[] = [];

/** What was found along the dependencies of one set of services. */
type Atlas = {
  /** Everything that a service needs, however indirectly. */
  readonly above: Map<string, readonly string[]>;
  /** By service and what fails above it. */
  readonly roots: Map<string, readonly Root[]>;
};

const atlases = new WeakMap<Services, Atlas>();
const MOST_KNOWN = 2_000;

function atlasOf(services: Services): Atlas {
  const known = atlases.get(services);
  if (known !== undefined) return known;
  const atlas: Atlas = { above: new Map(), roots: new Map() };
  atlases.set(services, atlas);
  return atlas;
}

/** The same few questions come again and again; others must not pile up. */
function keep<Value>(known: Map<string, Value>, name: string, find: () => Value): Value {
  const value = known.get(name);
  if (value !== undefined) return value;
  if (known.size >= MOST_KNOWN) known.clear();
  const found = find();
  known.set(name, found);
  return found;
}

function rootsOf(
  services: Services,
  service: string,
  above: readonly string[],
  failing: ReadonlySet<string>,
): readonly Root[] {
  const needs = (id: string): readonly Dependency[] => services.get(id)?.needs ?? [];
  const down = downOf(above, failing, needs);
  const edges = (id: string): readonly string[] =>
    needs(id)
      .filter((need) => membersOf(need).every((member) => down.has(member)))
      .flatMap(membersOf);
  return [...reachable(service, edges)]
    .filter((id) => id !== service && failing.has(id) && isTopmost(id, edges))
    .map((id) => ({
      id,
      path: shortestPath(service, id, edges),
      isMutual: reachable(id, edges).has(service),
    }));
}

type Edges = (id: string) => readonly string[];

function needsIn(services: Services): Edges {
  return (id) => services.get(id)?.needs.flatMap(membersOf) ?? [];
}

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
  above: readonly string[],
  failing: ReadonlySet<string>,
  needs: (id: string) => readonly Dependency[],
): ReadonlySet<string> {
  const down = new Set(failing);
  for (let size = -1; size !== down.size;) {
    size = down.size;
    for (const id of above.toReversed())
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
