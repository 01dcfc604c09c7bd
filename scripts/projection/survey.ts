// Which issues are whose rooms, by the hidden first line of their bodies.
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import type { Incident } from '../model/incident.ts';
import { INCIDENT_LABEL, STORM_LABEL } from '../rooms/labels.ts';
import { readMarks, type RoomMarks } from '../rooms/markers.ts';
import { isUmbrella } from '../rooms/umbrella.ts';
import { type Step, done, stepOf } from './sync.ts';

/** An issue that says that it is a room. */
export type FoundRoom = { readonly issue: Issue; readonly marks: RoomMarks };

/** All rooms by incident, lowest number first. */
export type Survey = ReadonlyMap<string, readonly FoundRoom[]>;

/** The rooms, and the issues with their label that are none. */
export type Surveyed = { readonly rooms: Survey; readonly others: readonly Issue[] };

/** Lists the rooms. One made a moment ago may be missing. */
export async function surveyRooms(github: Github): Promise<Step<Survey>> {
  const surveyed = await surveyIssues(github);
  return surveyed.kind === 'done' ? done(surveyed.value.rooms) : surveyed;
}

/** Lists the rooms, and the issues with their label that are none. */
export async function surveyIssues(github: Github): Promise<Step<Surveyed>> {
  const listed = stepOf(await github.issues.list({ label: INCIDENT_LABEL, state: 'all' }));
  if (listed.kind !== 'done') return listed;
  const rooms = new Map<string, FoundRoom[]>();
  const others: Issue[] = [];
  for (const issue of listed.value) {
    const marks = readMarks(issue.body);
    if (marks.incident === null) {
      others.push(issue);
      continue;
    }
    const known = rooms.get(marks.incident) ?? [];
    rooms.set(marks.incident, [...known, { issue, marks }].toSorted(byNumber));
  }
  return done({ rooms, others });
}

/** Lists the rooms of storms, also of those that are over. */
export async function surveyUmbrellas(github: Github): Promise<Step<readonly Issue[]>> {
  const listed = stepOf(await github.issues.list({ label: STORM_LABEL, state: 'all' }));
  return listed.kind === 'done'
    ? done(listed.value.filter(({ body }) => isUmbrella(body)))
    : listed;
}

/** The room that counts: of the newest part the lowest number; people are sent there from all others. */
export function pickRoom(found: readonly FoundRoom[]): {
  readonly room: FoundRoom | null;
  readonly duplicates: readonly FoundRoom[];
} {
  const part = Math.max(...found.map(({ marks }) => marks.part));
  const [room = null] = found.filter(({ marks }) => marks.part === part).toSorted(byNumber);
  return { room, duplicates: found.filter((each) => each !== room) };
}

function byNumber(left: FoundRoom, right: FoundRoom): number {
  return left.issue.number - right.issue.number;
}

/** Whether neither its file nor GitHub knows a room of an incident. */
export function isRoomless(survey: Survey, incident: Incident): boolean {
  return incident.room === null && !survey.has(incident.id);
}
