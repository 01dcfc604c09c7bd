// What people ask about: a service, an endpoint, a transaction or a file, as a signal that names nothing else.
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { readEndpoint } from './endpoint.ts';
import { lookupOf } from './lookup.ts';

/** What a word of the command line was taken for. */
export type SubjectKind = 'service' | 'endpoint' | 'transaction' | 'path';

/** Something that can have an owner. */
export type Subject = {
  readonly kind: SubjectKind;
  readonly text: string;
  readonly signal: Signal;
};

/** Takes a text for what it most likely is; with a repository it is a path. */
export function readSubject(
  organisation: Organisation,
  text: string,
  {
    repo,
    function: discipline,
  }: { readonly repo: string | null; readonly function: string | null },
): Subject {
  const kind = repo === null ? kindOf(organisation, text) : 'path';
  return { kind, text, signal: { ...subjectSignal(kind, text, repo), function: discipline } };
}

/** A signal that names one thing and nothing else. */
export function subjectSignal(kind: SubjectKind, text: string, repo: string | null): Signal {
  if (kind === 'service') return { ...BLANK, service: text };
  const labels: Record<string, string> = Object.create(null);
  labels[kind] = kind === 'path' ? localPath(text) : text;
  if (repo !== null) labels['repository'] = repo;
  return { ...BLANK, labels };
}

function kindOf(organisation: Organisation, text: string): SubjectKind {
  const lookup = lookupOf(organisation);
  if (organisation.services.has(text) || lookup.aliases.find(text).length > 0) return 'service';
  const endpoint = /^([A-Z]+ )?\/|^https?:/.test(text) ? readEndpoint(text) : null;
  const isFile = lookup.code.find(null, localPath(text)).length > 0;
  if (endpoint !== null && (lookup.findEndpoint(endpoint).length > 0 || !isFile)) return 'endpoint';
  if (lookup.transactions.find(text).length > 0) return 'transaction';
  if (isFile || text.includes('/')) return 'path';
  return /[#:.()]/.test(text) ? 'transaction' : 'service';
}

function localPath(text: string): string {
  return text.replace(/^(\.?\/)+/, '');
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
