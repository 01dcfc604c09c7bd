// Which cell of the organisation answers: the function comes first, then the team that has it.
import type { OwnerCandidate, OwnerDoubt, OwnerStep } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
import type { Claim, Product, Service } from '../model/ownership.ts';
import type { Place } from '../model/place.ts';
import { CONFIDENCE, confidenceOf } from './confidence.ts';
import type { Lookup } from './lookup.ts';

/** What is known beside the service when its cell is looked up. */
export type CellQuery = {
  readonly function: string | null;
  readonly product: string | null;
  readonly now: Instant | null;
};

/** How a service was found. */
export type Finding = {
  readonly step: OwnerStep;
  readonly doubts: readonly OwnerDoubt[];
  /** The entry that decided; null for the service's own. */
  readonly claim: Claim | null;
};

/** The function that is called: the one asked for, else the service's, the product's, the first one. */
export function functionOf(lookup: Lookup, query: CellQuery, service: Service | undefined): string {
  if (query.function !== null && lookup.functions.has(query.function)) return query.function;
  return (
    service?.function ??
    productOf(lookup, query.product)?.function ??
    lookup.organisation.functions[0]?.id ??
    'operations'
  );
}

/** A product by its id. */
export function productOf(lookup: Lookup, id: string | null): Product | undefined {
  return id === null ? undefined : lookup.products.get(id);
}

/** The team that has a function in a service, else in its product's fallback. */
export function teamOf(
  { products }: Pick<Lookup, 'products'>,
  service: Service,
  discipline: string,
): string | undefined {
  const fallback = products.get(service.product)?.fallback ?? {};
  return entryOf(service.teams, discipline) ?? entryOf(fallback, discipline);
}

/** A service's cell as a possible owner; triage where it belongs to nobody. */
export function ownerOfService(
  lookup: Lookup,
  query: CellQuery,
  service: Service,
  finding: Finding,
): OwnerCandidate {
  const { step, claim } = finding;
  const discipline = functionOf(lookup, query, service);
  const team = service.unowned === null ? teamOf(lookup, service, discipline) : undefined;
  const doubts = doubtsAbout(service, query.now, finding.doubts);
  const isKnown = team !== undefined || service.unowned !== null;
  return {
    owner: {
      team: team ?? lookup.organisation.settings.triage,
      function: discipline,
      product: service.product,
    },
    service: service.id,
    confidence: isKnown ? confidenceOf(step, doubts) : CONFIDENCE.triage,
    step,
    place: service.unowned?.place ?? claim?.place ?? placeOf(lookup, service, discipline),
    ...(claim === null ? {} : { match: claim.text }),
    ...(doubts.length === 0 ? {} : { doubts }),
  };
}

/** The line that names a service's team: its product's, where the service leaves the function out. */
function placeOf(lookup: Lookup, service: Service, discipline: string): Place {
  if (entryOf(service.teams, discipline) !== undefined) return service.place;
  const places = productOf(lookup, service.product)?.fallbackPlaces ?? {};
  return Object.hasOwn(places, discipline) ? (places[discipline] ?? service.place) : service.place;
}

/** An entry of a map by function; what every object has does not count. */
export function entryOf(
  teams: Readonly<Record<string, string>>,
  discipline: string,
): string | undefined {
  return Object.hasOwn(teams, discipline) ? teams[discipline] : undefined;
}

function doubtsAbout(
  service: Service,
  now: Instant | null,
  found: readonly OwnerDoubt[],
): readonly OwnerDoubt[] {
  if (service.unowned !== null) return [...found, 'unowned'];
  return service.reviewed !== null && now !== null && isStale(service.reviewed, now)
    ? [...found, 'stale']
    : found;
}

/** Whether a day lies more than a year back. */
function isStale(day: string, now: Instant): boolean {
  const [year = '', ...rest] = day.split('-');
  return `${String(Number(year) + 1).padStart(4, '0')}-${rest.join('-')}` < now.slice(0, 10);
}
