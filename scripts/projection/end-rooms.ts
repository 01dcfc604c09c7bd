// Rooms that nobody may see any more, that have lost their incident, or that people opened again.
import type { Issue } from '../github/issues.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, DAY_MS } from '../model/instant.ts';
import { readFormer } from '../rooms/markers.ts';
import { endRemoved } from './end-removed.ts';
import { keepClosed } from './heal.ts';
import { hideRoom } from './hide-room.ts';
import { note, type Pass } from './pass.ts';
import { firstDayOf, removeMentions } from './remove-answers.ts';
import type { SyncState, SyncWorld } from './sync.ts';
import { isRoomless, type Surveyed } from './survey.ts';

/** Rooms of what was shown before, also second ones and those that were full. */
export async function hideRooms(
  world: SyncWorld,
  { pass, rooms, others }: Surveyed & { readonly pass: Pass },
  hidden: readonly Incident[],
): Promise<void> {
  for (const { id, room } of hidden) {
    const listed = (rooms.get(id) ?? []).map(({ issue }) => issue.number);
    const numbers = withFormer([...listed, ...(room === null ? [] : [room])], others);
    for (const number of numbers) {
      if (pass.isHeld) return;
      const step = await hideRoom(world.github, { id, rooms: [...numbers] }, number);
      note(pass, id, step);
      if (step.kind === 'done' && step.value) pass.healed.push(number);
    }
  }
}

/** What only a look at all rooms shows: those of what nobody may see or is gone, and those that people opened again. */
export async function endRooms(
  world: SyncWorld,
  pass: Pass,
  {
    rooms,
    others,
    hidden,
    state,
  }: Surveyed & { readonly hidden: readonly Incident[]; readonly state: SyncState },
): Promise<void> {
  await hideRoomless(
    world,
    pass,
    hidden.filter((each) => isRoomless(rooms, each)),
  );
  await endRemoved(world, pass, { survey: rooms, state });
  if (pass.isHeld) return;
  const kept = await keepClosed(world.github, others);
  note(pass, 'rooms', kept);
  if (kept.kind === 'done') pass.healed.push(...kept.value);
}

/**
 * What had no room of its own may have been told of in that of a storm. Nothing on GitHub says that this was done, so it is
 * done again, for as long as a storm may be remembered.
 */
async function hideRoomless(
  { github, now }: SyncWorld,
  pass: Pass,
  hidden: readonly Incident[],
): Promise<void> {
  const oldest = addMs(now(), -REMEMBERED_MS);
  const untold = hidden.flatMap(({ id }) => (firstDayOf(id) < oldest ? [] : [{ id, rooms: [] }]));
  const [first] = untold.map(({ id }) => firstDayOf(id)).toSorted();
  if (first === undefined || pass.isHeld) return;
  note(pass, 'rooms', await removeMentions(github, untold, first));
}

const REMEMBERED_MS = 7 * DAY_MS;

/** Rooms with those that they took the place of, however often. */
function withFormer(numbers: readonly number[], others: readonly Issue[]): ReadonlySet<number> {
  const all = new Set(numbers);
  for (const number of all)
    for (const issue of others) if (readFormer(issue.body) === number) all.add(issue.number);
  return all;
}
