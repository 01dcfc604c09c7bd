// Commands in a pull request of ours: they are said in the room of its incident.
import type { EventIssue } from '../github/event.ts';
import { isHidden } from '../incidents/hidden.ts';
import { incidentOfRequest } from '../postmortems/pull-request.ts';
import { readBook } from '../response/book.ts';
import type { CommentChange } from './comment-change.ts';
import { type Desk, type Heard, interrupted, readState, unheard } from './desk.ts';
import { placeOf } from './home.ts';
import { refuseAll } from './not-done.ts';
import { wasTurnedAway } from './turned-away.ts';

/** Says of a comment with commands that nothing of it was carried out, and where to say it; others' are left alone. */
export async function hearInRequest(
  desk: Desk,
  issue: EventIssue,
  change: CommentChange,
): Promise<Heard> {
  const named = incidentOfRequest(issue.body);
  const where = `pull request ${issue.number}`;
  if (named === null) return unheard(`${where} is none of ours`);
  const { files, organisation } = await readState(desk);
  const home = readBook(files).incidents.find(({ id }) => id === named);
  if (home === undefined || isHidden(home, organisation))
    return unheard(`${where} is of no incident that is shown`);
  const turned = await wasTurnedAway(desk, organisation, change);
  if (turned.kind !== 'done') return interrupted(turned);
  if (turned.value) return unheard(`comment ${change.comment.id}: of a stranger, who was answered`);
  const why = `This is a pull request: say commands in ${placeOf(home)}. What is written here is changed in its files and approved by a review.`;
  return await refuseAll(desk, change, { why, where });
}
