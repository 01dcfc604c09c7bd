// Brings one room to what it shall be: only what differs is written.
import type { Github } from '../github/github.ts';
import type { Issue, IssueChange } from '../github/issues.ts';
import { readMarks, type RoomMarks } from '../rooms/markers.ts';
import { isRepeat, type Room, type RoomState } from '../rooms/room.ts';
import { assign } from './assign.ts';
import { labelDifference, syncLabels } from './room-labels.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Updates a room; answers whether anything was written. A new one was never assigned to anybody. */
export async function updateRoom(
  github: Github,
  room: Room,
  listed: Issue,
  isNew: boolean,
): Promise<Step<boolean>> {
  const isListedSame = !isNew && !differs(room, listed);
  if (isListedSame) return done(false);
  // People may have written since the list was made, and their words must not be overwritten.
  const read = isNew ? done(listed) : stepOf(await github.issues.read(listed.number));
  if (read.kind !== 'done') return read;
  const issue = read.value;
  const labelled = await syncLabels(github, issue, room.labels);
  if (labelled.kind !== 'done') return labelled;
  const assigned = await assignRoom(github, room, issue, isNew);
  if (assigned.kind !== 'done') return assigned;
  const change = changeOf(room, issue, assigned.value.noted);
  if (change === null) return done(isNew || labelled.value || assigned.value.isChanged);
  const updated = stepOf(await github.issues.update(issue.number, change));
  return updated.kind === 'done' ? done(true) : updated;
}

function differs(room: Room, issue: Issue): boolean {
  const { missing, surplus } = labelDifference(issue, room.labels);
  if (missing.length + surplus.length > 0) return true;
  const known = readMarks(issue.body).leftOut;
  const leftOut = room.assignees.filter((login) => known.includes(login));
  const noted = { assigned: room.assignees.filter((login) => !leftOut.includes(login)), leftOut };
  return changeOf(room, issue, noted) !== null;
}

/** Whom the hidden lines name. */
type Noted = Pick<RoomMarks, 'assigned' | 'leftOut'>;

/** What is to be written; the hidden lines name whom it is assigned to. */
function changeOf(room: Room, issue: Issue, noted: Noted): IssueChange | null {
  const marks = readMarks(issue.body);
  const body = room.body(issue.body, marks.part, { ...marks, ...noted });
  const change: IssueChange = {
    ...(room.title === issue.title ? {} : { title: room.title }),
    ...(isSameBody(body, issue.body) ? {} : { body }),
    ...stateChange(room.state, issue),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** GitHub's own editor writes other ends of lines into the whole body. */
function isSameBody(left: string, right: string): boolean {
  return left.replaceAll('\r\n', '\n') === right.replaceAll('\r\n', '\n');
}

/** GitHub may ignore another reason for what is closed, so it is said once: the hidden line notes that it was. */
function stateChange(state: RoomState, issue: Issue): IssueChange {
  if (state.kind === 'open')
    return issue.state === 'open' ? {} : { state: 'open', reason: 'reopened' };
  const isPutRight =
    state.reason !== issue.closedAs && isRepeat(state) !== readMarks(issue.body).isRepeat;
  return issue.state === 'open' || isPutRight ? { state: 'closed', reason: state.reason } : {};
}

/**
 * Assigns whom the incident names since the last time; whom people unassigned stays so. Whom GitHub leaves out is told of
 * once, and tried again whenever the room is written.
 */
async function assignRoom(
  github: Github,
  room: Room,
  issue: Issue,
  isNew: boolean,
): Promise<Step<{ readonly isChanged: boolean; readonly noted: Noted }>> {
  const before = isNew ? NOBODY : readMarks(issue.body);
  const added = room.assignees.filter((login) => !before.assigned.includes(login));
  const removed = before.assigned.filter(
    (login) => !room.assignees.includes(login) && issue.assignees.includes(login),
  );
  const number = issue.number;
  const step = await assign(github, {
    number,
    logins: added,
    told: before.leftOut,
    what: 'room',
  });
  if (step.kind !== 'done') return step;
  const leftOut = step.value;
  if (removed.length > 0) {
    const unassigned = stepOf(await github.issues.unassign(number, removed));
    if (unassigned.kind !== 'done') return unassigned;
  }
  const isNews = leftOut.some((login) => !before.leftOut.includes(login));
  const assigned = room.assignees.filter((login) => !leftOut.includes(login));
  const isChanged = added.length > leftOut.length || removed.length > 0 || isNews;
  return done({ isChanged, noted: { assigned, leftOut } });
}

const NOBODY: Noted = { assigned: [], leftOut: [] };
