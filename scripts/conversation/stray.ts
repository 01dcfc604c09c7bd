// An issue that carries the label of rooms and is none: whoever sees it believes that somebody was called.
import type { Actor, EventIssue } from '../github/event.ts';
import { INCIDENT_LABEL } from '../rooms/labels.ts';
import type { SyncState } from '../projection/sync.ts';
import { actionHomeOf } from './action-issue.ts';
import { answerMarker } from '../rooms/markers.ts';
import { post } from './comment.ts';
import type { CommentChange } from './comment-change.ts';
import { type Desk, type Heard, unheard } from './desk.ts';
import { formerHomeOf } from './former.ts';
import { hiddenHomeOf, homeOf } from './home.ts';
import { refuseAll } from './not-done.ts';

/** Whether an issue looks like a room to people although Tocsin knows none there. */
export function isStray({ labels, body }: Pick<EventIssue, 'labels' | 'body'>): boolean {
  return labels.includes(INCIDENT_LABEL) && !isMarked(body);
}

/** Says once that nothing was declared by it. */
export async function hearStray(desk: Desk, issue: EventIssue, by: Actor): Promise<Heard> {
  const said = `issue ${issue.number}: no form`;
  if (by.isBot || !isStray(issue)) return unheard(said);
  const text = `${answerMarker(`no-form-${issue.number}`)}\n\n**No incident was declared.** ${NO_FORM}`;
  return (await post(desk, issue.number, text)) ?? unheard(said);
}

/** Says of a comment with commands in it that nothing of it was carried out. */
export async function hearInStray(
  desk: Desk,
  issue: EventIssue,
  change: CommentChange,
): Promise<Heard> {
  const where = `issue ${issue.number} is no room`;
  // A room whose incident these files do not know yet is heard with newer ones.
  if (!isStray(issue)) return unheard(where);
  return await refuseAll(desk, change, { why: NO_FORM, where });
}

/** Whether such an issue is nobody's by the files as well: no room, no former one, and none of an action item. */
export function isStrayNow(
  state: Pick<SyncState, 'files' | 'organisation'>,
  issue: EventIssue,
): boolean {
  return (
    isStray(issue) &&
    [homeOf, hiddenHomeOf, formerHomeOf, actionHomeOf].every((find) => find(state, issue) === null)
  );
}

function isMarked(body: string): boolean {
  return /^<!-- tocsin:/m.test(body);
}

const NO_FORM = `Nobody was called: this issue carries the label \`${INCIDENT_LABEL}\` and is no room. Open a new issue with the form *Incident*, which becomes its room, or start the workflow \`declare\`, or say \`tocsin incident open\` at the command line. Where nothing fails, take the label off.`;
