// Commands in an issue whose incident has its room elsewhere: another room took its place, or its form joined what was open
// already. Whoever answers a mail of it is told where to go.
import type { EventIssue } from '../github/event.ts';
import { formKey, parseForm } from '../incidents/form.ts';
import type { Incident } from '../model/incident.ts';
import { BEGINNING } from '../model/instant.ts';
import type { SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import { originalOf } from '../response/links.ts';
import { readFormer } from '../rooms/markers.ts';
import { isCarriedOut } from '../slash-commands/carry-out.ts';
import { joinedBy } from '../declaring/declare.ts';
import { elsewhereWords } from '../slash-commands/follow-commands.ts';
import { hearComment } from './comment.ts';
import { type CommentChange, commentKey } from './comment-change.ts';
import type { Desk, Heard } from './desk.ts';
import { homeOf } from './home.ts';
import { refuseAll } from './not-done.ts';

/**
 * The incident whose room an issue was, or which its form joined; null where it is neither, or where nothing of the incident
 * may be told there.
 */
export function formerHomeOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  issue: Pick<EventIssue, 'number' | 'body'>,
): Incident | null {
  const successor = readFormer(issue.body) ?? joinedRoomOf(state, issue);
  return successor === null ? null : homeOf(state, { number: successor, body: '' });
}

/** The room of the incident that an issue's form joined. */
function joinedRoomOf(
  { files }: Pick<SyncState, 'files'>,
  { number, body }: Pick<EventIssue, 'number' | 'body'>,
): number | null {
  if (parseForm(body, BEGINNING).kind === 'no-form') return null;
  const book = readBook(files);
  const joined = joinedBy(book, formKey(number));
  return joined === null ? null : originalOf(book, joined).room;
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
  return await refuseAll(desk, change, { why: elsewhereWords(room), where: 'in a former room' });
}
