// Of which products the signals of a service can be. What is read of the service and of the owner's product comes from
// one entry of the map, unless triage, a failure upstream or a project of a tool answers in its place.
import type { OwnerStep } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Service } from '../model/ownership.ts';
import { teamOf } from './cell.ts';
import { confidenceOf } from './confidence.ts';

/** The products that can be read beside each service; a service beside which any can be read, or none, is left out. */
export function productsOfServices(
  organisation: Organisation,
): ReadonlyMap<string, readonly string[]> {
  const strays = productsOfProjects(organisation);
  if (strays === null) return new Map();
  const products = new Map(organisation.products.map((product) => [product.id, product]));
  return new Map(
    [...organisation.services.values()].flatMap((service) =>
      hasTeams(organisation, products, service) && isAlwaysSure(organisation, service)
        ? [[service.id, [...new Set([service.product, ...strays])]] as const]
        : [],
    ),
  );
}

/** The products of projects that name no service, whatever service the tool names beside; null where one may be of any. */
function productsOfProjects({
  sources,
  services,
  products,
}: Organisation): readonly string[] | null {
  const targets = [...sources.values()].flatMap(({ projects }) => [...(projects?.values() ?? [])]);
  const found = targets.flatMap(({ service, product }) =>
    service !== null && services.has(service) ? [] : [product],
  );
  const known = found.flatMap((id) => products.find((product) => product.id === id)?.id ?? []);
  return known.length < found.length ? null : known;
}

/** Whether somebody has every function that a signal may ask for, or nobody on purpose: a failure upstream never answers. */
function hasTeams(
  { functions }: Organisation,
  products: Parameters<typeof teamOf>[0]['products'],
  service: Service,
): boolean {
  const asked = [service.function, ...functions.map(({ id }) => id)];
  return (
    service.unowned !== null ||
    asked.every((discipline) => teamOf({ products }, service, discipline) !== undefined)
  );
}

/** Whether no way to find it is so unsure that triage answers. */
function isAlwaysSure({ settings }: Organisation, service: Service): boolean {
  const stale = service.reviewed === null ? [] : (['stale'] as const);
  const ways: readonly (readonly [OwnerStep, readonly unknown[]])[] = [
    ['alias', service.aliases],
    ['endpoint', service.endpoints],
    ['transaction', service.transactions],
    ['path', service.code],
  ];
  return (
    confidenceOf('service', stale) >= settings.minConfidence &&
    ways.every(
      ([step, entries]) =>
        entries.length === 0 ||
        confidenceOf(step, ['ambiguous', ...stale]) >= settings.minConfidence,
    )
  );
}
