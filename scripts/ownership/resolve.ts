// Who answers for a signal: the steps from surest to last resort. All that apply are kept; the first one decides.
import type { OwnerCandidate, OwnerResolution, OwnerStep } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Product, Service } from '../model/ownership.ts';
import type { Signal } from '../model/signal.ts';
import { literalLength, matchesGlob } from '../text/glob.ts';

/** Resolves the owner of a signal; below the organisation's minimum confidence triage is called. */
export function resolveOwner(organisation: Organisation, signal: Signal): OwnerResolution {
  const candidates = [
    ...explicitTeam(organisation, signal),
    ...serviceById(organisation, signal),
    ...serviceByAlias(organisation, signal),
    ...productFallback(organisation, signal),
    triage(organisation, signal),
  ];
  const surest = candidates.toSorted((left, right) => right.confidence - left.confidence);
  const last = triage(organisation, signal);
  const best = surest[0] ?? last;
  const isSure = best.confidence >= organisation.settings.minConfidence;
  const winner = isSure
    ? best
    : { ...last, service: surest.find((candidate) => candidate.service !== null)?.service ?? null };
  return {
    ...winner,
    runnersUp: surest.filter((candidate) =>
      isSure ? candidate !== best : candidate.step !== 'triage',
    ),
  };
}

/** How sure each step is. */
export const CONFIDENCE: Readonly<Record<OwnerStep, number>> = {
  explicit: 1,
  service: 0.95,
  alias: 0.85,
  fallback: 0.3,
  triage: 0.1,
};

/** Taken off when another entry fits as well or better. */
const AMBIGUOUS = 0.2;

/** More services that share a pattern than this tell nobody anything. */
const MOST_ALIASES = 3;

function explicitTeam(organisation: Organisation, signal: Signal): readonly OwnerCandidate[] {
  const team = signal.team === null ? undefined : organisation.teams.get(signal.team);
  if (team === undefined) return [];
  const service = findService(organisation, signal);
  return [
    {
      owner: {
        team: team.id,
        function: functionOf(organisation, signal, service),
        product: service?.product ?? knownProduct(organisation, signal)?.id ?? null,
      },
      service: service?.id ?? null,
      confidence: CONFIDENCE.explicit,
      step: 'explicit',
      place: team.place,
    },
  ];
}

function serviceById(organisation: Organisation, signal: Signal): readonly OwnerCandidate[] {
  const service = signal.service === null ? undefined : organisation.services.get(signal.service);
  return service === undefined
    ? []
    : [
        ofService(organisation, signal, service, {
          step: 'service',
          confidence: CONFIDENCE.service,
        }),
      ];
}

function serviceByAlias(organisation: Organisation, signal: Signal): readonly OwnerCandidate[] {
  const matches = aliasMatches(organisation, signal.service);
  const [best, second] = matches;
  const isClear = best !== undefined && best.weight !== second?.weight;
  return matches.slice(0, MOST_ALIASES).map(({ service }, index) => {
    const confidence = CONFIDENCE.alias - (index === 0 && isClear ? 0 : AMBIGUOUS);
    return ofService(organisation, signal, service, { step: 'alias', confidence });
  });
}

function findService(organisation: Organisation, signal: Signal): Service | undefined {
  if (signal.service === null) return undefined;
  return (
    organisation.services.get(signal.service) ??
    aliasMatches(organisation, signal.service)[0]?.service
  );
}

/** Services with an alias that fits, an exact one first, then the pattern with most literal characters. */
function aliasMatches(
  organisation: Organisation,
  name: string | null,
): readonly { readonly service: Service; readonly weight: number }[] {
  if (name === null) return [];
  const matches: { readonly service: Service; readonly weight: number }[] = [];
  for (const service of organisation.services.values()) {
    const weights = service.aliases
      .filter((alias) => matchesGlob(alias, name))
      .map((alias) => (alias === name ? Number.POSITIVE_INFINITY : literalLength(alias)));
    if (weights.length > 0) matches.push({ service, weight: Math.max(...weights) });
  }
  return matches.toSorted(
    (left, right) => right.weight - left.weight || (left.service.id < right.service.id ? -1 : 1),
  );
}

function ofService(
  organisation: Organisation,
  signal: Signal,
  service: Service,
  { step, confidence }: Pick<OwnerCandidate, 'step' | 'confidence'>,
): OwnerCandidate {
  const discipline = functionOf(organisation, signal, service);
  const product = organisation.products.find((entry) => entry.id === service.product);
  const team = entryOf(service.teams, discipline) ?? entryOf(product?.fallback ?? {}, discipline);
  return {
    owner: {
      team: team ?? organisation.settings.triage,
      function: discipline,
      product: service.product,
    },
    service: service.id,
    confidence: team === undefined ? CONFIDENCE.triage : confidence,
    step,
    place: service.place,
  };
}

function productFallback(organisation: Organisation, signal: Signal): readonly OwnerCandidate[] {
  const product = knownProduct(organisation, signal);
  if (product === undefined) return [];
  const discipline = knownFunction(organisation, signal) ?? product.function;
  const team = entryOf(product.fallback, discipline);
  if (team === undefined) return [];
  return [
    {
      owner: { team, function: discipline, product: product.id },
      service: null,
      confidence: CONFIDENCE.fallback,
      step: 'fallback',
      place: product.place,
    },
  ];
}

function triage(organisation: Organisation, signal: Signal): OwnerCandidate {
  const discipline = functionOf(organisation, signal, undefined);
  return {
    owner: {
      team: organisation.settings.triage,
      function: discipline,
      product: knownProduct(organisation, signal)?.id ?? null,
    },
    service: null,
    confidence: CONFIDENCE.triage,
    step: 'triage',
    place: null,
  };
}

function functionOf(
  organisation: Organisation,
  signal: Signal,
  service: Service | undefined,
): string {
  const own = service?.function ?? knownProduct(organisation, signal)?.function;
  return (
    knownFunction(organisation, signal) ?? own ?? organisation.functions[0]?.id ?? 'operations'
  );
}

function knownFunction(organisation: Organisation, signal: Signal): string | undefined {
  return organisation.functions.find((entry) => entry.id === signal.function)?.id;
}

function entryOf(teams: Readonly<Record<string, string>>, discipline: string): string | undefined {
  return Object.hasOwn(teams, discipline) ? teams[discipline] : undefined;
}

function knownProduct(organisation: Organisation, signal: Signal): Product | undefined {
  return organisation.products.find((product) => product.id === signal.product);
}
