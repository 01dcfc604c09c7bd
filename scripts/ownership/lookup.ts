// Everything that owner resolution looks up, compiled once for each organisation.
import type { Organisation } from '../model/organisation.ts';
import type { Claim, Product, Service } from '../model/ownership.ts';
import { codeClaims, indexCode, type CodeIndex } from './code-path.ts';
import { type Endpoint, endpointWeight, parseEndpoint } from './endpoint.ts';
import { nearest } from '../text/nearest.ts';
import { keeping } from './keeping.ts';
import { type Hit, indexNames, type NameIndex } from './name-index.ts';
import { indexPaths } from './path-index.ts';

/** A service and the entry by which something was found to be its. */
export type Claimed = { readonly service: Service; readonly claim: Claim };

/** The compiled map of an organisation. */
export type Lookup = {
  readonly organisation: Organisation;
  readonly products: ReadonlyMap<string, Product>;
  readonly functions: ReadonlySet<string>;
  readonly aliases: NameIndex<Claimed>;
  /** The same with everything in lower case, for tools that write names their own way. */
  readonly lowerCaseAliases: NameIndex<Claimed>;
  readonly transactions: NameIndex<Claimed>;
  readonly findEndpoint: (endpoint: Endpoint) => readonly Hit<Claimed>[];
  readonly code: CodeIndex;
  /** The service whose id is nearest to a name that nothing fits; null when none is near. */
  readonly nearestService: (name: string) => Service | null;
};

/** The lookup of an organisation, made at its first use. */
export function lookupOf(organisation: Organisation): Lookup {
  const known = cache.get(organisation);
  if (known !== undefined) return known;
  const lookup = compileLookup(organisation);
  cache.set(organisation, lookup);
  return lookup;
}

const cache = new WeakMap<Organisation, Lookup>();

/** Compiles the map of an organisation. */
export function compileLookup(organisation: Organisation): Lookup {
  const services = [...organisation.services.values()].toSorted((left, right) =>
    left.id < right.id ? -1 : 1,
  );
  return {
    organisation,
    products: new Map(organisation.products.map((product) => [product.id, product])),
    functions: new Set(organisation.functions.map((entry) => entry.id)),
    aliases: indexClaims(services, aliasesOf),
    lowerCaseAliases: indexNames(
      services.flatMap((service) =>
        aliasesOf(service).map((claim) => ({
          pattern: claim.text.toLowerCase(),
          value: { service, claim },
        })),
      ),
    ),
    transactions: indexClaims(services, (service) => service.transactions),
    findEndpoint: indexEndpoints(services),
    code: indexCode(codeClaims(services)),
    nearestService: keeping((name) => {
      const [near] = nearest(name, organisation.services.keys(), 1);
      return near === undefined ? null : (organisation.services.get(near) ?? null);
    }),
  };
}

function aliasesOf(service: Service): readonly Claim[] {
  return service.aliases.map((text, index) => ({
    text,
    place: service.aliasPlaces[index] ?? service.place,
  }));
}

function indexClaims(
  services: readonly Service[],
  claimsOf: (service: Service) => readonly Claim[],
): NameIndex<Claimed> {
  return indexNames(
    services.flatMap((service) =>
      claimsOf(service).map((claim) => ({ pattern: claim.text, value: { service, claim } })),
    ),
  );
}

/** An endpoint of the map without a method fits every method, and one with a method also a signal that names none. */
function indexEndpoints(
  services: readonly Service[],
): (endpoint: Endpoint) => readonly Hit<Claimed>[] {
  const index = indexPaths(
    services.flatMap((service) =>
      service.endpoints.map((claim) => {
        const written = parseEndpoint(claim.text);
        return { pattern: written.pattern, value: { service, claim, written } };
      }),
    ),
  );
  return ({ method, parts }) => {
    const found = index.find(parts);
    if (found.length === 0) return [];
    return found
      .flatMap(({ value }) => {
        const weight = endpointWeight(value.written, { method });
        return weight === null ? [] : [{ value, weight }];
      })
      .toSorted((left, right) =>
        left.weight === right.weight ? 0 : left.weight > right.weight ? -1 : 1,
      );
  };
}
