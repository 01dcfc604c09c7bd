// The pull request of a post-mortem whose incident was none, or a repeat: closed with a word, and opened again with it. One
// that nobody might read for a while comes back as well.
import type { Github } from '../github/github.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { postmortemPath } from '../model/history-path.ts';
import type { Organisation } from '../model/organisation.ts';
import { isEnded, postmortemBranch, withEnd, withoutEnd } from '../postmortems/pull-request.ts';
import { requestBefore } from '../postmortems/request-before.ts';
import { locatePostmortem } from '../postmortems/refresh.ts';
import { isPutAway } from '../rooms/hidden-text.ts';
import type { Branches } from '../workspace/branches.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { textOf } from './commit-files.ts';
import { lastShown } from './last-shown.ts';
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

/** What a pull request is opened again with. */
export type AgainPlace = {
  readonly github: Pick<Github, 'pullRequests'>;
  readonly branches: Pick<Branches, 'read' | 'readFiles' | 'restore'>;
  readonly workspace: Pick<Workspace, 'readVersions'>;
};

/** Whose pull request it is, in the newest committed state. */
export type AgainWork = {
  readonly id: string;
  readonly organisation: Organisation;
  readonly head: string;
};

/** Opens again what Tocsin closed; what somebody else closed stays so. */
export async function takeUp(
  place: AgainPlace,
  work: AgainWork,
  known: PullRequest | null,
): Promise<Step<PullRequest | null>> {
  if (known === null || known.state !== 'closed') return done(known);
  if (isPutAway(known.body)) return await showAgain(place, work, known);
  if (!isEnded(known.body)) return done(known);
  const change = { body: withoutEnd(known.body), state: 'open' } as const;
  return stepOf(await place.github.pullRequests.update(known.number, change));
}

/** One that was emptied while nobody might read it: GitHub keeps its commits. Null where they are gone; then another one begins. */
async function showAgain(
  { github, branches, workspace }: AgainPlace,
  work: AgainWork,
  { number, branch, commit }: PullRequest,
): Promise<Step<PullRequest | null>> {
  if (!(await branches.restore(branch, commit))) return done(null);
  const { id, organisation } = work;
  const path = postmortemPath(id);
  const text = textOf(
    path,
    await branches.readFiles((await branches.read(branch)) ?? commit, [path]),
  );
  const located = locatePostmortem(id, text ?? '');
  const words =
    located === null
      ? { title: `Post-mortem ${id}`, body: '' }
      : requestBefore(located, { organisation, shown: await lastShown(workspace, work) });
  return stepOf(await github.pullRequests.update(number, { ...words, state: 'open' }));
}
