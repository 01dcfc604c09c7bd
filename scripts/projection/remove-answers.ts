// Our own answers in a room about which nothing may be read any more.
import type { Github } from '../github/github.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Deletes them; what people wrote there stays. */
export async function removeAnswers(github: Github, number: number): Promise<Step<null>> {
  const listed = stepOf(await github.comments.list(number));
  if (listed.kind !== 'done') return listed;
  for (const { id, body, isBot } of listed.value) {
    if (!isBot || !body.startsWith('<!-- tocsin:')) continue;
    const removed = stepOf(await github.comments.remove(id));
    if (removed.kind === 'later') return removed;
  }
  return done(null);
}
