// Commands in the room of a storm: the first word of each names the incident that it is for.
import { type Incident, isActive } from '../model/incident.ts';
import { withoutHidden } from '../incidents/hidden.ts';
import { readBook } from '../response/book.ts';
import { stepOf } from '../projection/sync.ts';
import { movedWords, umbrellaIncident } from '../rooms/umbrella.ts';
import { carryOut, type CommandAnswer } from '../slash-commands/carry-out.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { hint } from '../slash-commands/words.ts';
import { answerMarker, answerTo } from './answer.ts';
import { apply, post, showRooms } from './comment.ts';
import { type CommentChange, commentKey, EDITED_UNHEARD, isEdited } from './comment-change.ts';
import { type Desk, type Heard, interrupted, readState, unheard } from './desk.ts';
import { parseInstant } from '../model/instant.ts';

/** Hears a comment on the umbrella. Edits and deletions there change nothing. */
export async function hearUmbrella(desk: Desk, { comment, kind }: CommentChange): Promise<Heard> {
  if (kind !== 'made') return unheard(`comment ${comment.id}: an edit in the umbrella`);
  const { github } = desk;
  const asked = stepOf(await github.permissions.levelOf(comment.author));
  if (asked.kind !== 'done') return interrupted(asked);
  const speaker = { login: comment.author, permission: asked.value };
  const at = parseInstant(comment.createdAt) ?? desk.now();
  const { files, organisation } = await readState(desk);
  const incidents = withoutHidden(readBook(files).incidents, organisation);
  const orders: readonly Order[] = isEdited(comment)
    ? [{ kind: 'refused', text: EDITED_UNHEARD }]
    : parseComment(comment.body).map((command) => orderOf(command, incidents));
  const answers: CommandAnswer[] = orders.flatMap((order) =>
    order.kind === 'refused' ? [{ kind: 'refused', command: null, text: order.text }] : [],
  );
  const changed: string[] = [];
  for (const [incident, texts] of byIncident(orders)) {
    const { outcome, incidents: ids } = await apply(
      desk,
      await readState(desk),
      incident,
      (surroundings, book) =>
        carryOut(surroundings, book, {
          key: commentKey(comment),
          incident: incident.id,
          text: texts.join('\n\n'),
          speaker,
          at,
        }),
    );
    changed.push(...ids);
    if (outcome.kind === 'carried_out') answers.push(...outcome.answers);
  }
  const again = await showRooms(desk, changed);
  const { reaction, text } = answerTo(commentKey(comment), answers);
  const moved = [...byIncident(orders).keys()].flatMap((incident) => movedWords(incident) ?? []);
  if (text !== null || moved.length > 0) {
    const said = [text ?? answerMarker(commentKey(comment)), ...moved].join('\n\n');
    const interruption = await post(desk, comment.issue, said);
    if (interruption !== null) return interruption;
  }
  const reacted = stepOf(await github.comments.react(comment.id, reaction));
  if (reacted.kind === 'later') return interrupted(reacted);
  return { said: `comment ${comment.id} on the umbrella`, incidents: changed, again };
}

type Order =
  | { readonly kind: 'order'; readonly incident: Incident; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

/** The commands for each incident in their order: one comment is one change of a file. */
function byIncident(orders: readonly Order[]): ReadonlyMap<Incident, readonly string[]> {
  const texts = new Map<Incident, string[]>();
  for (const order of orders)
    if (order.kind === 'order')
      texts.set(order.incident, [...(texts.get(order.incident) ?? []), order.text]);
  return texts;
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
