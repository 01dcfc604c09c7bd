// The services in layers: each stands left of everything that it needs. Circles, which the check of the files refuses,
// do no harm here.
import type { Organisation } from '../../model/organisation.ts';
import type { Service } from '../../model/ownership.ts';
import { type IncidentSeverity, worse } from '../../model/severity.ts';
import type { GraphEdgeView, GraphView, InsideIncident } from './view.ts';

/** The graph of the services. */
export function viewGraph(
  { services, products }: Organisation,
  incidents: readonly InsideIncident[],
): GraphView {
  const edges = [...services.values()].flatMap(edgesOf).filter(({ to }) => services.has(to));
  const depths = depthsOf([...services.keys()], edges);
  const names = new Map(products.map(({ id, name }) => [id, name]));
  const open = worstOpen(incidents);
  const layers: Service[][] = [];
  for (const service of services.values()) {
    const depth = depths.get(service.id) ?? 0;
    while (layers.length <= depth) layers.push([]);
    layers[depth]?.push(service);
  }
  const ordered = untangle(
    layers.toReversed().map((layer) => layer.map(({ id }) => id)),
    edges,
  );
  return {
    layers: ordered.map((layer) =>
      layer.flatMap((id) => {
        const service = services.get(id);
        if (service === undefined) return [];
        const { name, tier, product } = service;
        return [
          { id, name, tier, product: names.get(product) ?? product, open: open.get(id) ?? null },
        ];
      }),
    ),
    edges,
  };
}

function edgesOf({ id, needs }: Service): readonly GraphEdgeView[] {
  return needs.flatMap((need) => {
    const isAlternative = need.kind === 'any_of';
    const services = need.kind === 'any_of' ? need.services : [need.service];
    return services.map((to) => ({ from: id, to, isAlternative }));
  });
}

/** How many steps each service stands above the deepest thing that it needs. */
function depthsOf(
  ids: readonly string[],
  edges: readonly GraphEdgeView[],
): ReadonlyMap<string, number> {
  const needs = Map.groupBy(edges, ({ from }) => from);
  const depths = new Map<string, number>();
  const visiting = new Set<string>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    if (visiting.has(id)) return 0;
    visiting.add(id);
    const below = (needs.get(id) ?? []).map(({ to }) => depthOf(to) + 1);
    visiting.delete(id);
    const depth = Math.max(0, ...below);
    depths.set(id, depth);
    return depth;
  };
  for (const id of ids) depthOf(id);
  return depths;
}

const SWEEPS = 8;

/** Moves each service towards the middle of its neighbours, forth and back, which lets fewer lines cross. */
function untangle(
  layers: readonly (readonly string[])[],
  edges: readonly GraphEdgeView[],
): readonly (readonly string[])[] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  let ordered = layers;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const place = new Map(
      ordered.flatMap((layer) => layer.map((id, row) => [id, (row + 0.5) / layer.length])),
    );
    ordered = ordered.map((layer) => {
      const wish = new Map(layer.map((id) => [id, middleOf(neighbours.get(id), place, id)]));
      return layer.toSorted((left, right) => (wish.get(left) ?? 0) - (wish.get(right) ?? 0));
    });
  }
  return ordered;
}

function middleOf(
  neighbours: readonly string[] | undefined,
  place: ReadonlyMap<string, number>,
  id: string,
): number {
  const own = place.get(id) ?? 0;
  if (neighbours === undefined) return own;
  const sum = neighbours.reduce((total, each) => total + (place.get(each) ?? own), 0);
  return sum / neighbours.length;
}

function worstOpen(incidents: readonly InsideIncident[]): ReadonlyMap<string, IncidentSeverity> {
  const found = new Map<string, IncidentSeverity>();
  for (const { isOpen, service, severity } of incidents) {
    if (!isOpen || service === null) continue;
    const known = found.get(service);
    found.set(service, known === undefined ? severity : worse(known, severity));
  }
  return found;
}
