// The incidents of a commit, ready to be asked and edited.
import { readDocuments, type SourceFile } from '../config/document-set.ts';
import { placeDocument } from '../config/layout.ts';
import { editIncident } from '../incidents/edit.ts';
import { readIncidentLater } from '../incidents/late-body.ts';
import { withEdits } from '../incidents/with-edits.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { incidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { IncidentBook } from './response.ts';

/** A book that also knows the files behind it. */
export type EditableBook = IncidentBook & {
  /** Path and text by incident id. */
  readonly files: ReadonlyMap<string, BookFile>;
  /** Silences that were made or ended meanwhile, each as it is by then; absent for none. */
  readonly silences?: readonly MeanwhileSilence[];
};

/** A silence of an incident, known before its file is written. */
type MeanwhileSilence = {
  readonly id: string;
  readonly incident: string;
  readonly from: Instant;
  readonly until: Instant;
};

type BookFile = { readonly path: string; readonly text: string };

/** Reads incident files; one that cannot be read keeps its id taken, but is no incident. */
export function readBook(files: readonly SourceFile[]): EditableBook {
  const incidents: Incident[] = [];
  const ids = new Set<string>();
  const known = new Map<string, BookFile>();
  for (const file of files) {
    const placement = placeDocument(file.path);
    if (placement.kind !== 'document' || placement.document !== 'incident') continue;
    ids.add(placement.id);
    const incident = parseIncident(file);
    if (incident === null || !('text' in file)) continue;
    incidents.push(incident);
    known.set(incident.id, file);
  }
  return { incidents, ids, files: known };
}

/** The book after a file was made or changed. */
export function withFile(book: EditableBook, file: BookFile): EditableBook {
  const incident = parseIncident(file);
  if (incident === null) throw new Error(`the incident file ${file.path} would not fit its schema`);
  return {
    ...book,
    incidents: [...book.incidents.filter((known) => known.id !== incident.id), incident],
    ids: new Set([...book.ids, incident.id]),
    files: new Map([...book.files, [incident.id, file]]),
  };
}

/** An incident's file with edits. What they mean is known, so it is not read again where they only add. */
export function editFile(book: EditableBook, id: string, edits: readonly IncidentEdit[]): BookFile {
  const file = book.files.get(id);
  if (file === undefined) throw new Error(`there is no incident ${id} to edit`);
  const edited = { path: file.path, text: editIncident(file.text, edits) };
  const before = book.incidents.find((incident) => incident.id === id);
  const incident = before === undefined ? null : withEdits(before, edits);
  if (incident !== null) parsed.set(edited, { incident });
  return edited;
}

/** The same for whoever may never read the text: it is written when it is asked for, however many edits later. */
function editFileLater(book: EditableBook, id: string, edits: readonly IncidentEdit[]): BookFile {
  const before = book.incidents.find((each) => each.id === id);
  const incident = before === undefined ? null : withEdits(before, edits);
  const file = book.files.get(id);
  if (file === undefined || incident === null) return editFile(book, id, edits);
  const edited = lazyFile(file, edits);
  parsed.set(edited, { incident });
  return edited;
}

function lazyFile(file: BookFile, edits: readonly IncidentEdit[]): BookFile {
  let text: string | null = null;
  const edited = {
    path: file.path,
    get text(): string {
      text ??= writeOut(edited);
      pending.delete(edited);
      return text;
    },
  };
  pending.set(edited, { file, edits });
  return edited;
}

/** Without recursion: a storm leaves thousands of edits of one file. */
function writeOut(edited: BookFile): string {
  const all: (readonly IncidentEdit[])[] = [];
  let file = edited;
  for (let next = pending.get(file); next !== undefined; next = pending.get(file)) {
    all.push(next.edits);
    file = next.file;
  }
  return editIncident(file.text, all.toReversed().flat());
}

/** Files whose text nobody asked for yet: the one before it, and what changed. */
const pending = new WeakMap<
  BookFile,
  { readonly file: BookFile; readonly edits: readonly IncidentEdit[] }
>();

/** The book after an effect. */
export function withEffect(book: EditableBook, effect: Effect): EditableBook {
  switch (effect.kind) {
    case 'open_incident': {
      const path = incidentPath(effect.id);
      return withFile(book, { path, text: effect.text });
    }
    case 'edit_incident':
      return withFile(book, editFileLater(book, effect.id, effect.edits));
    case 'add_silence':
    case 'end_silence':
      return withSilence(book, effect);
    case 'notify':
      return book;
  }
}

function withSilence(
  book: EditableBook,
  { id, incident, until, ...rest }: Effect & { readonly kind: 'add_silence' | 'end_silence' },
): EditableBook {
  const known = book.silences ?? [];
  const from = 'from' in rest ? rest.from : (known.find((each) => each.id === id)?.from ?? until);
  return {
    ...book,
    silences: [...known.filter((each) => each.id !== id), { id, incident, from, until }],
  };
}

const parsed = new WeakMap<SourceFile, { readonly incident: Incident | null }>();

/** Parses a file once; the same file object, coming from the same blob, is not parsed again. */
function parseIncident(file: SourceFile): Incident | null {
  const known = parsed.get(file);
  if (known !== undefined) return known.incident;
  const [located] = readDocuments([file]).documents.incident;
  const incident = located === undefined ? null : readIncidentLater(located);
  parsed.set(file, { incident });
  return incident;
}
