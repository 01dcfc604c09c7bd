// The pull request of a post-mortem whose incident was none, or a repeat: closed with a word, and opened again with it.
import type { Github } from '../github/github.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { isEnded, postmortemBranch, withEnd, withoutEnd } from '../postmortems/pull-request.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Closes what is open of it; answers whether anything was. What was written stays on its branch. */
export async function endPullRequest(
  { pullRequests }: Pick<Github, 'pullRequests'>,
  id: string,
  state: 'declined' | 'duplicate',
): Promise<Step<boolean>> {
  const listed = stepOf(await pullRequests.listOfBranch(postmortemBranch(id)));
  if (listed.kind !== 'done') return listed;
  const open = listed.value.filter((each) => each.state === 'open');
  for (const { number, body } of open) {
    // Both at once, so that a run that dies leaves nothing half said.
    const change = { body: withEnd(body, state), state: 'closed' } as const;
    const closed = stepOf(await pullRequests.update(number, change));
    if (closed.kind !== 'done') return closed;
  }
  return done(open.length > 0);
}

/** Opens again what Tocsin closed; what somebody else closed stays so. */
export async function takeUp(
  { pullRequests }: Pick<Github, 'pullRequests'>,
  known: PullRequest | null,
): Promise<Step<PullRequest | null>> {
  if (known === null || known.state !== 'closed' || !isEnded(known.body)) return done(known);
  const change = { body: withoutEnd(known.body), state: 'open' } as const;
  return stepOf(await pullRequests.update(known.number, change));
}
