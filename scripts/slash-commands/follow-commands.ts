// What an edit or a deletion makes of the commands of a comment that are no notes: new ones are carried out, what was done
// stays, and a text for the public that waits goes with the words it was made of.
import { readRecord } from '../incidents/record.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Draft, Incident } from '../model/incident.ts';
import type { EditableBook } from '../response/book.ts';
import type { Response } from '../response/response.ts';
import { plainMarkdown } from '../incidents/render.ts';
import {
  carryOutThese,
  type Comment,
  type CommandAnswer,
  isCarriedOut,
  lineKey,
  type NumberedCommand,
  type Surroundings,
} from './carry-out.ts';
import { parseComment } from './parse.ts';
import { isBot, isSameLogin, permit } from './permission.ts';

/** A comment that was written before. */
export type ChangedComment = Comment & {
  /** Who wrote it first; `speaker` is who changed it. */
  readonly author: string;
  /** When it was written first; `at` is when it was changed. */
  readonly writtenAt: Comment['at'];
  /** What it said before an edit; null where nobody knows. */
  readonly before: string | null;
  /** Whether it was heard before it was changed, even if nothing of it was done. */
  readonly wasHeard: boolean;
  /** The number of the room that counts, where the comment stands in one that another took the place of. */
  readonly elsewhere: number | null;
};

/** How the line of a note begins; lines of other commands begin with a word in brackets. */
export const NOTE: RegExp = /^(?:~~)?@[^\s:]{1,60}: /;

type Answers = Response<readonly CommandAnswer[]>;

const NOTHING: Answers = { outcome: [], effects: [] };

/** Carries out the commands that an edit adds; once, however often it is heard. */
export function followCommands(
  surroundings: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
): Answers {
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  const key = editedKey(comment);
  if (incident === undefined || comment.before === null || isBot(comment.speaker)) return NOTHING;
  if (isCarriedOut(incident, key)) return NOTHING;
  const { fresh, done, isDraftGone } = compare(book, incident, comment);
  const stale = done.map(({ command }) =>
    doneAnswer(command.kind === 'command' ? command.name : ''),
  );
  if (comment.elsewhere !== null && fresh.length > 0)
    return { ...NOTHING, outcome: [...stale, refusal(elsewhereWords(comment.elsewhere))] };
  const carried = carryOutThese(surroundings, book, { ...comment, key }, fresh);
  const { answers } = carried.outcome;
  const isReplaced = answers.some((each) => each.kind === 'done' && each.command === 'update');
  const dropped = isDraftGone && !isReplaced ? dropDraft(surroundings, book, comment) : NOTHING;
  return {
    outcome: [...answers, ...stale, ...dropped.outcome],
    effects: [...carried.effects, ...dropped.effects],
  };
}

/** Takes away the text for the public that waits and that a comment no longer says. */
export function dropDraft(
  { organisation }: Surroundings,
  book: EditableBook,
  comment: ChangedComment,
): Answers {
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  const draft = incident === undefined ? null : draftOf(incident, comment);
  if (incident === undefined || draft === null || isBot(comment.speaker)) return NOTHING;
  const { speaker, at } = comment;
  const permitted = permit(organisation, incident, speaker, 'update');
  if (!isSameLogin(draft.by, speaker.login) && permitted.kind === 'refused')
    return { ...NOTHING, outcome: [refusal(permitted.reason)] };
  const text = `[draft] of @${plainMarkdown(draft.by)} waits no more: its comment was changed by @${plainMarkdown(speaker.login)}`;
  const edits: readonly IncidentEdit[] = [
    { kind: 'drop_draft', key: draft.key },
    { kind: 'timeline', at, text, key: `${editedKey(comment)}-draft` },
  ];
  return {
    outcome: [
      {
        kind: 'done',
        command: 'update',
        text: 'the text that waited to be published was taken away with the words of its comment',
        remark: null,
      },
    ],
    effects: [{ kind: 'edit_incident', id: incident.id, event: 'changed', edits }],
  };
}

/** The key of what an edit gave: beside those of the comment as it was written. */
function editedKey({ key, at }: ChangedComment): string {
  return `${key}-e${Math.floor(Date.parse(at) / 1000)}`;
}

type Comparison = {
  /** What the comment did not say before. */
  readonly fresh: readonly NumberedCommand[];
  /** What takes the place of something that was done. */
  readonly done: readonly NumberedCommand[];
  /** Whether the text that waits is no longer what the comment says. */
  readonly isDraftGone: boolean;
};

function compare(book: EditableBook, incident: Incident, comment: ChangedComment): Comparison {
  const now = commandsIn(comment.text);
  const gone = without(commandsIn(comment.before ?? ''), now);
  const wasDone = doneIn(book, comment);
  const isWaiting = draftOf(incident, comment) !== null;
  const fresh: NumberedCommand[] = [];
  const done: NumberedCommand[] = [];
  const free = [...gone];
  for (const each of without(now, commandsIn(comment.before ?? ''))) {
    const place = free.findIndex(
      (other) => isSameName(each, other) && wasDone(other.index) && !(isUpdate(each) && isWaiting),
    );
    if (place !== -1) free.splice(place, 1);
    (place === -1 ? fresh : done).push(each);
  }
  return { fresh, done, isDraftGone: isWaiting && gone.some(isUpdate) };
}

function commandsIn(text: string): readonly NumberedCommand[] {
  return parseComment(text)
    .map((command, index) => ({ command, index }))
    .filter(({ command }) => command.kind !== 'command' || command.name !== 'note');
}

/** Those that do not stand among others, each as often as it stands there more. */
function without(
  commands: readonly NumberedCommand[],
  others: readonly NumberedCommand[],
): readonly NumberedCommand[] {
  const known = others.map(({ command }) => JSON.stringify(command));
  return commands.filter(({ command }) => {
    const place = known.indexOf(JSON.stringify(command));
    if (place !== -1) known.splice(place, 1);
    return place === -1;
  });
}

/** Tells of the place of a command whether the timeline has a line that it left there, in whichever version of the comment. */
function doneIn(book: EditableBook, { incident, key }: ChangedComment): (index: number) => boolean {
  const file = book.files.get(incident);
  const timeline = file === undefined ? [] : (readRecord(file)?.timeline ?? []);
  const places = new Set(
    timeline.flatMap((entry) => {
      if (entry.key === null || NOTE.test(entry.text)) return [];
      if (entry.key !== key && !entry.key.startsWith(`${key}-`)) return [];
      return [entry.key.slice(key.length).replace(/^-e\d+/, '')];
    }),
  );
  return (index) => places.has(lineKey('', index));
}

function draftOf({ drafts }: Incident, { key }: ChangedComment): Draft | null {
  return drafts.find((draft) => draft.key === key || draft.key.startsWith(`${key}-`)) ?? null;
}

function isSameName({ command }: NumberedCommand, { command: other }: NumberedCommand): boolean {
  return command.kind === 'command' && other.kind === 'command' && command.name === other.name;
}

function isUpdate({ command }: NumberedCommand): boolean {
  return command.kind === 'command' && command.name === 'update';
}

function refusal(text: string): CommandAnswer {
  return { kind: 'refused', command: null, text };
}

function doneAnswer(name: string): CommandAnswer {
  return refusal(
    `\`/${name}\` was carried out as it stood here before, and an edit takes nothing back: say the new one in a comment of its own.`,
  );
}

/** Where to say what is said in a room that another one took the place of. */
export function elsewhereWords(room: number): string {
  return `This is not the room of the incident: say it in #${room}, which counts.`;
}
