// A comment in a room: who says it, what it does to the incident, and the answer. Heard twice it is done once.
import { applyOperations, type Operation } from '../apply/apply.ts';
import type { Comment } from '../github/comments.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { type Step, stepOf, type SyncState } from '../projection/sync.ts';
import { showRooms as show } from '../projection/show.ts';
import { type Written, writtenFor } from '../postmortems/written.ts';
import type { EditableBook } from '../response/book.ts';
import type { Response } from '../response/response.ts';
import {
  carryOut,
  type CommandAnswer,
  type Comment as Speech,
  type CommentOutcome,
  isCarriedOut,
  type Surroundings,
} from '../slash-commands/carry-out.ts';
import { followDeletion, followEdit, isFollowed } from '../slash-commands/follow-comment.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { answerTo } from './answer.ts';
import { answerMarker } from '../rooms/markers.ts';
import {
  answerKey,
  type CommentChange,
  commentKey,
  EDITED_UNHEARD,
  editKey,
  editedBy,
  isEdited,
  isOwn,
  isSameSpeech,
} from './comment-change.ts';
import { type Desk, type Heard, interrupted, readState, unheard } from './desk.ts';
import { recallAnswers } from './recall.ts';
import { sayOnce } from '../projection/say-once.ts';
import { isAnswered, isSettled } from '../projection/settled.ts';

/** Hears a comment on the room of an incident; `elsewhere` is the one that counts where it stands in a former one. */
export async function hearComment(
  desk: Desk,
  incident: Incident,
  change: CommentChange,
  elsewhere: number | null = null,
): Promise<Heard> {
  const { github } = desk;
  const { comment } = change;
  const key = commentKey(comment);
  const isNew = change.kind === 'made';
  // None of these waits for another.
  const [seen, asked, heardBefore, state] = await Promise.all([
    isNew ? github.comments.react(comment.id, 'eyes').then(stepOf) : null,
    github.permissions.levelOf(change.by.login).then(stepOf),
    wasHeardBefore(desk, change),
    readState(desk),
  ]);
  if (seen?.kind === 'later') return interrupted(seen);
  if (asked.kind !== 'done') return interrupted(asked);
  const at = parseInstant(isNew ? comment.createdAt : comment.updatedAt) ?? desk.now();
  const speech: Speech = {
    key,
    incident: incident.id,
    text: comment.body,
    speaker: { login: change.by.login, permission: asked.value },
    at,
  };
  if (heardBefore.kind !== 'done') return interrupted(heardBefore);
  const applied = await apply(desk, state, incident, (surroundings, book) =>
    decide(surroundings, book, speech, { change, at, wasHeard: heardBefore.value, elsewhere }),
  );
  const { outcome } = applied;
  const given =
    outcome.kind === 'carried_out'
      ? outcome.answers
      : outcome.kind === 'repeated' && isNew
        ? await recallAnswers(desk, surroundingsOf(desk, state, incident), speech)
        : [];
  // Whoever said it hears first that it is done; the room, which takes longer, follows.
  const answered = await answer(desk, { change, applied, given });
  const shown = await showRooms(desk, applied.incidents);
  if (answered.again !== null || shown === null) return answered;
  return { said: shown.sentence, incidents: applied.incidents, again: shown };
}

type Applied = { readonly outcome: CommentOutcome; readonly incidents: readonly string[] };

type Decision = {
  readonly change: CommentChange;
  readonly at: Instant;
  /** Whether a comment that gave commands was heard before it was edited. */
  readonly wasHeard: boolean;
  readonly elsewhere: number | null;
};

function decide(
  surroundings: Surroundings,
  book: EditableBook,
  speech: Speech,
  { change, at, wasHeard, elsewhere }: Decision,
): Response<CommentOutcome> {
  const { comment, kind, before } = change;
  const incident = book.incidents.find(({ id }) => id === speech.incident);
  if (kind === 'made') {
    const isKnown = incident !== undefined && isCarriedOut(incident, speech.key);
    return isKnown || !isEdited(comment)
      ? carryOut(surroundings, book, speech)
      : foreign(EDITED_UNHEARD);
  }
  if (kind === 'edited' && !isOwn(change))
    return isSameSpeech(comment.body, before) ? SILENT : foreign(editedBy(change));
  const changed = { ...speech, ...originOf(comment, at), before, wasHeard, elsewhere };
  return kind === 'deleted'
    ? followDeletion(surroundings, book, changed)
    : followEdit(surroundings, book, changed);
}

/** Who wrote a comment first, and when. */
export function originOf(
  comment: Comment,
  at: Instant,
): { readonly author: string; readonly writtenAt: Instant } {
  return { author: comment.author, writtenAt: parseInstant(comment.createdAt) ?? at };
}

/** Whether the timeline says what a comment that was edited says now; nothing is asked of GitHub for it. */
export function isEditFollowed(book: EditableBook, incident: Incident, comment: Comment): boolean {
  const at = parseInstant(comment.updatedAt) ?? comment.updatedAt;
  return isFollowed(book, {
    key: commentKey(comment),
    incident: incident.id,
    text: comment.body,
    speaker: { login: comment.author, permission: 'none' },
    at,
    ...originOf(comment, at),
    before: null,
    wasHeard: true,
    elsewhere: null,
  });
}

/** Only an edit of what gave commands before can have been heard; the sign on it says whether it was. */
export async function wasHeardBefore(
  { github }: Desk,
  { kind, before, comment }: CommentChange,
): Promise<Step<boolean>> {
  const gaveBefore = before === null || parseComment(before).length > 0;
  return kind === 'edited' && gaveBefore
    ? await isSettled(github, comment)
    : { kind: 'done', value: false };
}

const SILENT: Response<CommentOutcome> = { outcome: { kind: 'silent' }, effects: [] };

/**
 * Says once of a comment that was heard and then edited without anybody hearing it why the timeline does not follow;
 * null where what there is to say of an edit of it was said.
 */
export async function hearLostEdit(desk: Desk, comment: Comment): Promise<Heard | null> {
  for (const isByAuthor of [true, false]) {
    const marker = answerMarker(editKey(comment, isByAuthor));
    const answered = await isAnswered(desk.github, comment.issue, marker);
    if (answered.kind === 'later') return interrupted(answered);
    if (answered.kind === 'done' && answered.value) return null;
  }
  const refusal = { kind: 'refused', command: null, text: EDITED_UNHEARD } as const;
  const { text } = answerTo(editKey(comment, false), [refusal]);
  const posted = text === null ? null : await post(desk, comment.issue, text);
  return posted ?? unheard(`comment ${comment.id}: nobody can tell who edited it`);
}

/** What a comment holds is nobody's word. */
function foreign(text: string): Response<CommentOutcome> {
  const answers = [{ kind: 'refused', command: null, text }] as const;
  return { outcome: { kind: 'carried_out', answers }, effects: [] };
}

/** Applies what was said to the newest state, and tells which incidents changed. */
export async function apply<Outcome>(
  desk: Desk,
  state: Known,
  incident: Incident | null,
  run: (surroundings: Surroundings, book: EditableBook) => Response<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly incidents: readonly string[] }> {
  const surroundings = surroundingsOf(desk, state, incident);
  let incidents: readonly string[] = [];
  const operation: Operation<Outcome> = (book) => {
    const response = run(surroundings, book);
    incidents = response.effects.flatMap((effect) =>
      effect.kind === 'edit_incident' || effect.kind === 'open_incident' ? [effect.id] : [],
    );
    return response;
  };
  const applied = await applyOperations<Outcome>(desk.workspace, [operation], desk.announce);
  if (applied.commits.length > 0) desk.onCommitted?.();
  const [outcome] = applied.outcomes;
  if (outcome === undefined) throw new Error('an operation has no outcome');
  return { outcome, incidents: [...new Set(incidents)] };
}

type Known = Pick<SyncState, 'organisation' | keyof Written>;

/** What a command is judged in. */
export function surroundingsOf(desk: Desk, state: Known, incident: Incident | null): Surroundings {
  const postmortem = incident === null ? null : writtenFor(incident, state);
  const { organisation } = state;
  return { organisation, postmortem, now: desk.now(), issueUrl: desk.issueUrl };
}

/** Brings the rooms of incidents up to date; tells when to come again, or null. */
export async function showRooms(desk: Desk, incidents: readonly string[]): Promise<Heard['again']> {
  if (incidents.length === 0) return null;
  if (desk.showLater !== undefined) {
    desk.showLater(incidents);
    return null;
  }
  return (await show(desk, new Set(incidents))).again;
}

async function answer(
  desk: Desk,
  {
    change,
    applied: { outcome, incidents },
    given,
  }: {
    readonly change: CommentChange;
    readonly applied: Applied;
    readonly given: readonly CommandAnswer[];
  },
): Promise<Heard> {
  const { github } = desk;
  const { comment, kind } = change;
  if (outcome.kind === 'silent' || outcome.kind === 'no_incident')
    return unheard(`comment ${comment.id}: nothing to do`);
  const { reaction, text } = answerTo(answerKey(change), given);
  if (text !== null) {
    const posted = await post(desk, comment.issue, text);
    if (posted !== null) return { ...posted, incidents };
  }
  if (kind !== 'deleted') {
    const reacted = stepOf(await github.comments.react(comment.id, reaction));
    if (reacted.kind === 'later') return { ...interrupted(reacted), incidents };
  }
  return { said: `comment ${comment.id}: ${wordsOf(outcome)}`, incidents, again: null };
}

/** Posts an answer once: one that a run before this one posted is found by its marker, the first line of the text. */
export async function post(
  { github }: Pick<Desk, 'github'>,
  issue: number,
  text: string,
): Promise<Heard | null> {
  const said = await sayOnce(github, issue, text);
  return said.kind === 'later' ? interrupted(said) : null;
}

function wordsOf(outcome: CommentOutcome): string {
  if (outcome.kind !== 'carried_out') return 'it was carried out before';
  return outcome.answers
    .map((each) => {
      const name = each.kind === 'unknown' ? '?' : (each.command ?? '?');
      return `/${name} ${each.kind}`;
    })
    .join(', ');
}
