// Committed state → rooms: finds or makes each room, commits its number, and brings it to what it shall be. Whatever a
// pass leaves undone, the next one does.
import { type IncidentRecord, readRecord } from '../incidents/record.ts';
import type { Incident } from '../model/incident.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { roomMarker } from '../rooms/markers.ts';
import { type Room, roomOf, wantsRoom } from '../rooms/room.ts';
import { healDuplicate } from './heal.ts';
import { createRoom, findRoom, type Placed } from './find-room.ts';
import { numberRooms } from './number-rooms.ts';
import type { Step, SyncReport, SyncState, SyncWorld } from './sync.ts';
import { type Survey, surveyRooms } from './survey.ts';
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
  const incidents = records.map(({ incident }) => incident);
  const wanted = records
    .filter(({ incident }) => wantsRoom(incident) && (only === null || only.has(incident.id)))
    .toSorted(byUrgency);
  const survey = await surveyRooms(world.github);
  if (survey.kind !== 'done') {
    note(pass, 'rooms', survey);
    return reportOf(pass);
  }
  const input = { ...state, incidents };
  const placed = await placeRooms(world, { pass, survey: survey.value, input }, wanted);
  const numbers = new Map([...placed].map(([id, { issue }]) => [id, issue.number]));
  await numberRooms(
    world.workspace,
    new Map([...numbers].filter(([id, number]) => numberOf(incidents, id) !== number)),
  );
  for (const [id, { how }] of placed) if (how !== 'known') await world.budget.end(roomMarker(id));
  const numbered = incidents.map((each) => ({ ...each, room: numbers.get(each.id) ?? each.room }));
  for (const record of wanted) {
    const home = placed.get(record.incident.id);
    if (home === undefined) continue;
    if (pass.isHeld) break;
    const known = { ...record, incident: { ...record.incident, room: home.issue.number } };
    const room = decide(world, known, { ...input, incidents: numbered });
    const updated = await updateRoom(world.github, room, home.issue, home.how !== 'known');
    note(pass, record.incident.id, updated);
    if (updated.kind === 'done' && updated.value && home.how === 'known')
      pass.changed.push(record.incident.id);
  }
  return reportOf(pass);
}

type Input = Pick<SyncState, 'organisation' | 'postmortems'> & {
  readonly incidents: readonly Incident[];
};

/** What is known while rooms are placed. */
type Sight = { readonly pass: Pass; readonly survey: Survey; readonly input: Input };

type Pass = {
  readonly created: string[];
  readonly adopted: string[];
  readonly changed: string[];
  readonly healed: number[];
  readonly waiting: string[];
  readonly refused: { readonly incident: string; readonly sentence: string }[];
  again: SyncReport['again'];
  /** GitHub is not to be asked any more for now. */
  isHeld: boolean;
};

function startPass(): Pass {
  return {
    created: [],
    adopted: [],
    changed: [],
    healed: [],
    waiting: [],
    refused: [],
    again: null,
    isHeld: false,
  };
}

function reportOf({ isHeld: _held, ...report }: Pass): SyncReport {
  return report;
}

/** The worst first, and of those the oldest. */
function byUrgency(
  { incident: left }: IncidentRecord,
  { incident: right }: IncidentRecord,
): number {
  const order =
    INCIDENT_SEVERITIES.indexOf(left.severity) - INCIDENT_SEVERITIES.indexOf(right.severity);
  return order === 0
    ? (left.at.declared ?? left.id) < (right.at.declared ?? right.id)
      ? -1
      : 1
    : order;
}

function numberOf(incidents: readonly Incident[], id: string): number | null {
  return incidents.find((incident) => incident.id === id)?.room ?? null;
}

async function placeRooms(
  world: SyncWorld,
  { pass, survey, input }: Sight,
  wanted: readonly IncidentRecord[],
): Promise<ReadonlyMap<string, Placed>> {
  const placed = new Map<string, Placed>();
  for (const record of wanted) {
    if (pass.isHeld) break;
    const { id } = record.incident;
    const found = await findRoom(world, survey, record.incident);
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
    placed.set(id, home);
    if (home.how === 'adopted') pass.adopted.push(id);
    if (home.how === 'created') pass.created.push(id);
  }
  return placed;
}

async function makeRoom(
  world: SyncWorld,
  pass: Pass,
  record: IncidentRecord,
  input: Input,
): Promise<Placed | null> {
  if (!(await world.budget.takeRoom(toMs(world.now())))) {
    pass.waiting.push(record.incident.id);
    return null;
  }
  const made = await createRoom(world, decide(world, record, input), 1);
  note(pass, record.incident.id, made);
  return made.kind === 'done' ? made.value : null;
}

function decide(world: SyncWorld, record: IncidentRecord, input: Input): Room {
  const { organisation, incidents } = input;
  const postmortem = postmortemOf(record.incident, input.postmortems);
  return roomOf({
    organisation,
    record,
    incidents,
    postmortem,
    now: world.now(),
    fileUrl: world.fileUrl,
  });
}

/** The one that the incident names, else its own. */
function postmortemOf(incident: Incident, all: readonly Postmortem[]): Postmortem | null {
  const id = incident.postmortem ?? incident.id;
  return all.find((postmortem) => postmortem.incident === id) ?? null;
}

function note(pass: Pass, incident: string, step: Step<unknown>): void {
  if (step.kind === 'refused') pass.refused.push({ incident, sentence: step.sentence });
  if (step.kind !== 'later') return;
  const { afterMs, sentence, isForAll } = step;
  pass.isHeld ||= isForAll;
  if (pass.again === null || afterMs > pass.again.afterMs) pass.again = { afterMs, sentence };
}
