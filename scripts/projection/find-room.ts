// The issue that is an incident's room: the one with its marker, else the one that its file names, else a new one.
import type { Issue } from '../github/issues.ts';
import { formKey, parseForm } from '../incidents/form.ts';
import { incidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import { BEGINNING, toMs } from '../model/instant.ts';
import { HIDDEN_MARKER } from '../rooms/hidden-text.ts';
import { INCIDENT_LABEL } from '../rooms/labels.ts';
import { NO_KEEPSAKES, readMarks, roomMarker, type RoomMarks } from '../rooms/markers.ts';
import type { Room } from '../rooms/room.ts';
import { ensureLabels } from './room-labels.ts';
import { done, type Step, stepOf, type SyncWorld } from './sync.ts';
import { type FoundRoom, pickRoom, type Survey } from './survey.ts';

/** The room of an incident, and whether its file has to learn of it. */
export type Placed = { readonly issue: Issue; readonly how: 'known' | 'adopted' | 'created' };

/** Finds the room that is there; null where there is none. */
export async function findRoom(
  world: SyncWorld,
  survey: Survey,
  incident: Incident,
  isKnown: (id: string) => boolean,
): Promise<Step<{ readonly room: Placed | null; readonly duplicates: readonly FoundRoom[] }>> {
  const listed = survey.get(incident.id) ?? [];
  const isListed = listed.some(({ issue }) => issue.number === incident.room);
  const named =
    incident.room === null || isListed ? null : await readNamed(world, incident, isKnown);
  if (named !== null && named.kind !== 'done') return named;
  const extra = named?.value ?? null;
  const { room, duplicates } = pickRoom([...listed, ...(extra === null ? [] : [extra])]);
  if (room === null) return done({ room: null, duplicates: [] });
  const how = room.issue.number === incident.room ? 'known' : 'adopted';
  return done({ room: { issue: room.issue, how }, duplicates });
}

/** The issue that the file names, if it still is this incident's: numbers mean something else in another repository. */
async function readNamed(
  world: SyncWorld,
  incident: Incident,
  isKnown: (id: string) => boolean,
): Promise<Step<FoundRoom | null>> {
  const number = incident.room ?? 0;
  const answer = await world.github.issues.read(number);
  if (answer.kind === 'refused' && (answer.reason === 'missing' || answer.reason === 'gone'))
    return done(null);
  const read = stepOf(answer);
  if (read.kind !== 'done') return read;
  const issue = read.value;
  const marks = readMarks(issue.body);
  // Another room would cut it off from what was said and is owed there.
  if (marks.incident !== null && marks.incident !== incident.id && !isKnown(marks.incident))
    return { kind: 'refused', sentence: renamedWords(incident, marks.incident) };
  // Somebody may have deleted the hidden line, and an issue form makes a room without one. GitHub leaves out a label of the
  // form that the repository does not know yet.
  const isUnmarked =
    marks.incident === null &&
    (issue.labels.includes(INCIDENT_LABEL) || isDeclaredBy(incident, issue)) &&
    !OTHER.test(issue.body);
  // One that nobody might read for a while names nobody, and is this incident's room by its number alone.
  const isEmptied = issue.body.startsWith(HIDDEN_MARKER);
  const isOurs = marks.incident === incident.id || isUnmarked || isEmptied;
  return done(isOurs && issue.number === number ? { issue, marks } : null);
}

function isDeclaredBy({ keys }: Incident, { number, body }: Issue): boolean {
  return keys.has(formKey(number)) && parseForm(body, BEGINNING).kind !== 'no-form';
}

function renamedWords({ id, room }: Incident, former: string): string {
  return `\`${id}\` names #${room ?? 0}, the room of \`${former}\`, whose file is gone: rename it to \`${incidentPath(former)}\` again, or take \`room\` out of it where it is another incident`;
}

/** What Tocsin marks as something else than a room. */
const OTHER = /^<!-- tocsin:(umbrella|duplicate|action)/;

/** Which of an incident's rooms it is, and whether it has to tell what happened before. */
export type Making = Pick<RoomMarks, 'part' | 'isUntold'>;

/** Makes the room. After an answer that never came it is looked for again before another one is made. */
export async function createRoom(
  world: SyncWorld,
  room: Room,
  { part, isUntold }: Making,
): Promise<Step<Placed>> {
  const { github, budget, now, listLagMs } = world;
  const marker = roomMarker(room.incident, part);
  const labelled = await ensureLabels(github, room.labels);
  if (labelled.kind !== 'done') return labelled;
  const nowMs = toMs(now());
  const since = await budget.begin(marker, nowMs, listLagMs);
  if (since !== null) {
    const sentence = `the room of ${room.incident} may have been made already: GitHub's list is waited for`;
    return { kind: 'later', afterMs: since + listLagMs - nowMs, sentence, isForAll: false };
  }
  // Whom it is assigned to is noted when they are: somebody may end this process before.
  const keepsakes = { ...NO_KEEPSAKES, isUntold };
  const { title, labels } = room;
  const answer = await github.issues.create({
    title,
    labels,
    body: room.body('', part, keepsakes),
  });
  const isUnknown = answer.kind === 'retry' && answer.mayHaveHappened;
  if (answer.kind !== 'answered' && !isUnknown) await budget.end(marker);
  const made = stepOf(answer);
  if (made.kind === 'later' && isUnknown)
    return { ...made, afterMs: Math.max(made.afterMs, listLagMs) };
  return made.kind === 'done' ? done({ issue: made.value, how: 'created' }) : made;
}
