// Commands in the room of an incident whose file was taken out of the repository: they are answered, once.
import type { EventIssue } from '../github/event.ts';
import { removalOf } from '../projection/end-removed.ts';
import type { SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import { readMarks } from '../rooms/markers.ts';
import { isRemovedBody, removedWords } from '../rooms/removed-text.ts';
import type { CommentChange } from './comment-change.ts';
import type { Desk, Heard } from './desk.ts';
import { refuseAll } from './not-done.ts';

/** The incident whose room an issue was before its file was removed; null for any other issue. */
export async function removedHomeOf(
  { workspace }: Pick<Desk, 'workspace'>,
  { files }: Pick<SyncState, 'files'>,
  { number, body }: Pick<EventIssue, 'number' | 'body'>,
): Promise<string | null> {
  const { incident } = readMarks(body);
  if (incident === null || readBook(files).ids.has(incident)) return null;
  // A clone may no longer know the commit that the room was closed for.
  const isRemoved =
    isRemovedBody(body) || (await removalOf(workspace, { incident, number })) !== null;
  return isRemoved ? incident : null;
}

/** Says of a comment with commands that nothing of it was carried out, and why. */
export async function hearRemoved(
  desk: Desk,
  incident: string,
  change: CommentChange,
): Promise<Heard> {
  return await refuseAll(desk, change, {
    why: removedWords(incident),
    where: 'its incident was removed',
  });
}
