// A comment that people change or delete afterwards: the lines of its notes follow, what its other commands did stays.
import { editIncident } from '../incidents/edit.ts';
import { readRecord } from '../incidents/record.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { TimelineEntry } from '../model/incident.ts';
import { utcDay } from '../model/instant.ts';
import type { EditableBook } from '../response/book.ts';
import type { Response } from '../response/response.ts';
import {
  carryOut,
  type CommandAnswer,
  type CommentOutcome,
  isCarriedOut,
  lineKey,
  type Surroundings,
  together,
} from './carry-out.ts';
import { noteText } from './commands/facts.ts';
import { type ChangedComment, dropDraft, followCommands, NOTE } from './follow-commands.ts';
import { MOST_COMMANDS, parseComment } from './parse.ts';
import { isBot, permit } from './permission.ts';
import { readTime } from './when.ts';

/**
 * Follows an edit. A comment that was not heard gives the commands that it holds now. Of one that was, the notes change, and
 * commands that it did not hold before are carried out, once: so whoever corrects a mistyped or refused one is heard. What was
 * done is taken back by another command, never by an edit.
 */
export function followEdit(
  surroundings: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
): Response<CommentOutcome> {
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  const isHeard =
    incident !== undefined && (comment.wasHeard || isCarriedOut(incident, comment.key));
  if (!isHeard) return carryOut(surroundings, book, comment);
  return withNotes(
    followCommands(surroundings, book, comment),
    follow(surroundings, book, comment, notesIn(comment.text)),
  );
}

/** What became of commands and of notes, as one. */
function withNotes(
  commands: Response<readonly CommandAnswer[]>,
  notes: Response<CommentOutcome>,
): Response<CommentOutcome> {
  const { outcome } = notes;
  const answers = outcome.kind === 'carried_out' ? outcome.answers : [];
  return {
    ...outcomeOf([...commands.outcome, ...answers]),
    effects: together([...commands.effects, ...notes.effects]),
  };
}

/** Whether the timeline says what the notes of a comment say. */
export function isFollowed(book: EditableBook, comment: ChangedComment): boolean {
  return editsFor(book, comment, notesIn(comment.text)).edits.length === 0;
}

/** Follows a deletion: the comment's notes are struck, and stay readable; a text for the public that waits is taken away. */
export function followDeletion(
  surroundings: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
): Response<CommentOutcome> {
  return withNotes(dropDraft(surroundings, book, comment), follow(surroundings, book, comment, []));
}

function notesIn(text: string): readonly string[] {
  return parseComment(text).flatMap((command) =>
    command.kind === 'command' && command.name === 'note' ? [command.argument] : [],
  );
}

function follow(
  { organisation }: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
  notes: readonly string[],
): Response<CommentOutcome> {
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  if (isBot(comment.speaker)) return { outcome: { kind: 'silent' }, effects: [] };
  if (incident === undefined) return { outcome: { kind: 'no_incident' }, effects: [] };
  const { edits, answers } = editsFor(book, comment, notes);
  if (edits.length === 0 && answers.length === 0) return outcomeOf([]);
  const permitted = permit(organisation, incident, comment.speaker, 'note');
  if (permitted.kind === 'refused')
    return outcomeOf([{ kind: 'refused', command: 'note', text: permitted.reason }]);
  if (edits.length === 0) return outcomeOf(answers);
  return {
    ...outcomeOf([
      ...answers,
      { kind: 'done', command: 'note', text: 'the timeline follows', remark: null },
    ]),
    effects: [{ kind: 'edit_incident', id: incident.id, event: 'noted', edits }],
  };
}

function outcomeOf(answers: readonly CommandAnswer[]): Response<CommentOutcome> {
  return {
    outcome: answers.length === 0 ? { kind: 'silent' } : { kind: 'carried_out', answers },
    effects: [],
  };
}

type Following = {
  readonly edits: readonly IncidentEdit[];
  readonly answers: readonly CommandAnswer[];
};

/** Notes that stand there as they are keep their lines; the others take theirs in order; what is left is struck or added. */
function editsFor(
  book: EditableBook,
  comment: ChangedComment,
  notes: readonly string[],
): Following {
  const file = book.files.get(comment.incident);
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  if (file === undefined || incident === undefined) return { edits: [], answers: [] };
  const lines = [...linesOf(readRecord(file)?.timeline ?? [], comment.key)];
  const changed = notes.filter((note) => {
    const same = lines.findIndex((line) => saysSo(comment, line, note));
    if (same !== -1) lines.splice(same, 1);
    return same === -1;
  });
  let free = firstFree(incident.keys, comment.key);
  const edits: IncidentEdit[] = [];
  const answers: CommandAnswer[] = [];
  for (const note of changed) {
    const line = lines.shift();
    const edit = line === undefined ? added(comment, note, free) : rewritten(comment, line, note);
    if (line === undefined) free += 1;
    if (edit.kind === 'refused') answers.push({ ...edit, command: 'note' });
    else edits.push(edit);
  }
  edits.push(...lines.map(({ key }) => ({ kind: 'strike' as const, key })));
  return { edits: edits.filter((edit) => editIncident(file.text, [edit]) !== file.text), answers };
}

/** A note's line and the place of its command in the comment. */
type NoteLine = { readonly entry: TimelineEntry; readonly key: string; readonly index: number };

/** The lines of a comment's notes, those that are struck last. Lines of other commands begin with a word in brackets. */
function linesOf(timeline: readonly TimelineEntry[], key: string): readonly NoteLine[] {
  return timeline
    .flatMap((entry): readonly NoteLine[] => {
      const index = entry.key === null ? -1 : indexOf(key, entry.key);
      return index === -1 || entry.key === null || !NOTE.test(entry.text)
        ? []
        : [{ entry, key: entry.key, index }];
    })
    .toSorted((left, right) => rankOf(left) - rankOf(right));
}

function rankOf({ entry, index }: NoteLine): number {
  return index + (entry.text.startsWith('~~') ? MOST_COMMANDS : 0);
}

function indexOf(key: string, known: string): number {
  const number = /^\d+$/.exec(known.slice(key.length + 1))?.[0];
  const index = known === key ? 0 : Number(number ?? Number.NaN) - 1;
  return lineKey(key, index) === known ? index : -1;
}

/** A place that no command of the comment has taken. */
function firstFree(keys: ReadonlySet<string>, key: string): number {
  return 1 + Math.max(-1, ...[...keys].map((known) => indexOf(key, known)));
}

type Said = ReturnType<typeof noteText>;

/** Read as it may have been when the comment was written, when it was changed, or at the time of the line itself. */
function readings(
  comment: ChangedComment,
  note: string,
  entry: TimelineEntry | null,
): readonly Said[] {
  const speaker = { ...comment.speaker, login: comment.author };
  const { writtenAt, at } = comment;
  const isTimed = readTime(note, at) !== null;
  const clocks = entry === null ? [at] : isTimed ? [writtenAt, at] : [entry.at];
  return clocks.map((now) => noteText({ now, speaker }, note));
}

function saysSo(comment: ChangedComment, { entry }: NoteLine, note: string): boolean {
  return readings(comment, note, entry).some(
    (said) =>
      said.kind === 'line' &&
      said.at.slice(0, 16) === entry.at.slice(0, 16) &&
      plain(said.text) === plain(entry.text),
  );
}

/** What a line says, however Markdown writes it. */
function plain(text: string): string {
  return text.replaceAll('\\', '');
}

type NoteEdit =
  | (IncidentEdit & { readonly kind: 'rewrite' | 'timeline' })
  | { readonly kind: 'refused'; readonly text: string };

function rewritten(comment: ChangedComment, { entry, key }: NoteLine, note: string): NoteEdit {
  const all = readings(comment, note, entry);
  const said =
    all.find((each) => each.kind === 'line' && utcDay(each.at) === utcDay(entry.at)) ?? all[0];
  if (said === undefined || said.kind === 'refused')
    return { kind: 'refused', text: said?.text ?? '' };
  if (utcDay(said.at) !== utcDay(entry.at))
    return {
      kind: 'refused',
      text: 'A note stays on its day: delete the comment and write another one.',
    };
  return { kind: 'rewrite', at: said.at, text: said.text, key };
}

function added(comment: ChangedComment, note: string, index: number): NoteEdit {
  const [said] = readings(comment, note, null);
  if (said === undefined || said.kind === 'refused')
    return { kind: 'refused', text: said?.text ?? '' };
  return { kind: 'timeline', at: said.at, text: said.text, key: lineKey(comment.key, index) };
}
