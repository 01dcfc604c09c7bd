// A room that another one took the place of: it is closed, and says which one counts. What people wrote there stays.
import type { Answer } from '../github/answer.ts';
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import { INCIDENT_LABEL } from '../rooms/labels.ts';
import { formerMarker, joinBody, NO_KEEPSAKES, readFormer, splitBody } from '../rooms/markers.ts';
import { syncLabels } from './room-labels.ts';
import { done, type Step, stepOf } from './sync.ts';

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
  const body = joinBody({ ...splitBody(issue.body), card }, marker, NO_KEEPSAKES);
  const bare = await syncLabels(github, issue, [INCIDENT_LABEL]);
  if (bare.kind !== 'done') return bare;
  return stepOf(
    await github.issues.update(issue.number, { body, state: 'closed', reason: 'not_planned' }),
  );
}

/** Closes those again that somebody opened, and takes labels off that say how an incident stands; answers their numbers. */
export async function keepClosed(
  github: Github,
  issues: readonly Issue[],
): Promise<Step<readonly number[]>> {
  const numbers: number[] = [];
  for (const issue of issues.filter(({ body }) => readFormer(body) !== null)) {
    const bare = await syncLabels(github, issue, [INCIDENT_LABEL]);
    if (bare.kind !== 'done') return bare;
    if (issue.state === 'open') {
      const closed = stepOf(await closeAgain(github, issue.number));
      if (closed.kind !== 'done') return closed;
    }
    if (bare.value || issue.state === 'open') numbers.push(issue.number);
  }
  return done(numbers);
}

/** Closes one. */
export async function closeAgain(github: Github, number: number): Promise<Answer<Issue>> {
  return await github.issues.update(number, { state: 'closed', reason: 'not_planned' });
}
