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
  type Comment,
  type CommandAnswer,
  type CommentOutcome,
  isCarriedOut,
  lineKey,
  type Surroundings,
} from './carry-out.ts';
import { noteText } from './commands/facts.ts';
import { parseComment } from './parse.ts';
import { isBot, permit } from './permission.ts';

/** A comment that was written before. */
export type ChangedComment = Comment & {
  /** Who wrote it first; `speaker` is who changed it. */
  readonly author: string;
  /** When it was written first; `at` is when it was changed. */
  readonly writtenAt: Comment['at'];
};

/**
 * Follows an edit. A comment that gave no command before gives those that it holds now. Of one that did, only the notes
 * change: what else was done is taken back by another command, never by an edit.
 */
export function followEdit(
  surroundings: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
): Response<CommentOutcome> {
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  if (incident === undefined || !isCarriedOut(incident, comment.key))
    return carryOut(surroundings, book, comment);
  const commands = parseComment(comment.text);
  return followNotes(surroundings, book, comment, (note) => {
    const command = commands[note.index];
    if (command?.kind !== 'command' || command.name !== 'note') return { kind: 'struck' };
    return { kind: 'said', argument: command.argument };
  });
}

/** Follows a deletion: the comment's notes are struck, and stay readable. */
export function followDeletion(
  surroundings: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
): Response<CommentOutcome> {
  return followNotes(surroundings, book, comment, () => ({ kind: 'struck' }));
}

/** A note's line and the place of its command in the comment. */
type NoteLine = { readonly entry: TimelineEntry; readonly key: string; readonly index: number };

type Fate = { readonly kind: 'struck' } | { readonly kind: 'said'; readonly argument: string };

function followNotes(
  { organisation }: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
  fateOf: (note: NoteLine) => Fate,
): Response<CommentOutcome> {
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  const file = book.files.get(comment.incident);
  if (isBot(comment.speaker)) return { outcome: { kind: 'silent' }, effects: [] };
  if (incident === undefined || file === undefined)
    return { outcome: { kind: 'no_incident' }, effects: [] };
  const permitted = permit(organisation, incident, comment.speaker, 'note');
  if (permitted.kind === 'refused')
    return outcomeOf([{ kind: 'refused', command: 'note', text: permitted.reason }]);
  const edits: IncidentEdit[] = [];
  const answers: CommandAnswer[] = [];
  for (const note of notesOf(readRecord(file)?.timeline ?? [], comment.key)) {
    const edit = editFor(comment, note, fateOf(note));
    if (edit.kind === 'refused') answers.push({ ...edit, command: 'note' });
    else if (editIncident(file.text, [edit]) !== file.text) edits.push(edit);
  }
  if (edits.length === 0) return outcomeOf(answers);
  return {
    ...outcomeOf([...answers, { kind: 'done', command: 'note', text: 'the timeline follows' }]),
    effects: [{ kind: 'edit_incident', id: incident.id, event: 'noted', edits }],
  };
}

function outcomeOf(answers: readonly CommandAnswer[]): Response<CommentOutcome> {
  return {
    outcome: answers.length === 0 ? { kind: 'silent' } : { kind: 'carried_out', answers },
    effects: [],
  };
}

/** Lines of other commands begin with what they did, in brackets. */
function notesOf(timeline: readonly TimelineEntry[], key: string): readonly NoteLine[] {
  return timeline.flatMap((entry) => {
    const index = entry.key === null ? -1 : indexOf(key, entry.key);
    return index === -1 || entry.key === null || !NOTE.test(entry.text)
      ? []
      : [{ entry, key: entry.key, index }];
  });
}

const NOTE = /^(?:~~)?@[^\s:]{1,60}: /;

function indexOf(key: string, known: string): number {
  const number = /^\d+$/.exec(known.slice(key.length + 1))?.[0];
  const index = known === key ? 0 : Number(number ?? Number.NaN) - 1;
  return lineKey(key, index) === known ? index : -1;
}

function editFor(
  { author, writtenAt, speaker }: ChangedComment,
  { entry, key }: NoteLine,
  fate: Fate,
):
  | (IncidentEdit & { readonly kind: 'rewrite' | 'strike' })
  | { readonly kind: 'refused'; readonly text: string } {
  if (fate.kind === 'struck') return { kind: 'strike', key };
  const said = noteText({ now: writtenAt, speaker: { ...speaker, login: author } }, fate.argument);
  if (said.kind === 'refused') return said;
  if (utcDay(said.at) !== utcDay(entry.at))
    return {
      kind: 'refused',
      text: 'A note stays on its day: delete the comment and write another one.',
    };
  return { kind: 'rewrite', at: said.at, text: said.text, key };
}
