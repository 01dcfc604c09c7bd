import { idsOf } from '../model/component.ts';
import type { Located, ReadDocuments } from '../config/document-set.ts';
import type { DocumentKind } from '../config/documents.ts';
import { isGlobal } from '../config/rules.ts';
import type { Path } from '../config/syntax.ts';
import { isOver } from '../model/incident.ts';
import type { Place } from '../model/place.ts';
import { LOGIN_PATTERN } from '../model/login.ts';

/** Ids that may be referred to. */
export type Ids = Iterable<string> & { readonly has: (id: string) => boolean };

/** Every id that documents may refer to. */
export type Known = {
  readonly functions: Ids;
  readonly products: Ids;
  readonly services: Ids;
  readonly components: Ids;
  /** Ids that components had before, with those of today. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly teams: Ids;
  readonly schedules: Ids;
  readonly sources: Ids;
  readonly environments: Ids;
  readonly people: Ids;
  readonly incidents: Ids;
  /** Incidents in which nothing happens any more: they go on naming people, teams and services that are gone. */
  readonly over: ReadonlySet<string>;
  readonly postmortems: Ids;
  /** Named parts of the week. */
  readonly intervals: Ids;
  /** Escalation policies. */
  readonly escalations: Ids;
  /** Whose rules cannot all be read: teams, or `00-global` for everybody's. */
  readonly unreadRules: ReadonlySet<string>;
};

/**
 * Collects what is declared, also by documents that were refused: one mistake must not look like many. Where a file
 * could not be understood at all, or was not even read, every reference to what it may declare is believed.
 */
export function collectKnown(read: ReadDocuments, isHistoryRead: boolean): Known {
  const { documents, refused } = read;
  const incidents = idsOfFiles(read, 'incident');
  return {
    functions: idsInside(
      read,
      'functions',
      ['functions', '*', 'id'],
      documents.functions.flatMap((file) => file.document.functions.map((entry) => entry.id)),
    ),
    products: idsOfFiles(read, 'product'),
    ...knownOfProducts(read),
    teams: idsOfFiles(read, 'team'),
    schedules: idsOfFiles(read, 'schedule'),
    sources: idsOfFiles(read, 'source'),
    environments: idsInside(
      read,
      'organisation',
      ['environments', '*'],
      documents.organisation.flatMap((file) => file.document.environments),
    ),
    people: idsInside(
      read,
      'team',
      ['members', '*'],
      documents.team.flatMap((team) => team.document.members),
    ),
    incidents: isHistoryRead ? incidents : believeAll(new Set(incidents)),
    over: new Set(
      documents.incident.filter(({ document }) => isOver(document)).map(({ id }) => id),
    ),
    postmortems: idsOfFiles(read, 'postmortem'),
    intervals: idsOfRules(read, 'intervals'),
    escalations: idsOfRules(read, 'escalations'),
    unreadRules: new Set(
      refused.flatMap(({ kind, id }) => (kind === 'rules' && id !== null ? id : [])),
    ),
  };
}

/** What the files of products declare. */
function knownOfProducts(read: ReadDocuments): Pick<Known, 'services' | 'components' | 'renamed'> {
  const products = read.documents.product;
  const services = products.flatMap((product) => product.document.services);
  const components = services.flatMap(({ component }) => component ?? []);
  const retired = products.flatMap(({ document }) => (document.retired ?? []).map(({ id }) => id));
  return {
    services: idsInside(
      read,
      'product',
      ['services', '*', 'id'],
      services.map((service) => service.id),
    ),
    components: idsInside(
      read,
      'product',
      ['services', '*', 'component?', 'id'],
      [...components.flatMap(idsOf), ...retired],
    ),
    renamed: new Map(
      components.flatMap((component) =>
        idsOf(component)
          .slice(1)
          .map((old) => [old, component.id] as const),
      ),
    ),
  };
}

/** What is declared by the name of a file. */
function idsOfFiles({ documents, refused }: ReadDocuments, kind: DocumentKind): Ids {
  const broken = refused.filter((entry) => entry.kind === kind);
  const ids = new Set([
    ...documents[kind].map((document) => document.id),
    ...broken.flatMap((entry) => entry.id ?? []),
  ]);
  return broken.some((entry) => entry.id === null) ? believeAll(ids) : ids;
}

/** What is declared inside files of a kind: what those say that were accepted, and what stands at `path` in the others. */
function idsInside(
  { documents, refused }: ReadDocuments,
  kind: DocumentKind,
  path: readonly string[],
  accepted: readonly string[],
): Ids {
  const broken = refused
    .filter((entry) => entry.kind === kind)
    .map((entry) => textsAt(entry.value, path, kind === 'team' ? PERSON : ID));
  const ids = new Set([...accepted, ...broken.flatMap((found) => found ?? [])]);
  const isAbsent = ONLY_ONE.has(kind) && documents[kind].length === 0 && broken.length === 0;
  return isAbsent || broken.includes(null) ? believeAll(ids) : ids;
}

/** What everybody's rules declare by name. */
function idsOfRules(
  { documents, refused }: ReadDocuments,
  section: 'intervals' | 'escalations',
): Ids {
  const globals = documents.rules.filter(isGlobal);
  const ids = globals.flatMap((file) => Object.keys(file.document[section] ?? {}));
  const isBroken =
    globals.length === 0 ||
    refused.some(({ kind, id }) => kind === 'rules' && (id === null || isGlobal({ id })));
  return isBroken ? believeAll(new Set(ids)) : new Set(ids);
}

/** Documents that are reported as missing themselves when there is none. */
const ONLY_ONE: ReadonlySet<DocumentKind> = new Set(['organisation', 'functions']);

/** A word in a document together with its place. */
export type Mention = { readonly word: string; readonly place: Place };

/** The words of a list in a document. */
export function mentions(
  located: Pick<Located<unknown>, 'locate'>,
  path: Path,
  words: readonly string[] | undefined,
): readonly Mention[] {
  return (words ?? []).map((word, index) =>
    mentionOf(word, () => located.locate([...path, index])),
  );
}

/** A word whose place is only looked for when somebody asks, which is when something is wrong with it. */
export function mentionOf(word: string, locate: () => Place): Mention {
  return {
    word,
    get place() {
      return locate();
    },
  };
}

function believeAll(ids: ReadonlySet<string>): Ids {
  return { has: () => true, [Symbol.iterator]: () => ids[Symbol.iterator]() };
}

const ID = /^[a-z](-?[a-z0-9])*$/;
const PERSON = new RegExp(`^${LOGIN_PATTERN}$`);

/** All texts at a path in a plain value; `*` stands for every entry of a list, `?` allows absence. Null when the value has another shape, or a text is no id. */
function textsAt(
  value: unknown,
  path: readonly string[],
  grammar: RegExp,
): readonly string[] | null {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' && grammar.test(value) ? [value] : null;
  if (step === '*') {
    if (!Array.isArray(value)) return null;
    const found = value.map((entry) => textsAt(entry, rest, grammar));
    return found.includes(null) ? null : found.flatMap((texts) => texts ?? []);
  }
  const fields = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  const name = step.replace('?', '');
  return step !== name && fields.get(name) === undefined
    ? []
    : textsAt(fields.get(name), rest, grammar);
}
