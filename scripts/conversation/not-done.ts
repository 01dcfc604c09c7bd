// Commands where nothing can be carried out: whoever wrote them is told so, once, and where to go.
import { stepOf } from '../projection/sync.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { answerMarker } from '../rooms/markers.ts';
import { post } from './comment.ts';
import { answerKey, type CommentChange } from './comment-change.ts';
import { type Desk, type Heard, interrupted, unheard } from './desk.ts';

/** Says of a comment with commands that nothing of it was carried out. `why` is for people, `where` for the log. */
export async function refuseAll(
  desk: Desk,
  change: CommentChange,
  { why, where }: { readonly why: string; readonly where: string },
): Promise<Heard> {
  const { comment, kind } = change;
  if (kind === 'deleted' || parseComment(comment.body).length === 0)
    return unheard(`comment ${comment.id}: nothing of it was done`);
  const words = `**Not done.** ${why}`;
  const posted = await post(desk, comment.issue, `${answerMarker(answerKey(change))}\n\n${words}`);
  if (posted !== null) return posted;
  const reacted = stepOf(await desk.github.comments.react(comment.id, 'confused'));
  if (reacted.kind === 'later') return interrupted(reacted);
  return { said: `comment ${comment.id}: ${where}`, incidents: [], again: null };
}
