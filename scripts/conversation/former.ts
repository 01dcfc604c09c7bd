// Commands in a room that another one took the place of: whoever answers a mail of the old one is told where to go.
import type { EventIssue } from '../github/event.ts';
import type { Incident } from '../model/incident.ts';
import { stepOf, type SyncState } from '../projection/sync.ts';
import { readFormer } from '../rooms/markers.ts';
import { answerMarker } from './answer.ts';
import { isCarriedOut } from '../slash-commands/carry-out.ts';
import { elsewhereWords } from '../slash-commands/edited-commands.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { hearComment, post } from './comment.ts';
import { answerKey, type CommentChange, commentKey } from './comment-change.ts';
import { type Desk, type Heard, interrupted, unheard } from './desk.ts';
import { homeOf } from './home.ts';

/** The incident whose room an issue was; null where it was none, or where nothing of the incident may be told there. */
export function formerHomeOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  { body }: Pick<EventIssue, 'body'>,
): Incident | null {
  const successor = readFormer(body);
  return successor === null ? null : homeOf(state, { number: successor, body: '' });
}

/**
 * Says once of a comment with commands that nothing of it was carried out, and where to say it. What was said here while this
 * was the room is still edited and deleted here, and its notes follow.
 */
export async function hearFormer(
  desk: Desk,
  incident: Incident,
  change: CommentChange,
): Promise<Heard> {
  const { comment, kind } = change;
  const room = incident.room ?? 0;
  if (kind !== 'made' && isCarriedOut(incident, commentKey(comment)))
    return await hearComment(desk, incident, change, room);
  if (kind === 'deleted' || parseComment(comment.body).length === 0)
    return unheard(`comment ${comment.id}: nothing of it was done`);
  const words = `**Not done.** ${elsewhereWords(room)}`;
  const posted = await post(desk, comment.issue, `${answerMarker(answerKey(change))}\n\n${words}`);
  if (posted !== null) return posted;
  const reacted = stepOf(await desk.github.comments.react(comment.id, 'confused'));
  if (reacted.kind === 'later') return interrupted(reacted);
  return { said: `comment ${comment.id}: in a former room`, incidents: [], again: null };
}
