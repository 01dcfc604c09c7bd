// Commands in the issue of an action item: they are said in the room of its incident.
import type { EventIssue } from '../github/event.ts';
import { isHidden } from '../incidents/hidden.ts';
import type { Incident } from '../model/incident.ts';
import { incidentOfAction } from '../postmortems/action-issues.ts';
import type { SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import type { CommentChange } from './comment-change.ts';
import type { Desk, Heard } from './desk.ts';
import { placeOf } from './home.ts';
import { refuseAll } from './not-done.ts';

/** The incident of whose action item an issue is; null for any other issue, and where nothing of it may be told. */
export function actionHomeOf(
  { files, organisation }: Pick<SyncState, 'files' | 'organisation'>,
  issue: Pick<EventIssue, 'title' | 'body'>,
): Incident | null {
  const named = incidentOfAction(issue);
  const home = named === null ? null : readBook(files).incidents.find(({ id }) => id === named);
  return home == null || isHidden(home, organisation) ? null : home;
}

/** Says of a comment with commands that nothing of it was carried out, and where to say it. */
export async function hearAction(
  desk: Desk,
  incident: Incident,
  change: CommentChange,
): Promise<Heard> {
  return await refuseAll(desk, change, {
    why: `This is the issue of an action item: say it in ${placeOf(incident)}. When the item is done, close this issue.`,
    where: 'in the issue of an action item',
  });
}
