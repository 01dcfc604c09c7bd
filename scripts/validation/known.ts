import type { Located, ReadDocuments } from '../config/document-set.ts';
import type { DocumentKind } from '../config/documents.ts';
import type { Path } from '../config/syntax.ts';
import type { Place } from '../model/place.ts';

/** Ids that may be referred to. */
export type Ids = Iterable<string> & { readonly has: (id: string) => boolean };

/** Every id that documents may refer to. */
export type Known = {
  readonly functions: Ids;
  readonly products: Ids;
  readonly services: Ids;
  readonly components: Ids;
  readonly teams: Ids;
  readonly schedules: Ids;
  readonly environments: Ids;
  readonly people: Ids;
  readonly incidents: Ids;
  readonly postmortems: Ids;
};

/**
 * Collects what is declared, also by documents that were refused: one mistake must not look like many. Where a file
 * could not be read at all, every reference to what it may declare is believed.
 */
export function collectKnown({ documents, refused }: ReadDocuments): Known {
  const files = (kind: DocumentKind): Ids =>
    new Set([...documents[kind].map((document) => document.id), ...refused.filter((entry) => entry.kind === kind).map((entry) => entry.id)]);
  const inside = (kind: DocumentKind, accepted: readonly string[], read: (value: unknown) => readonly string[]): Ids => {
    const broken = refused.filter((entry) => entry.kind === kind);
    const ids = new Set([...accepted, ...broken.flatMap((entry) => read(entry.value))]);
    return broken.some((entry) => entry.value === undefined) ? believeAll(ids) : ids;
  };
  const services = documents.product.flatMap((product) => product.document.services);
  return {
    functions: inside('functions', documents.functions.flatMap((file) => file.document.functions.map((entry) => entry.id)), (value) => textsAt(value, ['functions', '*', 'id'])),
    products: files('product'),
    services: inside('product', services.map((service) => service.id), (value) => textsAt(value, ['services', '*', 'id'])),
    components: inside('product', services.flatMap((service) => (service.component === undefined ? [] : [service.component.id])), (value) => textsAt(value, ['services', '*', 'component', 'id'])),
    teams: files('team'),
    schedules: files('schedule'),
    environments: inside('organisation', documents.organisation.flatMap((file) => file.document.environments), (value) => textsAt(value, ['environments', '*'])),
    people: inside('team', documents.team.flatMap((team) => team.document.members), (value) => textsAt(value, ['members', '*'])),
    incidents: files('incident'),
    postmortems: files('postmortem'),
  };
}

/** A word in a document together with its place. */
export type Mention = { readonly word: string; readonly place: Place };

/** The words of a list in a document. */
export function mentions(located: Pick<Located<unknown>, 'locate'>, path: Path, words: readonly string[] | undefined): readonly Mention[] {
  return (words ?? []).map((word, index) => ({ word, place: located.locate([...path, index]) }));
}

function believeAll(ids: ReadonlySet<string>): Ids {
  return { has: () => true, [Symbol.iterator]: () => ids[Symbol.iterator]() };
}

/** All texts at a path in a plain value; `*` stands for every entry of a list. */
function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? [value] : [];
  if (step === '*') return Array.isArray(value) ? value.flatMap((entry) => textsAt(entry, rest)) : [];
  const fields = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  return textsAt(fields.get(step), rest);
}
