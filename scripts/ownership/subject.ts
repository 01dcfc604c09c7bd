// What people ask about: a service, an endpoint, a transaction or a file, as a signal that names nothing else.
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { readEndpoint } from './endpoint.ts';
import { lookupOf } from './lookup.ts';
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
  const endpoint = /^([A-Z]+ )?\/|^https?:/.test(text) ? readEndpoint(text) : null;
  const isFile = path !== null && lookup.code.find(null, path).length > 0;
  if (endpoint !== null && (lookup.findEndpoint(endpoint).length > 0 || !isFile)) return 'endpoint';
  if (lookup.transactions.find(text).length > 0) return 'transaction';
  if (isFile || /[\\/]/.test(text) || /^\.{1,2}$/.test(text)) return 'path';
  return /[#:.()]/.test(text) ? 'transaction' : 'service';
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
