// Commands in the room of a storm: the first word of each names the incident that it is for.
import { type Incident, isActive } from '../model/incident.ts';
import { withoutHidden } from '../incidents/hidden.ts';
import { readBook } from '../response/book.ts';
import { stepOf } from '../projection/sync.ts';
import { movedWords, umbrellaIncident } from '../rooms/umbrella.ts';
import { carryOut, type CommandAnswer } from '../slash-commands/carry-out.ts';
import type { ChangedComment } from '../slash-commands/follow-commands.ts';
import { followDeletion, followEdit } from '../slash-commands/follow-comment.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { hint } from '../slash-commands/words.ts';
import { answerTo } from './answer.ts';
import { answerMarker } from '../rooms/markers.ts';
import { apply, originOf, post, showRooms, wasHeardBefore } from './comment.ts';
import {
  answerKey,
  type CommentChange,
  commentKey,
  EDITED_UNHEARD,
  editedBy,
  isEdited,
  isOwn,
  isSameSpeech,
} from './comment-change.ts';
import { type Desk, type Heard, interrupted, readState } from './desk.ts';
import { parseInstant } from '../model/instant.ts';

/** Hears a comment on the umbrella, and what becomes of it: what is said of an incident there is heard as in its room. */
export async function hearUmbrella(desk: Desk, change: CommentChange): Promise<Heard> {
  const { comment, kind, before } = change;
  const asked = stepOf(await desk.github.permissions.levelOf(change.by.login));
  if (asked.kind !== 'done') return interrupted(asked);
  const foreign = foreignWords(change);
  if (foreign !== null) return await answer(desk, change, { answers: [refusal(foreign)], ids: [] });
  const wasHeard = await wasHeardBefore(desk, change);
  if (wasHeard.kind !== 'done') return interrupted(wasHeard);
  const { files, organisation } = await readState(desk);
  const incidents = withoutHidden(readBook(files).incidents, organisation);
  const ordersIn = (text: string | null): readonly Order[] =>
    parseComment(text ?? '').map((command) => orderOf(command, incidents));
  const said = kind === 'deleted' ? [] : ordersIn(comment.body);
  const earlier = ordersIn(kind === 'deleted' ? comment.body : before);
  const at = parseInstant(kind === 'made' ? comment.createdAt : comment.updatedAt) ?? desk.now();
  const speech = {
    key: commentKey(comment),
    speaker: { login: change.by.login, permission: asked.value },
    at,
    ...originOf(comment, at),
    wasHeard: wasHeard.value,
    elsewhere: null,
  };
  const answers: CommandAnswer[] = newRefusals(said, earlier).map(refusal);
  const ids: string[] = [];
  const [texts, textsBefore] = [textsOf(said), textsOf(earlier)];
  for (const incident of new Set([...texts.keys(), ...textsBefore.keys()])) {
    const changed: ChangedComment = {
      ...speech,
      incident: incident.id,
      text: texts.get(incident) ?? '',
      before: textsBefore.get(incident) ?? '',
    };
    const applied = await apply(desk, await readState(desk), incident, (surroundings, book) =>
      WAYS[kind](surroundings, book, changed),
    );
    ids.push(...applied.incidents);
    if (applied.outcome.kind === 'carried_out') answers.push(...applied.outcome.answers);
  }
  const moved = [...texts.keys()].flatMap((incident) => movedWords(incident) ?? []);
  return await answer(desk, change, { answers, ids, moved });
}

const WAYS = { made: carryOut, edited: followEdit, deleted: followDeletion } as const;

/** Why a comment is nobody's word; null where it is somebody's. */
function foreignWords(change: CommentChange): string | null {
  if (change.kind === 'made') return isEdited(change.comment) ? EDITED_UNHEARD : null;
  const isTheirs = change.kind === 'deleted' || isOwn(change);
  return isTheirs || isSameSpeech(change.comment.body, change.before) ? null : editedBy(change);
}

type Said = {
  readonly answers: readonly CommandAnswer[];
  /** The incidents whose files changed. */
  readonly ids: readonly string[];
  /** Where to go on. */
  readonly moved?: readonly string[];
};

async function answer(
  desk: Desk,
  change: CommentChange,
  { answers, ids, moved = [] }: Said,
): Promise<Heard> {
  const { comment, kind } = change;
  const again = await showRooms(desk, ids);
  // What an edit leaves as it was needs no word.
  if (kind !== 'made' && answers.length === 0)
    return { said: `comment ${comment.id}: nothing to do`, incidents: ids, again };
  const key = answerKey(change);
  const { reaction, text } = answerTo(key, answers);
  if (text !== null || moved.length > 0) {
    const posted = await post(
      desk,
      comment.issue,
      [text ?? answerMarker(key), ...moved].join('\n\n'),
    );
    if (posted !== null) return posted;
  }
  const reacted =
    kind === 'deleted' ? null : stepOf(await desk.github.comments.react(comment.id, reaction));
  if (reacted?.kind === 'later') return interrupted(reacted);
  return { said: `comment ${comment.id} on the umbrella`, incidents: ids, again };
}

function refusal(text: string): CommandAnswer {
  return { kind: 'refused', command: null, text };
}

type Order =
  | { readonly kind: 'order'; readonly incident: Incident; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

/** The commands for each incident in their order: one comment is one change of a file. */
function textsOf(orders: readonly Order[]): ReadonlyMap<Incident, string> {
  const texts = new Map<Incident, string>();
  for (const order of orders) {
    if (order.kind === 'refused') continue;
    const before = texts.get(order.incident);
    texts.set(order.incident, before === undefined ? order.text : `${before}\n\n${order.text}`);
  }
  return texts;
}

/** What was refused before is not said again of an edit that left it there. */
function newRefusals(said: readonly Order[], earlier: readonly Order[]): readonly string[] {
  const known = earlier.flatMap((order) => (order.kind === 'refused' ? [order.text] : []));
  return said.flatMap((order) => {
    if (order.kind !== 'refused') return [];
    const place = known.indexOf(order.text);
    if (place !== -1) known.splice(place, 1);
    return place === -1 ? [order.text] : [];
  });
}

function orderOf(
  command: ReturnType<typeof parseComment>[number],
  incidents: readonly Incident[],
): Order {
  if (command.kind !== 'command')
    return {
      kind: 'refused',
      text: 'Not understood: begin a line with a command, such as `/ack ID`.',
    };
  const [, id = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(command.argument) ?? [];
  const incident = umbrellaIncident(id, incidents);
  return incident === null
    ? {
        kind: 'refused',
        text: `\`/${command.name}\` here needs the id of an incident of the list: \`/${command.name} ID\`.${hintWords(id, incidents)}`,
      }
    : { kind: 'order', incident, text: `/${command.name} ${rest}`.trim() };
}

/** Ids of incidents that are over are never meant. */
function hintWords(id: string, incidents: readonly Incident[]): string {
  const words = hint(
    id,
    incidents.filter(isActive).map((incident) => incident.id),
  );
  return words === '' ? '' : ` ${words}`;
}
