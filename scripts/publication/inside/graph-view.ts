// The services and what they cannot work without; where each stands in the picture is the page's matter.
import type { Organisation } from '../../model/organisation.ts';
import type { Service } from '../../model/ownership.ts';
import { type IncidentSeverity, worse } from '../../model/severity.ts';
import type { GraphEdgeView, GraphView } from './view.ts';
import type { InsideIncident } from './incident-views.ts';

/** The graph of the services. */
export function viewGraph(
  { services, products }: Organisation,
  incidents: readonly InsideIncident[],
): GraphView {
  const edges = [...services.values()].flatMap(edgesOf).filter(({ to }) => services.has(to));
  const names = new Map(products.map(({ id, name }) => [id, name]));
  const open = worstOpen(incidents);
  return {
    nodes: [...services.values()].map(({ id, name, tier, product }) => ({
      id,
      name,
      tier,
      product: names.get(product) ?? product,
      open: open.get(id) ?? null,
    })),
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

function worstOpen(incidents: readonly InsideIncident[]): ReadonlyMap<string, IncidentSeverity> {
  const found = new Map<string, IncidentSeverity>();
  for (const { services, severity } of incidents.filter(({ isOpen }) => isOpen))
    for (const service of services) {
      const known = found.get(service);
      found.set(service, known === undefined ? severity : worse(known, severity));
    }
  return found;
}
