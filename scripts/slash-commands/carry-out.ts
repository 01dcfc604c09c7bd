// A whole comment → one response: every command in its order, each on what the ones before it left, one edit of the
// incident's file, an answer per command.
import { type IncidentRecord, readRecord } from '../incidents/record.ts';
import type { Effect, IncidentEdit, IncidentEvent } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { earlierOf, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { PostmortemFile } from '../model/postmortem.ts';
import { isCrowded } from '../incidents/file-room.ts';
import { type EditableBook, withEffect } from '../response/book.ts';
import { calledAmong } from '../response/called.ts';
import type { Response } from '../response/response.ts';
import type { CommandName } from './catalogue.ts';
import { CARRIERS } from './carriers.ts';
import { overRefusal } from './commands/over.ts';
import { parseComment } from './parse.ts';
import type { IssueUrl } from './pasted.ts';
import { isBot, permit } from './permission.ts';
import { plannedRefusal } from './planned-work.ts';
import type { ParsedCommand } from './read-line.ts';
import type { Done, Result } from './situation.ts';
import type { Speaker } from './speaker.ts';

/** A comment in an incident's room, or what somebody types at the command line. */
export type Comment = {
  /** `ic-<comment id>`: lower-case letters, digits and dashes. */
  readonly key: string;
  readonly incident: string;
  readonly text: string;
  readonly speaker: Speaker;
  /** When it was said. */
  readonly at: Instant;
};

/** What the answers need to know beside the incidents. */
export type Surroundings = {
  readonly organisation: Organisation;
  /** The incident's post-mortem; null where there is none. */
  readonly postmortem: PostmortemFile | null;
  readonly now: Instant;
  /** Where issues of this repository are read. */
  readonly issueUrl?: IssueUrl;
};

/** The answer to one command. Texts are Markdown that is safe to post. */
export type CommandAnswer =
  /** What changed, old → new. */
  | {
      readonly kind: 'done';
      readonly command: CommandName;
      readonly text: string;
      /** What of the text no card shows: what the speaker should still do or know; null for nothing. */
      readonly remark: string | null;
    }
  /** The rule and the fix; null for what is no command. */
  | { readonly kind: 'refused'; readonly command: CommandName | null; readonly text: string }
  /** To be shown folded under its title. */
  | {
      readonly kind: 'answered';
      readonly command: CommandName;
      readonly title: string;
      readonly text: string;
    }
  | { readonly kind: 'unknown'; readonly text: string; readonly near: readonly CommandName[] };

/** What became of a comment. */
export type CommentOutcome =
  | { readonly kind: 'carried_out'; readonly answers: readonly CommandAnswer[] }
  /** Its commands were carried out before. */
  | { readonly kind: 'repeated' }
  /** It holds no command, or no person wrote it. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'no_incident' };

/** Carries out the commands of a comment on the newest incidents. Done again it changes nothing. */
export function carryOut(
  surroundings: Surroundings,
  book: EditableBook,
  comment: Comment,
): Response<CommentOutcome> {
  const incident = book.incidents.find(({ id }) => id === comment.incident);
  if (isBot(comment.speaker)) return without({ kind: 'silent' });
  const commands = parseComment(comment.text);
  if (commands.length === 0) return without({ kind: 'silent' });
  if (incident === undefined) return without({ kind: 'no_incident' });
  if (isCarriedOut(incident, comment.key)) return without({ kind: 'repeated' });
  const numbered = commands.map((command, index) => ({ command, index }));
  return carryOutThese(surroundings, book, comment, numbered);
}

/** Whether an incident's file holds what a comment's commands did. */
export function isCarriedOut({ keys }: Incident, key: string): boolean {
  if (keys.has(key)) return true;
  const numbered = `${key}-`;
  for (const known of keys)
    if (known.startsWith(numbered) && OF_COMMENT.test(known.slice(numbered.length))) return true;
  return false;
}

/** What keys of a comment's further commands add to its own, those that an edit gave among them. */
const OF_COMMENT = /^(?:\d+|e\d+(?:-(?:\d+|draft))?)$/;

/** The key of the line that a comment's command leaves, by its place among them. */
export function lineKey(key: string, index: number): string {
  return index === 0 ? key : `${key}-${index + 1}`;
}

type Progress = {
  /** As it was before the comment. */
  readonly first: EditableBook;
  readonly book: EditableBook;
  readonly answers: readonly Answering[];
  readonly effects: readonly Effect[];
};

/** Gives an answer once it is known how all commands of the comment leave the incident. */
type Answering = (end: Incident) => CommandAnswer;

/** A command and its place among those of its comment. */
export type NumberedCommand = { readonly command: ParsedCommand; readonly index: number };

/** Carries out commands of a comment without a look at whether that was done before. */
export function carryOutThese(
  surroundings: Surroundings,
  book: EditableBook,
  comment: Comment,
  commands: readonly NumberedCommand[],
): Response<CommentOutcome & { readonly kind: 'carried_out' }> {
  const progress = commands.reduce<Progress>(
    (before, each) => carryOutOne(surroundings, before, comment, each),
    { first: book, book, answers: [], effects: [] },
  );
  const end = incidentOf(progress.book, comment);
  return {
    outcome: { kind: 'carried_out', answers: progress.answers.map((answering) => answering(end)) },
    effects: together(progress.effects),
  };
}

function incidentOf({ incidents }: EditableBook, comment: Comment): Incident {
  const found = incidents.find(({ id }) => id === comment.incident);
  if (found === undefined) throw new Error(`the incident ${comment.incident} is gone`);
  return found;
}

function carryOutOne(
  surroundings: Surroundings,
  before: Progress,
  comment: Comment,
  { command, index }: NumberedCommand,
): Progress {
  const answer = (given: CommandAnswer): Progress => ({
    ...before,
    answers: [...before.answers, () => given],
  });
  if (command.kind === 'unknown') return answer(unknownAnswer(command));
  if (command.kind === 'refused')
    return answer({ kind: 'refused', command: null, text: command.reason });
  const { organisation } = surroundings;
  const { name } = command;
  const incident = incidentOf(before.book, comment);
  // Nobody gives themselves a right and uses it in one breath.
  const standing = incidentOf(before.first, comment);
  const permitted = permit(organisation, standing, comment.speaker, name);
  if (permitted.kind === 'refused')
    return answer({ kind: 'refused', command: name, text: permitted.reason });
  const pointless =
    plannedRefusal(incident, name) ??
    overRefusal({ organisation, incident, incidents: before.book.incidents }, name);
  if (pointless !== null) return answer({ kind: 'refused', command: name, text: pointless });
  const result: Result = CARRIERS[name](
    {
      ...surroundings,
      book: before.book,
      incident,
      standing,
      timeline: () => recordOf(before.book, incident.id)?.timeline ?? [],
      speaker: comment.speaker,
      now: earlierOf(comment.at, surroundings.now),
      key: lineKey(comment.key, index),
    },
    command.argument,
  );
  if (result.kind === 'refused') return answer({ ...result, command: name });
  if (result.kind === 'answered') return answer({ ...result, command: name });
  const effects: readonly Effect[] = [
    {
      kind: 'edit_incident',
      id: incident.id,
      event: result.event,
      edits: [...result.edits, ...calledAmong(incident, result.effects ?? [])],
    },
    ...(result.effects ?? []),
  ];
  const book = effects.reduce(withEffect, before.book);
  const textOf = ({ files }: EditableBook): string => files.get(incident.id)?.text ?? '';
  if (isCrowded(textOf(before.book), textOf(book)))
    return answer({ kind: 'refused', command: name, text: CROWDED });
  return {
    first: before.first,
    book,
    answers: [...before.answers, (end) => doneAnswer(name, result, end)],
    effects: [...before.effects, ...effects],
  };
}

const CROWDED =
  'The file of this incident is nearly as long as a file may be (1 MiB), and the rest is kept for what signals say. Say it shorter, or shorten its timeline by pull request first.';

function doneAnswer(command: CommandName, { text, remark }: Done, end: Incident): CommandAnswer {
  const said = remark?.(end) ?? '';
  return said === ''
    ? { kind: 'done', command, text, remark: null }
    : { kind: 'done', command, text: `${text}. ${said}`, remark: said };
}

function unknownAnswer({
  word,
  near,
  say,
}: ParsedCommand & { readonly kind: 'unknown' }): CommandAnswer {
  const names = near.map((name) => `\`/${name}\``).join(' or ');
  const fix = say === null ? (names === '' ? null : `Did you mean ${names}?`) : `Say ${say}.`;
  const what = near.some((name) => name === word) ? [] : [`There is no command \`/${word}\`.`];
  return {
    kind: 'unknown',
    near,
    text: [...what, ...(fix === null ? [] : [fix]), '`/help` lists what you may say here.'].join(
      ' ',
    ),
  };
}

function recordOf(book: EditableBook, id: string): IncidentRecord | null {
  const file = book.files.get(id);
  return file === undefined ? null : readRecord(file);
}

/**
 * All edits of one incident as one, where its first one stands. An incident that is opened in between comes first: edits of
 * others may name it.
 */
export function together(effects: readonly Effect[]): readonly Effect[] {
  const edits = new Map<string, { event: IncidentEvent; edits: IncidentEdit[] }>();
  const opened = effects.filter(({ kind }) => kind === 'open_incident');
  const rest = effects.filter(({ kind }) => kind !== 'open_incident' && kind !== 'edit_incident');
  for (const effect of effects) {
    if (effect.kind !== 'edit_incident') continue;
    const known = edits.get(effect.id);
    if (known === undefined) {
      edits.set(effect.id, { event: effect.event, edits: [...effect.edits] });
      continue;
    }
    known.edits.push(...effect.edits);
    if (known.event !== effect.event) known.event = 'changed';
  }
  return [
    ...opened,
    ...[...edits].map(([id, { event, edits: all }]): Effect => ({
      kind: 'edit_incident',
      id,
      event,
      edits: all,
    })),
    ...rest,
  ];
}

function without(outcome: CommentOutcome): Response<CommentOutcome> {
  return { outcome, effects: [] };
}
