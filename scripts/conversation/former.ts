// Commands in a room that another one took the place of: whoever answers a mail of the old one is told where to go.
import type { EventIssue } from '../github/event.ts';
import type { Incident } from '../model/incident.ts';
import { stepOf, type SyncState } from '../projection/sync.ts';
import { readFormer } from '../rooms/markers.ts';
import { answerMarker } from './answer.ts';
import { post } from './comment.ts';
import { type CommentChange, commentKey } from './comment-change.ts';
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

/** Says once of a comment with commands that nothing of it was carried out, and where to say it. */
export async function hearFormer(
  desk: Desk,
  { room }: Incident,
  { comment, kind }: CommentChange,
): Promise<Heard> {
  if (kind !== 'made') return unheard(`comment ${comment.id}: an edit in a former room`);
  const words = `**Not done.** This is no longer the room of the incident: say it in #${room ?? 0}, which counts.`;
  const posted = await post(
    desk,
    comment.issue,
    `${answerMarker(commentKey(comment))}\n\n${words}`,
  );
  if (posted !== null) return posted;
  const reacted = stepOf(await desk.github.comments.react(comment.id, 'confused'));
  if (reacted.kind === 'later') return interrupted(reacted);
  return { said: `comment ${comment.id}: in a former room`, incidents: [], again: null };
}
