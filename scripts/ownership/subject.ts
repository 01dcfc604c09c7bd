// What people ask about: a service, an endpoint, a transaction or a file, as a signal that names nothing else.
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { isCall, readEndpoint } from './endpoint.ts';
import { type Lookup, lookupOf } from './lookup.ts';
import { repositoryPath } from './repository-path.ts';

/** What a word of the command line was taken for. */
export type SubjectKind = 'service' | 'endpoint' | 'transaction' | 'path';

/** Something that can have an owner. */
export type Subject = {
  readonly kind: SubjectKind;
  readonly text: string;
  /** As it stands in the repository, where it is a path. */
  readonly path?: string;
  readonly signal: Signal;
};

/** A path that names nothing in a repository: it leads out of it, or is all of it. */
export type NoPath = { readonly kind: 'no path'; readonly leadsOut: boolean };

/** Takes a text for what it most likely is; with a repository it is a path. */
export function readSubject(
  organisation: Organisation,
  text: string,
  {
    repo,
    function: discipline,
  }: { readonly repo: string | null; readonly function: string | null },
): Subject | NoPath {
  const path = repositoryPath(text);
  const kind = repo === null ? kindOf(organisation, text, path) : 'path';
  if (kind !== 'path')
    return { kind, text, signal: { ...subjectSignal(kind, text, repo), function: discipline } };
  if (path === null || path === '') return { kind: 'no path', leadsOut: path === null };
  return { kind, text, path, signal: { ...subjectSignal(kind, path, repo), function: discipline } };
}

/** A signal that names one thing and nothing else. */
export function subjectSignal(kind: SubjectKind, text: string, repo: string | null): Signal {
  if (kind === 'service') return { ...BLANK, service: text };
  const labels: Record<string, string> = Object.create(null);
  labels[kind] = text;
  if (repo !== null) labels['repository'] = repo;
  return { ...BLANK, labels };
}

function kindOf(organisation: Organisation, text: string, path: string | null): SubjectKind {
  const lookup = lookupOf(organisation);
  if (organisation.services.has(text) || lookup.aliases.find(text).length > 0) return 'service';
  const endpoint = readEndpoint(text);
  const isFile = path !== null && isOwnedFile(lookup, text, path);
  if (endpoint !== null && (lookup.findEndpoint(endpoint).length > 0 || !isFile)) return 'endpoint';
  if (lookup.transactions.find(text).length > 0) return 'transaction';
  // What begins with a method is no file, and no address is, also where it can be no endpoint.
  if (/^[A-Z]+ \//.test(text) || isCall(text)) return 'endpoint';
  if (isFile || /[\\/]/.test(text) || /^\.{1,2}$/.test(text)) return 'path';
  return /[#:.()]/.test(text) ? 'transaction' : 'service';
}

/**
 * Whether the map owns a file of that name. A pattern such as `**` fits every word, so a single one that no pattern
 * names is a file only when it ends like one, and is near to no service: `./Makefile` always is.
 */
function isOwnedFile({ code, nearestService }: Lookup, text: string, path: string): boolean {
  const hits = code.find(null, path);
  if (hits.length === 0 || /[\\/]/.test(text)) return hits.length > 0;
  const isNamed = hits.some(({ value: { pattern } }) =>
    pattern.some(({ kind }) => kind === 'literal' || kind === 'glob'),
  );
  return isNamed || (/\.\w+$/.test(text) && nearestService(text) === null);
}

const BLANK: Signal = {
  vendor: 'tocsin',
  kind: 'problem',
  action: 'trigger',
  id: null,
  dedupKey: 'who',
  title: 'Who answers for it',
  description: null,
  severity: null,
  severityRaw: null,
  status: null,
  environment: null,
  service: null,
  team: null,
  function: null,
  product: null,
  host: null,
  startedAt: null,
  endedAt: null,
  occurredAt: null,
  links: [],
  labels: Object.freeze(Object.create(null)),
  count: null,
};
