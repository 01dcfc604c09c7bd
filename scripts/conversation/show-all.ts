// Everything on GitHub as the files say. Why a post-mortem does not go on by itself is said in its room, once: nobody
// reads the log of a run.
import { type Learned, showLearning, showRooms, type ShowWorld } from '../projection/show.ts';
import { sayOfPostmortem } from '../projection/say-once.ts';
import { readBook } from '../response/book.ts';
import { type Desk, type Heard, interrupted } from './desk.ts';

/** Brings everything on GitHub up to date; tells when to come again, or null. */
export async function showAll(desk: Desk): Promise<Heard['again']> {
  if (desk.showLater !== undefined) {
    desk.showLater(null);
    return null;
  }
  const rooms = await showRooms(desk);
  const learned = await showLearning(desk);
  // What a merge changed in the files, the rooms show at once.
  const followed = new Set(learned?.followed);
  const shown = followed.size === 0 ? null : await showRooms(desk, followed);
  const told = await tellLearned(desk, learned);
  return rooms.again ?? learned?.again ?? shown?.again ?? told?.again ?? null;
}

/** Says in the rooms what people have to know of post-mortems; null when everything is said. */
export async function tellLearned(
  { github, workspace }: Pick<ShowWorld, 'github' | 'workspace'>,
  learned: Learned,
): Promise<Heard | null> {
  const reasons = learned?.reasons ?? [];
  if (reasons.length === 0) return null;
  const files = await workspace.readIncidentFiles(await workspace.readHead());
  const { incidents } = readBook(files);
  for (const { incident, sentence } of reasons) {
    const room = incidents.find(({ id }) => id === incident)?.room ?? null;
    const said = await sayOfPostmortem(github, { id: incident, room }, sentence);
    if (said.kind === 'later') return interrupted(said);
  }
  return null;
}
