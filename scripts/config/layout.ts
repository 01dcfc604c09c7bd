// Which file is what: the fixed layout of an organisation's repository.
import { HISTORY, isHistoryPath } from '../model/history-path.ts';
import type { DocumentKind } from './documents.ts';
import { LOGIN_PATTERN } from '../model/login.ts';

/** What a path means: a document with the id that its name gives, or why it stands in the wrong place. */
export type Placement =
  | ({ readonly kind: 'document' } & Found)
  /** Recorded signals: written by a program, and no document. */
  | { readonly kind: 'recording' }
  /** What one participant wrote down about an incident: Markdown, and no document. */
  | { readonly kind: 'note'; readonly incident: string; readonly login: string }
  | {
      readonly kind: 'misplaced';
      readonly message: string;
      readonly hint: string;
      /** The document that the file seems to hold; null when nothing tells. */
      readonly meant: { readonly kind: DocumentKind; readonly id: string } | null;
    };

/** The folders and files of an organisation, relative to its root. */
export const ORGANISATION_PATHS = ['tocsin.yaml', 'ownership', 'rules', ...HISTORY] as const;

/** Where recorded signals stand, for replays. */
export const RECORDING_PATH = 'rules/recorded.jsonl';

/** Says which document a path holds; the path is relative to the organisation's root, with `/`. The text tells what a misplaced file is. */
export function placeDocument(path: string, text: string | null = null): Placement {
  if (path === RECORDING_PATH) return { kind: 'recording' };
  const [, incident, login] = NOTE.exec(path) ?? [];
  if (incident !== undefined && login !== undefined) return { kind: 'note', incident, login };
  const found = findDocument(path);
  const said = text === null ? null : declaredKind(text);
  if (found !== null && (found.part === null || said === null || said === found.document))
    return { kind: 'document', ...found };
  const renamed = withUsualEnding(path);
  const twin = renamed === path ? null : findDocument(renamed);
  if (twin !== null) {
    return {
      kind: 'misplaced',
      message: 'unexpected file ending, expected `.yaml` or, for incidents and post-mortems, `.md`',
      hint: `rename it to \`${renamed}\``,
      meant: { kind: twin.document, id: twin.id },
    };
  }
  const home = LAYOUT.find((entry) => entry.document === said);
  if (said !== null && home !== undefined) {
    const id = (path.split('/').at(-1) ?? '').replace(/(?:\.(?:ya?ml|md))?\.[^.]*$/i, '');
    const target = home.shown.replace(/<year>/, id.slice(0, 4)).replace(/<\w+>/, id);
    const isLeftover = path.startsWith(`${target}.`);
    return {
      kind: 'misplaced',
      message: `unexpected ${said} document here, expected it in \`${home.shown}\``,
      hint: isLeftover
        ? `delete it, or take from it what \`${target}\` lacks`
        : `move it to \`${target}\``,
      meant: { kind: said, id },
    };
  }
  const allowed = LAYOUT.filter((entry) => entry.folder === folderOf(path)).map(
    (entry) => `\`${entry.shown}\``,
  );
  return {
    kind: 'misplaced',
    message: `unexpected file, expected ${allowed.length === 0 ? 'one of the documents of an organisation' : allowed.join(' or ')}`,
    hint: 'move it out of this folder, or delete it; notes for people go into a README.md',
    meant: null,
  };
}

/** `postmortems/<year>/<id>/notes/<login>.md`. */
const NOTE = new RegExp(
  String.raw`^postmortems/\d{4}/(\d{4}-\d{2}-\d{2}-[a-z0-9-]+)/notes/(${LOGIN_PATTERN})\.md$`,
);

/** The kind that the `schema` line of a text names; null when there is no such line or kind. */
export function declaredKind(text: string): DocumentKind | null {
  const name = /^schema:[ \t]*["']?tocsin\/([a-z]+)@/m.exec(text.slice(0, 10_000))?.[1];
  return LAYOUT.find((entry) => entry.document === name)?.document ?? null;
}

type Found = {
  readonly document: DocumentKind;
  readonly id: string;
  /** Of a document in several files, which of them. */
  readonly part: string | null;
};

function findDocument(path: string): Found | null {
  for (const { pattern, document } of LAYOUT) {
    const [, id, part = null] = pattern.exec(path) ?? [];
    if (id !== undefined) return { document, id, part };
  }
  return null;
}

function withUsualEnding(path: string): string {
  const stem = path.replace(/\.(ya?ml|json|markdown|mdx?)$/i, '');
  if (stem === path) return path;
  return isHistoryPath(path) ? `${stem}.md` : `${stem}.yaml`;
}

/** Whether an id may name a file: the grammar of ids, or for incidents and post-mortems a day before it. */
export function isDocumentId(document: DocumentKind, id: string): boolean {
  const dated = document === 'incident' || document === 'postmortem';
  const grammar = dated ? /^\d{4}-\d{2}-\d{2}-[a-z](-?[a-z0-9])*$/ : /^[a-z](-?[a-z0-9])*$/;
  return id === '00-global' || (id.length <= (dated ? 100 : 63) && grammar.test(id));
}

/** Whether a part of rules may be called so; a number in front says when it is asked. */
export function isPartName(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9](-?[a-z0-9])*$/.test(name);
}

function folderOf(path: string): string {
  return path
    .split('/')
    .slice(0, 2)
    .filter((part) => !part.includes('.') && !/^\d{4}$/.test(part))
    .join('/');
}

const LAYOUT: readonly {
  readonly document: DocumentKind;
  readonly folder: string;
  readonly shown: string;
  readonly pattern: RegExp;
}[] = [
  { document: 'organisation', folder: '', shown: 'tocsin.yaml', pattern: /^(tocsin)\.yaml$/ },
  {
    document: 'functions',
    folder: 'ownership',
    shown: 'ownership/functions.yaml',
    pattern: /^ownership\/(functions)\.yaml$/,
  },
  {
    document: 'stakeholders',
    folder: 'ownership',
    shown: 'ownership/stakeholders.yaml',
    pattern: /^ownership\/(stakeholders)\.yaml$/,
  },
  {
    document: 'levels',
    folder: 'ownership',
    shown: 'ownership/levels.yaml',
    pattern: /^ownership\/(levels)\.yaml$/,
  },
  {
    document: 'product',
    folder: 'ownership/products',
    shown: 'ownership/products/<product>.yaml',
    pattern: /^ownership\/products\/([^/]+)\.yaml$/,
  },
  {
    document: 'team',
    folder: 'ownership/teams',
    shown: 'ownership/teams/<team>.yaml',
    pattern: /^ownership\/teams\/([^/]+)\.yaml$/,
  },
  {
    document: 'schedule',
    folder: 'ownership/schedules',
    shown: 'ownership/schedules/<schedule>.yaml',
    pattern: /^ownership\/schedules\/([^/]+)\.yaml$/,
  },
  {
    document: 'source',
    folder: 'rules/sources',
    shown: 'rules/sources/<source>.yaml',
    pattern: /^rules\/sources\/([^/]+)\.yaml$/,
  },
  {
    document: 'silence',
    folder: 'rules/silences',
    shown: 'rules/silences/<id>.yaml',
    pattern: /^rules\/silences\/([^/]+)\.yaml$/,
  },
  {
    document: 'rules',
    folder: 'rules',
    shown: 'rules/<team>.yaml',
    pattern: /^rules\/([^/]+)\.yaml$/,
  },
  {
    document: 'rules',
    folder: 'rules/<team>',
    shown: 'rules/<team>/<part>.yaml',
    pattern: /^rules\/([^/]+)\/([^/]+)\.yaml$/,
  },
  {
    document: 'incident',
    folder: 'incidents',
    shown: 'incidents/<year>/<id>.md',
    pattern: /^incidents\/\d{4}\/([^/]+)\.md$/,
  },
  {
    document: 'postmortem',
    folder: 'postmortems',
    shown: 'postmortems/<year>/<id>.md',
    pattern: /^postmortems\/\d{4}\/([^/]+)\.md$/,
  },
];
