// Who answers for a signal: the steps from surest to last resort. All that apply are kept; the first one decides.
import type { OwnerCandidate, OwnerResolution } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Claim, Service } from '../model/ownership.ts';
import type { Signal } from '../model/signal.ts';
import type { ProjectTarget } from '../model/source.ts';
import { type CellQuery, entryOf, functionOf, ownerOfService, productOf } from './cell.ts';
import { filesOf, repositoryOf } from './code-path.ts';
import { CONFIDENCE } from './confidence.ts';
import { endpointsOf } from './endpoint.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import type { Hit } from './name-index.ts';
import { surestOf } from './surest.ts';
import { transactionsOf } from './transaction.ts';

/** What is known of a signal beside itself. */
export type Circumstances = {
  /** The source that it came from; null outside of any. */
  readonly source: string | null;
  /** Facts that a naming convention told and the tool did not state. */
  readonly told: ReadonlySet<string>;
  /** When it was received; null where reviews must not grow old. */
  readonly now: Instant | null;
};

/** Resolves the owner of a signal; below the organisation's minimum confidence triage is called. */
export function resolveOwner(
  organisation: Organisation,
  signal: Signal,
  circumstances: Circumstances = NOTHING_MORE,
): OwnerResolution {
  const query: Query = { lookup: lookupOf(organisation), signal, ...circumstances };
  const found: OwnerCandidate[] = [];
  for (const step of STEPS) for (const candidate of step(query)) found.push(candidate);
  const resolution = surestOf(organisation.settings, found, triage(query));
  return found.length === 0
    ? { ...resolution, runnersUp: [...resolution.runnersUp, ...nearestService(query)] }
    : resolution;
}

const NOTHING_MORE: Circumstances = { source: null, told: new Set(), now: null };

type Query = Circumstances & { readonly lookup: Lookup; readonly signal: Signal };
type Step = (query: Query) => readonly OwnerCandidate[];

/** More services that share a pattern than this tell nobody anything. */
const MOST = 3;

const STEPS: readonly Step[] = [
  statedTeam,
  mappedProject,
  serviceById,
  serviceByAlias,
  serviceByEndpoint,
  serviceByTransaction,
  serviceByFile,
  productFallback,
];

function cellOf(query: Query): CellQuery {
  const { signal, now } = query;
  return { function: signal.function, product: signal.product, now };
}

function statedTeam(query: Query): readonly OwnerCandidate[] {
  const { lookup, signal, told } = query;
  const team = signal.team === null ? undefined : lookup.organisation.teams.get(signal.team);
  if (team === undefined) return [];
  const service = findService(query);
  const step = told.has('team') ? 'convention' : 'explicit';
  return [
    {
      owner: {
        team: team.id,
        function: functionOf(lookup, cellOf(query), service),
        product: service?.product ?? productOf(lookup, signal.product)?.id ?? null,
      },
      service: service?.id ?? null,
      confidence: CONFIDENCE[step],
      step,
      place: team.place,
    },
  ];
}

/** The source's own word on a project of its tool: the label `project`, else what the tool calls the service. */
function mappedProject(query: Query): readonly OwnerCandidate[] {
  const { lookup, signal, source } = query;
  const projects = source === null ? undefined : lookup.organisation.sources.get(source)?.projects;
  if (projects === undefined || projects.size === 0) return [];
  const label = Object.hasOwn(signal.labels, 'project') ? signal.labels['project'] : undefined;
  const name = [label, signal.service].find((each) => each != null && projects.has(each));
  const target = name == null ? undefined : projects.get(name);
  return name == null || target === undefined ? [] : cellOfProject(query, name, target);
}

function cellOfProject(
  query: Query,
  project: string,
  target: ProjectTarget,
): readonly OwnerCandidate[] {
  const { lookup, signal } = query;
  const claim: Claim = { text: project, place: target.place };
  const cell: CellQuery = {
    ...cellOf(query),
    function: target.function ?? signal.function,
    product: target.product ?? signal.product,
  };
  const service =
    target.service === null ? undefined : lookup.organisation.services.get(target.service);
  if (service !== undefined)
    return [ownerOfService(lookup, cell, service, { step: 'project', doubts: [], claim })];
  const product = productOf(lookup, cell.product);
  const discipline = functionOf(lookup, cell, undefined);
  const team = target.team ?? entryOf(product?.fallback ?? {}, discipline);
  if (team === undefined || !lookup.organisation.teams.has(team)) return [];
  return [
    {
      owner: { team, function: discipline, product: product?.id ?? null },
      service: null,
      confidence: CONFIDENCE.project,
      step: 'project',
      place: target.place,
      match: project,
    },
  ];
}

function serviceById(query: Query): readonly OwnerCandidate[] {
  const { lookup, signal } = query;
  const service = signal.service === null ? undefined : serviceNamed(lookup, signal.service);
  if (service === undefined) return [];
  const finding = { step: 'service', doubts: [], claim: null } as const;
  return [ownerOfService(lookup, cellOf(query), service, finding)];
}

/** The service with that id, however a tool writes it; what is written like an alias to the letter is that alias. */
function serviceNamed({ organisation, aliases }: Lookup, name: string): Service | undefined {
  const exact = organisation.services.get(name);
  if (exact !== undefined || aliases.find(name)[0]?.weight === Number.POSITIVE_INFINITY)
    return exact;
  return organisation.services.get(name.toLowerCase());
}

function serviceByAlias(query: Query): readonly OwnerCandidate[] {
  const { lookup, signal } = query;
  return signal.service === null
    ? []
    : candidates(query, 'alias', aliasHits(lookup, signal.service));
}

/** What fits as it is written, else what fits when case is left aside. */
function aliasHits(
  { aliases, lowerCaseAliases }: Lookup,
  name: string,
): ReturnType<Lookup['aliases']['find']> {
  const exact = aliases.find(name);
  return exact.length > 0 ? exact : lowerCaseAliases.find(name.toLowerCase());
}

function findService({ lookup, signal }: Query): Service | undefined {
  if (signal.service === null) return undefined;
  return (
    serviceNamed(lookup, signal.service) ?? aliasHits(lookup, signal.service)[0]?.value.service
  );
}

/** Where nothing fits a name: the declared service whose id is nearest, to be read and not to be called. */
function nearestService(query: Query): readonly OwnerCandidate[] {
  const { lookup, signal } = query;
  const service = signal.service === null ? null : lookup.nearestService(signal.service);
  if (service === null) return [];
  const finding = { step: 'service', doubts: ['misspelt'], claim: null } as const;
  return [{ ...ownerOfService(lookup, cellOf(query), service, finding), match: service.id }];
}

function serviceByEndpoint(query: Query): readonly OwnerCandidate[] {
  const hits = firstHits(endpointsOf(query.signal), query.lookup.findEndpoint);
  return candidates(query, 'endpoint', hits);
}

function serviceByTransaction(query: Query): readonly OwnerCandidate[] {
  const hits = firstHits(transactionsOf(query.signal), query.lookup.transactions.find);
  return candidates(query, 'transaction', hits);
}

/** The first file with an owner decides; of its spellings the longest one. */
function serviceByFile(query: Query): readonly OwnerCandidate[] {
  const { lookup, signal } = query;
  const files = filesOf(signal);
  if (files.length === 0) return [];
  const repo = repositoryOf(signal);
  return candidates(
    query,
    'path',
    firstHits(files, (spellings) => firstHits(spellings, (path) => lookup.code.find(repo, path))),
  );
}

function firstHits<Subject, Value>(
  subjects: readonly Subject[],
  find: (subject: Subject) => readonly Hit<Value>[],
): readonly Hit<Value>[] {
  for (const subject of subjects) {
    const hits = find(subject);
    if (hits.length > 0) return hits;
  }
  return [];
}

type Hitting = {
  readonly service: Service;
  readonly claim: Claim;
  readonly area?: { readonly function: string | null };
};

/** The best entry of each service; all of them are less sure when another service fits as well. */
function candidates(
  query: Query,
  step: 'alias' | 'endpoint' | 'transaction' | 'path',
  hits: readonly Hit<Hitting>[],
): readonly OwnerCandidate[] {
  if (hits.length === 0) return [];
  const seen = new Set<string>();
  const best = hits.filter(({ value }) => {
    const isNew = !seen.has(value.service.id);
    seen.add(value.service.id);
    return isNew;
  });
  const isClear = best[0]?.weight !== best[1]?.weight;
  return best.slice(0, MOST).map(({ value: { service, claim, area } }, index) => {
    const cell = cellOf(query);
    const isNamed = cell.function !== null && query.lookup.functions.has(cell.function);
    return ownerOfService(
      query.lookup,
      isNamed ? cell : { ...cell, function: area?.function ?? null },
      service,
      { step, doubts: isClear ? (index === 0 ? [] : ['outranked']) : ['ambiguous'], claim },
    );
  });
}

/** The team that a product has for what no service covers. */
function productFallback(query: Query): readonly OwnerCandidate[] {
  const { lookup, signal, told } = query;
  const product = productOf(lookup, signal.product);
  if (product === undefined) return [];
  const discipline = functionOf(lookup, cellOf(query), undefined);
  const team = entryOf(product.fallback, discipline);
  if (team === undefined) return [];
  const step = told.has('product') ? 'convention' : 'fallback';
  return [
    {
      owner: { team, function: discipline, product: product.id },
      service: null,
      confidence: CONFIDENCE[step],
      step,
      place: product.fallbackPlaces[discipline] ?? product.place,
    },
  ];
}

function triage(query: Query): OwnerCandidate {
  const { lookup, signal } = query;
  return {
    owner: {
      team: lookup.organisation.settings.triage,
      function: functionOf(lookup, cellOf(query), undefined),
      product: productOf(lookup, signal.product)?.id ?? null,
    },
    service: null,
    confidence: CONFIDENCE.triage,
    step: 'triage',
    place: lookup.organisation.settings.triagePlace,
  };
}
