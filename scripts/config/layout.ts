// Which file is what: the fixed layout of an organisation's repository.
import type { DocumentKind } from './documents.ts';

/** What a path means: a document with the id that its name gives, or why it stands in the wrong place. */
export type Placement =
  | { readonly kind: 'document'; readonly document: DocumentKind; readonly id: string }
  | { readonly kind: 'misplaced'; readonly reason: string; readonly hint: string };

/** The folders and files of an organisation, relative to its root. */
export const ORGANISATION_PATHS = ['tocsin.yaml', 'ownership', 'rules', 'incidents', 'postmortems'] as const;

/** The rule file that holds for every team. */
export const GLOBAL_RULES = 'rules/00-global.yaml';

/** Says which document a path holds; the path is relative to the organisation's root, with `/`. */
export function placeDocument(path: string): Placement {
  for (const { pattern, document } of LAYOUT) {
    const id = pattern.exec(path)?.[1];
    if (id !== undefined) return { kind: 'document', document, id };
  }
  const renamed = path.replace(/\.(yml|YAML|YML|markdown)$/, path.endsWith('markdown') ? '.md' : '.yaml');
  if (renamed !== path) {
    return { kind: 'misplaced', reason: 'unexpected file ending', hint: `rename it to \`${renamed}\`` };
  }
  return {
    kind: 'misplaced',
    reason: 'unexpected file',
    hint: `expected here: ${LAYOUT.filter((entry) => entry.folder === folderOf(path)).map((entry) => `\`${entry.shown}\``).join(', ') || 'nothing; see the README for the layout'}`,
  };
}

/** Whether an id may name a file: the grammar of ids, or for incidents and post-mortems a day before it. */
export function isDocumentId(document: DocumentKind, id: string): boolean {
  const dated = document === 'incident' || document === 'postmortem';
  const grammar = dated ? /^\d{4}-\d{2}-\d{2}-[a-z](-?[a-z0-9])*$/ : /^[a-z](-?[a-z0-9])*$/;
  return id === '00-global' || (id.length <= (dated ? 100 : 63) && grammar.test(id));
}

function folderOf(path: string): string {
  return path.split('/').slice(0, 2).filter((part) => !part.includes('.')).join('/');
}

const LAYOUT: readonly {
  readonly document: DocumentKind;
  readonly folder: string;
  readonly shown: string;
  readonly pattern: RegExp;
}[] = [
  { document: 'organisation', folder: '', shown: 'tocsin.yaml', pattern: /^(tocsin)\.yaml$/ },
  { document: 'functions', folder: 'ownership', shown: 'ownership/functions.yaml', pattern: /^ownership\/(functions)\.yaml$/ },
  { document: 'stakeholders', folder: 'ownership', shown: 'ownership/stakeholders.yaml', pattern: /^ownership\/(stakeholders)\.yaml$/ },
  { document: 'product', folder: 'ownership/products', shown: 'ownership/products/<product>.yaml', pattern: /^ownership\/products\/([^/]+)\.yaml$/ },
  { document: 'team', folder: 'ownership/teams', shown: 'ownership/teams/<team>.yaml', pattern: /^ownership\/teams\/([^/]+)\.yaml$/ },
  { document: 'schedule', folder: 'ownership/schedules', shown: 'ownership/schedules/<schedule>.yaml', pattern: /^ownership\/schedules\/([^/]+)\.yaml$/ },
  { document: 'source', folder: 'rules/sources', shown: 'rules/sources/<source>.yaml', pattern: /^rules\/sources\/([^/]+)\.yaml$/ },
  { document: 'rules', folder: 'rules', shown: 'rules/<team>.yaml', pattern: /^rules\/([^/]+)\.yaml$/ },
  { document: 'incident', folder: 'incidents', shown: 'incidents/<year>/<id>.md', pattern: /^incidents\/\d{4}\/([^/]+)\.md$/ },
  { document: 'postmortem', folder: 'postmortems', shown: 'postmortems/<year>/<id>.md', pattern: /^postmortems\/\d{4}\/([^/]+)\.md$/ },
];
