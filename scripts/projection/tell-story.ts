// A room that was made again, or was emptied for a while, learns what happened before: each comment once, whatever ends a
// pass in between.
import type { Issue } from '../github/issues.ts';
import { toMs } from '../model/instant.ts';
import { withStoryTold } from '../rooms/markers.ts';
import type { Room } from '../rooms/room.ts';
import { sayOnce } from './say-once.ts';
import { done, type Step, stepOf, type SyncWorld } from './sync.ts';

/** Tells in a room what it owes, as long as people need the writes for nothing else; answers whether it owed anything. */
export async function tellStory(
  { github, budget, now }: Pick<SyncWorld, 'github' | 'budget' | 'now'>,
  { story, owesStory }: Pick<Room, 'story' | 'owesStory'>,
  { number, body }: Issue,
): Promise<Step<boolean>> {
  if (!owesStory(body)) return done(false);
  for (const text of story()) {
    const nowMs = toMs(now());
    const busyMs = await budget.busyUntil(nowMs);
    if (busyMs !== null)
      return {
        kind: 'later',
        afterMs: busyMs - nowMs,
        sentence: 'what happened before is told once there are writes for it',
        isForAll: false,
      };
    const told = await sayOnce(github, number, text);
    if (told.kind !== 'done') return told;
  }
  // What people wrote meanwhile must not be overwritten.
  const read = stepOf(await github.issues.read(number));
  if (read.kind !== 'done') return read;
  const updated = stepOf(
    await github.issues.update(number, { body: withStoryTold(read.value.body) }),
  );
  return updated.kind === 'done' ? done(true) : updated;
}
