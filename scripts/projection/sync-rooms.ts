// Committed state → rooms: finds or makes each room, commits its number, and brings it to what it shall be. Whatever a
// pass leaves undone, the next one does.
import { type IncidentRecord, readRecord } from '../incidents/record.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { type Written, writtenFor } from '../postmortems/written.ts';
import { readMarks, roomMarker } from '../rooms/markers.ts';
import { type Room, roomOf, wantsRoom } from '../rooms/room.ts';
import { healDuplicate } from './heal.ts';
import { stemOf } from './end-removed.ts';
import { endRooms, hideRooms } from './end-rooms.ts';
import { withoutHidden } from '../incidents/hidden.ts';
import { createRoom, findRoom, type Placed } from './find-room.ts';
import { numberRooms } from './number-rooms.ts';
import { done, type Step, type SyncReport, type SyncState, type SyncWorld } from './sync.ts';
import { isRoomless, type Survey, type Surveyed, surveyIssues, surveyRooms } from './survey.ts';
import { syncUmbrella } from './sync-umbrella.ts';
import { tellStory } from './tell-story.ts';
import { comeAgain, note, type Pass, reportOf, startPass } from './pass.ts';
import { byUrgency } from '../rooms/umbrella.ts';
import { updateRoom } from './update-room.ts';
import { toMs } from '../model/instant.ts';

/** Shows the state on GitHub. `only` names incidents; without it every one is shown. */
export async function syncRooms(
  world: SyncWorld,
  state: SyncState,
  only: ReadonlySet<string> | null = null,
): Promise<SyncReport> {
  const pass = startPass();
  const records = state.files.flatMap((file) => readRecord(file) ?? []);
  const all = records.map(({ incident }) => incident);
  const incidents = withoutHidden(all, state.organisation);
  const hidden = all.filter((incident) => !incidents.includes(incident));
  const isWanted = (incident: Incident): boolean => wantsRoom(incident, state.organisation);
  const wanted = records
    .filter(({ incident }) => isWanted(incident) && (only === null || only.has(incident.id)))
    .toSorted((left, right) => byUrgency(left.incident, right.incident));
  // Rooms whose numbers are known need no list of all; what the list alone shows is left to a pass over all.
  const isListed = only === null || wanted.some(({ incident }) => incident.room === null);
  const surveyed = isListed ? await surveyIssues(world.github) : done(NOTHING);
  if (surveyed.kind !== 'done') {
    note(pass, 'rooms', surveyed);
    return reportOf(pass);
  }
  const { rooms: survey } = surveyed.value;
  await hideRooms(world, { pass, ...surveyed.value }, hidden);
  if (only === null) await endRooms(world, pass, { ...surveyed.value, hidden, state });
  const input = { ...state, incidents };
  const roomless = records
    .map(({ incident }) => incident)
    .filter((each) => isActive(each) && isWanted(each) && isRoomless(survey, each));
  const left = await world.budget.roomsLeft(toMs(world.now()));
  const isStorm = isListed && roomless.length > left;
  // People see all of it at once, whatever rooms cost.
  if (isStorm) note(pass, 'umbrella', await syncUmbrella(world, roomless, true));
  const ids = new Set(state.files.map(({ path }) => stemOf(path)));
  const isKnown = (id: string): boolean => ids.has(id);
  const sight: Sight = { pass, survey: isListed ? survey : null, input, isKnown };
  const placed = await placeRooms(world, sight, wanted);
  await keepNumbers(world, placed);
  const numbered = incidents.map((each) => ({
    ...each,
    room: placed.get(each.id)?.issue.number ?? each.room,
  }));
  await updateRooms(world, pass, { placed, wanted }, { ...input, incidents: numbered });
  if ((isStorm || only === null) && !pass.isHeld) {
    const rest = roomless.filter(({ id }) => !placed.has(id));
    const umbrella = await syncUmbrella(world, rest, false);
    note(pass, 'umbrella', umbrella);
    if (umbrella.kind === 'done' && rest.length > 0) pass.umbrella = umbrella.value;
  }
  return reportOf(pass);
}

type Input = Pick<SyncState, 'organisation' | keyof Written> & {
  readonly incidents: readonly Incident[];
};

/** Incidents, and where their rooms are. */
type Homes = {
  readonly placed: ReadonlyMap<string, Placed>;
  readonly wanted: readonly IncidentRecord[];
};

/** What is known while rooms are placed; no survey where all their numbers are known. */
type Sight = {
  readonly pass: Pass;
  readonly survey: Survey | null;
  readonly input: Input;
  /** Whether an incident has a file. */
  readonly isKnown: (id: string) => boolean;
};

const NOTHING: Surveyed = { rooms: new Map(), others: [] };

/** Files name the rooms that were found or made; from then on nobody makes another one. */
async function keepNumbers(world: SyncWorld, placed: ReadonlyMap<string, Placed>): Promise<void> {
  const news = [...placed].filter(([, { how }]) => how !== 'known');
  await numberRooms(world.workspace, new Map(news.map(([id, { issue }]) => [id, issue.number])));
  for (const [id, { issue }] of news)
    await world.budget.end(roomMarker(id, readMarks(issue.body).part));
}

async function updateRooms(
  world: SyncWorld,
  pass: Pass,
  { placed, wanted }: Homes,
  input: Input,
): Promise<void> {
  for (const record of wanted) {
    const { id } = record.incident;
    const home = placed.get(id);
    if (home === undefined) continue;
    if (pass.isHeld) break;
    const known = { ...record, incident: { ...record.incident, room: home.issue.number } };
    const room = decide(world, known, input);
    const step = await showIn(world, room, home);
    note(pass, id, step);
    if (step.kind === 'done' && step.value && home.how === 'known') pass.changed.push(id);
  }
}

/** Brings a room to what it shall be, then tells in it what it owes; answers whether anything was written. */
async function showIn(
  world: SyncWorld,
  room: Room,
  { issue, how }: Placed,
): Promise<Step<boolean>> {
  const updated = await updateRoom(world.github, room, issue, how === 'created');
  if (updated.kind !== 'done') return updated;
  const told = await tellStory(world, room, issue);
  return told.kind === 'done' ? done(updated.value || told.value) : told;
}

async function placeRooms(
  world: SyncWorld,
  { pass, survey, input, isKnown }: Sight,
  wanted: readonly IncidentRecord[],
): Promise<ReadonlyMap<string, Placed>> {
  const placed = new Map<string, Placed>();
  let listed = survey;
  for (const record of wanted) {
    if (pass.isHeld) break;
    const { id } = record.incident;
    let found = await findRoom(world, listed ?? new Map(), record.incident, isKnown);
    if (found.kind === 'done' && found.value.room === null && listed === null) {
      // The number that its file has is not its room's: no other one is made before all were looked at.
      const surveyed = await surveyRooms(world.github);
      if (surveyed.kind === 'done') listed = surveyed.value;
      found =
        surveyed.kind === 'done'
          ? await findRoom(world, surveyed.value, record.incident, isKnown)
          : surveyed;
    }
    note(pass, id, found);
    if (found.kind !== 'done') continue;
    const { room, duplicates } = found.value;
    for (const duplicate of duplicates) {
      const healed = await healDuplicate(world.github, duplicate.issue, room?.issue.number ?? 0);
      note(pass, id, healed);
      if (healed.kind === 'done') pass.healed.push(duplicate.issue.number);
    }
    const home = room ?? (await makeRoom(world, pass, record, input));
    if (home === null) continue;
    const next = await continueRoom(world, pass, record, { home, input });
    if (next !== null) pass.healed.push(home.issue.number);
    if (next !== null) placed.set(id, next);
    if (next !== null) continue;
    placed.set(id, home);
    if (home.how === 'adopted') pass.adopted.push(id);
    if (home.how === 'created') pass.created.push(id);
  }
  return placed;
}

/** The next room of an incident whose room is nearly full; the full one is closed and leads there. */
async function continueRoom(
  world: SyncWorld,
  pass: Pass,
  record: IncidentRecord,
  { home, input }: { readonly home: Placed; readonly input: Input },
): Promise<Placed | null> {
  const { incident } = record;
  if (home.issue.comments < world.mostComments || !isActive(incident)) return null;
  const { part, isUntold } = readMarks(home.issue.body);
  if (isUntold) return null;
  const room = decide(world, record, input);
  const made = await createRoom(world, room, { part: part + 1, isUntold: false });
  note(pass, incident.id, made);
  if (made.kind !== 'done') return null;
  pass.created.push(incident.id);
  note(
    pass,
    incident.id,
    await healDuplicate(world.github, home.issue, made.value.issue.number, 'full'),
  );
  return made.value;
}

async function makeRoom(
  world: SyncWorld,
  pass: Pass,
  record: IncidentRecord,
  input: Input,
): Promise<Placed | null> {
  const nowMs = toMs(world.now());
  const freeAtMs = await world.budget.takeRoom(nowMs);
  if (freeAtMs !== null) {
    pass.waiting.push(record.incident.id);
    comeAgain(pass, {
      afterMs: freeAtMs - nowMs,
      sentence: 'more rooms are wanted than may be made at once',
    });
    return null;
  }
  const room = decide(world, record, input);
  // A file that names a room knows of one that is gone, with all that was said there.
  const isUntold = record.incident.room !== null && room.story().length > 0;
  const made = await createRoom(world, room, { part: 1, isUntold });
  note(pass, record.incident.id, made);
  return made.kind === 'done' ? made.value : null;
}

function decide(world: SyncWorld, record: IncidentRecord, input: Input): Room {
  const { organisation, incidents } = input;
  const postmortem = writtenFor(record.incident, input);
  return roomOf({
    organisation,
    record,
    incidents,
    postmortem,
    now: world.now(),
    fileUrl: world.fileUrl,
    pullsUrl: world.pullsUrl,
  });
}
