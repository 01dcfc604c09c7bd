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
  const all = allAbove(services, above, service);
  const failing = [...all].filter(isFailing);
  if (failing.length === 0) return NOTHING;
  return keep(roots, [service, ...failing].join(' '), () =>
    rootsOf(services, service, [...all], new Set(failing)),
  );
}

/** Everything that a service needs, however indirectly; itself only in a circle. */
export function allNeeds(services: Services, service: string): ReadonlySet<string> {
  return allAbove(services, atlasOf(services).above, service);
}

/** Whether a service needs one of some others, however indirectly; itself only in a circle. */
export function needsAny(services: Services, service: string, others: Iterable<string>): boolean {
  const all = allNeeds(services, service);
  if (all.size === 0) return false;
  for (const other of others) if (all.has(other)) return true;
  return false;
}

const NOTHING: readonly Root[] = [];

/**
 * Whether something that a service needs directly fails, where that is enough to say that it is explained: in a circle
 * it is not, since there the first failure explains the others.
 */
export function isPlainlyExplained(
  services: Services,
  service: string,
  isFailing: (service: string) => boolean,
): boolean {
  const { above } = atlasOf(services);
  const needs = services.get(service)?.needs ?? [];
  if (!needs.some((need) => membersOf(need).every(isFailing))) return false;
  return !allAbove(services, above, service).has(service);
}

function allAbove(services: Services, above: Atlas['above'], service: string): ReadonlySet<string> {
  return above.get(service) ?? keep(above, service, () => reachable(service, needsIn(services)));
}

/** What was found along the dependencies of one set of services. */
type Atlas = {
  /** Everything that a service needs, however indirectly. */
  readonly above: Map<string, ReadonlySet<string>>;
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
  const known = new Map<string, readonly string[]>();
  const edges = (id: string): readonly string[] => {
    const found =
      known.get(id) ??
      needs(id)
        .filter((need) => membersOf(need).every((member) => down.has(member)))
        .flatMap(membersOf);
    known.set(id, found);
    return found;
  };
  const topmost = topmostFrom(service, edges);
  return [...reachable(service, edges)]
    .filter((id) => id !== service && failing.has(id) && topmost.has(id))
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

/**
 * Those above a service that nothing explains but, in a circle, what they explain themselves: the strongly connected
 * components without a way out, by Tarjan's algorithm, so that a long chain is walked once.
 */
function topmostFrom(start: string, edges: Edges): ReadonlySet<string> {
  const walk: Walk = { ranks: new Map(), lowest: new Map(), open: [], isOpen: new Set() };
  const topmost = new Set<string>();
  const leads = new Set<string>();
  const path: Visit[] = [enter(walk, start, edges)];
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const { id } = visit;
    const next = visit.next.pop();
    if (next === undefined) {
      path.pop();
      const component = leave(walk, id);
      const isTopmost = !component.some((member) => leads.has(member));
      for (const member of isTopmost ? component : []) topmost.add(member);
      const below = path.at(-1)?.id;
      if (below !== undefined) comeBack(walk, { below, id, leads });
    } else if (!walk.ranks.has(next)) path.push(enter(walk, next, edges));
    else if (walk.isOpen.has(next)) lower(walk, id, walk.ranks.get(next) ?? 0);
    else leads.add(id);
  }
  return topmost;
}

type Visit = { readonly id: string; readonly next: string[] };

type Walk = {
  readonly ranks: Map<string, number>;
  readonly lowest: Map<string, number>;
  /** What is not in a component yet, in the order of the walk. */
  readonly open: string[];
  readonly isOpen: Set<string>;
};

function enter({ ranks, lowest, open, isOpen }: Walk, id: string, edges: Edges): Visit {
  const rank = ranks.size;
  ranks.set(id, rank);
  lowest.set(id, rank);
  open.push(id);
  isOpen.add(id);
  return { id, next: [...edges(id)] };
}

/** The component that the walk is through with; nothing while it goes on. */
function leave({ ranks, lowest, open, isOpen }: Walk, id: string): readonly string[] {
  if (lowest.get(id) !== ranks.get(id)) return [];
  const component = open.splice(open.lastIndexOf(id));
  for (const member of component) isOpen.delete(member);
  return component;
}

function comeBack(
  walk: Walk,
  {
    below,
    id,
    leads,
  }: { readonly below: string; readonly id: string; readonly leads: Set<string> },
): void {
  if (walk.isOpen.has(id)) lower(walk, below, walk.lowest.get(id) ?? 0);
  else leads.add(below);
}

function lower({ lowest }: Walk, id: string, rank: number): void {
  lowest.set(id, Math.min(lowest.get(id) ?? rank, rank));
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
  for (let id = before.get(to); id !== undefined; id = before.get(id)) path.push(id);
  return path.toReversed();
}
