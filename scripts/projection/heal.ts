// A second room of an incident: it is closed, and says which one counts. What people wrote there stays.
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import { joinBody, splitBody } from '../rooms/markers.ts';
import { type Step, stepOf } from './sync.ts';

/** Closes a duplicate with a link; its hidden line no longer calls it a room. */
export async function healDuplicate(
  github: Github,
  issue: Issue,
  canonical: number,
): Promise<Step<unknown>> {
  const card = `**Another room of the same incident counts. Go on in #${canonical}.**`;
  const marker = `<!-- tocsin:duplicate ${canonical} -->`;
  const body = joinBody({ ...splitBody(issue.body), card }, marker, { cursor: null, assigned: [] });
  return stepOf(
    await github.issues.update(issue.number, { body, state: 'closed', reason: 'not_planned' }),
  );
}
