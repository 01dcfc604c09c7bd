// A room that another one took the place of: it is closed, and says which one counts. What people wrote there stays.
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import { formerMarker, joinBody, splitBody } from '../rooms/markers.ts';
import { type Step, stepOf } from './sync.ts';

/** Closes a second room, or a full one, with a link; its hidden line no longer calls it a room. */
export async function healDuplicate(
  github: Github,
  issue: Issue,
  canonical: number,
  why: 'second' | 'full' = 'second',
): Promise<Step<unknown>> {
  const reason =
    why === 'full'
      ? 'This room is full: GitHub takes no more comments soon.'
      : 'Another room of the same incident counts.';
  const card = `**${reason} Go on in #${canonical}.**`;
  const marker = formerMarker(canonical);
  const body = joinBody({ ...splitBody(issue.body), card }, marker, { cursor: null, assigned: [] });
  return stepOf(
    await github.issues.update(issue.number, { body, state: 'closed', reason: 'not_planned' }),
  );
}
