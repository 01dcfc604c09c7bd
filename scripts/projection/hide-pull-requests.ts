// Pull requests of an incident that nobody may read about any more: of its post-mortem, and of its long silences.
import type { Github } from '../github/github.ts';
import type { Incident } from '../model/incident.ts';
import { isEnded, postmortemBranch } from '../postmortems/pull-request.ts';
import { HIDDEN_MARKER, HIDDEN_TITLE, hiddenRequest } from '../rooms/hidden-text.ts';
import type { Branches } from '../workspace/branches.ts';
import { muteBranches } from './mute-branch.ts';
import { done, type Step, stepOf } from './sync.ts';

type Place = { readonly github: Github; readonly branches: Branches };

/** The branches that Tocsin made for pull requests. */
export async function ownBranches({
  branches,
}: Pick<Place, 'branches'>): Promise<readonly string[]> {
  return await branches.list('tocsin/');
}

/**
 * Empties and closes the pull requests of a hidden incident and takes their branches away; answers whether anything was
 * there. What was merged has no branch, and is looked for where a post-mortem was written.
 */
export async function hidePullRequests(
  { github, branches }: Place,
  { id }: Incident,
  { names, isWritten }: { readonly names: readonly string[]; readonly isWritten: boolean },
): Promise<Step<boolean>> {
  const own = postmortemBranch(id);
  const known = names.filter((name) => name === own || muteBranches(id).test(name));
  const wanted = isWritten && !known.includes(own) ? [...known, own] : known;
  let isChanged = false;
  for (const branch of wanted) {
    const emptied = await emptyRequests(github, branch);
    if (emptied.kind !== 'done') return emptied;
    // It goes last: a pass that ends before it begins again.
    if (known.includes(branch)) await branches.remove(branch);
    isChanged ||= emptied.value || known.includes(branch);
  }
  return done(isChanged);
}

async function emptyRequests(github: Github, branch: string): Promise<Step<boolean>> {
  const listed = stepOf(await github.pullRequests.listOfBranch(branch));
  if (listed.kind !== 'done') return listed;
  const told = listed.value.filter(({ body }) => !body.startsWith(HIDDEN_MARKER));
  for (const { number, state, body } of told) {
    const end = state === 'open' ? ({ state: 'closed' } as const) : {};
    // What somebody closed is an answer, and stays closed whatever becomes of the incident.
    const text = hiddenRequest(state === 'open' || (state === 'closed' && isEnded(body)));
    const change = { title: HIDDEN_TITLE, body: text, ...end };
    const emptied = stepOf(await github.pullRequests.update(number, change));
    if (emptied.kind !== 'done') return emptied;
  }
  return done(told.length > 0);
}
