// How much of what exists the map covers: tracked files, and what recorded signals name. Covered is what resolves at
// 0.7 or more; what is unowned on purpose is counted on its own.
import type { OwnerResolution } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { COVERED } from './confidence.ts';
import { endpointsOf } from './endpoint.ts';
import { resolveOwner } from './resolve.ts';
import { subjectSignal } from './subject.ts';

/** A signal that was received once. */
export type SeenSignal = {
  readonly source: string;
  readonly receivedAt: Instant;
  readonly signal: Signal;
  /** Facts that a naming convention told. */
  readonly told: ReadonlySet<string>;
};

/** How many of some things are covered, and those that are not, most frequent first. */
export type Covered = {
  readonly total: number;
  readonly covered: number;
  readonly unowned: number;
  readonly missing: readonly { readonly name: string; readonly count: number }[];
};

/** What the map covers. */
export type Coverage = {
  readonly files: Covered | null;
  readonly endpoints: Covered;
  readonly services: Covered;
  readonly signals: Covered;
  /** Per product and function: signals that resolve there, and how many of them surely. */
  readonly cells: readonly {
    readonly cell: string;
    readonly total: number;
    readonly covered: number;
  }[];
  /** Seen, not declared, however sure something else says whose they are. */
  readonly orphans: readonly { readonly name: string; readonly count: number }[];
  /** Declared, never seen; empty while nothing was seen at all. */
  readonly ghosts: readonly string[];
};

/** Measures the coverage of the files of a repository and of signals. */
export function measureCoverage(
  organisation: Organisation,
  repository: { readonly repo: string; readonly files: readonly string[] } | null,
  seen: readonly SeenSignal[],
): Coverage {
  const resolved = seen.map((each) => ({ ...each, resolution: resolveSeen(organisation, each) }));
  const named = resolved.filter(({ signal }) => signal.service !== null);
  const services = named.map(({ signal, resolution }) => ({
    name: signal.service ?? '',
    resolution,
  }));
  const alive = new Set(resolved.flatMap(({ resolution }) => resolution.service ?? []));
  return {
    files: repository === null ? null : filesCovered(organisation, repository),
    endpoints: endpointsCovered(organisation, seen),
    services: tally(distinct(services)),
    signals: tally(
      resolved.map(({ source, signal, resolution }) => ({
        name: signal.service ?? `${source}, no service`,
        resolution,
      })),
    ),
    cells: cellsOf(resolved.map(({ resolution }) => resolution)),
    orphans: counted(services.filter(({ resolution }) => resolution.service === null)),
    ghosts:
      seen.length === 0 ? [] : [...organisation.services.keys()].filter((id) => !alive.has(id)),
  };
}

type Resolved = { readonly name: string; readonly resolution: OwnerResolution };

function resolveSeen(organisation: Organisation, seen: SeenSignal): OwnerResolution {
  const { source, told, receivedAt, signal } = seen;
  const fallback = organisation.sources.get(source)?.defaults.service ?? null;
  return resolveOwner(
    organisation,
    signal.service === null && fallback !== null ? { ...signal, service: fallback } : signal,
    { source, told, now: receivedAt },
  );
}

function isCovered({ confidence }: OwnerResolution): boolean {
  return confidence >= COVERED;
}

function isUnowned({ doubts }: OwnerResolution): boolean {
  return doubts?.includes('unowned') === true;
}

/** Files that nobody has are told by their folder, as deep as two parts. */
function filesCovered(
  organisation: Organisation,
  { repo, files }: { readonly repo: string; readonly files: readonly string[] },
): Covered {
  return tally(
    files.map((file) => ({
      name: folderOf(file),
      resolution: resolveOwner(organisation, subjectSignal('path', file, repo)),
    })),
  );
}

function folderOf(file: string): string {
  const folders = file.split('/').slice(0, -1);
  return folders.length === 0 ? file : `${folders.slice(0, 2).join('/')}/`;
}

/** Each endpoint counts once; parts that look like ids are one endpoint. */
function endpointsCovered(organisation: Organisation, seen: readonly SeenSignal[]): Covered {
  const names = seen.flatMap(({ signal }) => {
    const [endpoint] = endpointsOf(signal);
    if (endpoint === undefined) return [];
    const path = `/${endpoint.parts.map((part) => (ID.test(part) ? '{id}' : part)).join('/')}`;
    return [endpoint.method === null ? path : `${endpoint.method} ${path}`];
  });
  const entries = [...new Set(names)].map((name) => ({
    name,
    resolution: resolveOwner(organisation, subjectSignal('endpoint', name, null)),
  }));
  return tally(entries);
}

const ID = /^(\d+|[0-9a-f-]{16,}|.*\d{4,}.*)$/i;

function distinct(entries: readonly Resolved[]): readonly Resolved[] {
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
}

function tally(entries: readonly Resolved[]): Covered {
  const { unowned = [], owned = [] } = Object.groupBy(entries, ({ resolution }) =>
    isUnowned(resolution) ? 'unowned' : 'owned',
  );
  const missing = owned.filter(({ resolution }) => !isCovered(resolution));
  return {
    total: entries.length,
    covered: owned.length - missing.length,
    unowned: unowned.length,
    missing: counted(missing),
  };
}

/** How often each name comes, most frequent first. */
function counted(entries: readonly Resolved[]): Coverage['orphans'] {
  return [...Map.groupBy(entries, ({ name }) => name)]
    .map(([name, { length }]) => ({ name, count: length }))
    .toSorted((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1));
}

function cellsOf(resolutions: readonly OwnerResolution[]): Coverage['cells'] {
  const cells = Map.groupBy(
    resolutions,
    ({ owner }) => `${owner.product ?? 'no product'}/${owner.function}`,
  );
  return [...cells]
    .map(([cell, members]) => ({
      cell,
      total: members.length,
      covered: members.filter(isCovered).length,
    }))
    .toSorted((left, right) => (left.cell < right.cell ? -1 : 1));
}
