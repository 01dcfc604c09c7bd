// Who answers for what: services by functions, what stands in for the rest, and what is covered of what was seen.
import type { Organisation } from '../../model/organisation.ts';
import type { Service } from '../../model/ownership.ts';
import type { Coverage } from '../../ownership/coverage.ts';
import type { OwnedServiceView, OwnershipView } from './view.ts';

/** The ownership map. */
export function viewOwnership(
  organisation: Organisation,
  coverage: Coverage | null,
): OwnershipView {
  const services = [...organisation.services.values()];
  return {
    functions: organisation.functions.map(({ id, name }) => ({ id, name })),
    products: organisation.products.map(({ id, name, fallback, services: own }) => ({
      id,
      name,
      fallback,
      services: own.map(viewService),
    })),
    declared: {
      services: services.length,
      owned: services.filter(({ unowned, teams }) => unowned === null && hasTeam(teams)).length,
      unowned: services.filter(({ unowned }) => unowned !== null).length,
      reviewed: services.filter(({ reviewed }) => reviewed !== null).length,
    },
    coverage,
  };
}

function viewService(service: Service): OwnedServiceView {
  const { id, name, tier, teams, reviewed, unowned, place } = service;
  return {
    id,
    name,
    tier,
    teams,
    reviewed,
    unowned: unowned === null ? null : (unowned.reason ?? 'on purpose, without a reason'),
    place: `${place.file}:${place.line}`,
  };
}

function hasTeam(teams: Service['teams']): boolean {
  return Object.keys(teams).length > 0;
}
