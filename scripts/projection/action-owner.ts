// Whose an action item's issue is: the owner whom the file names is assigned to it.
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import { readOwner, type WantedActionIssue } from '../postmortems/action-issues.ts';
import { readLeftOut } from '../rooms/markers.ts';
import { isSameLogin } from '../slash-commands/permission.ts';
import { assign } from './assign.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Whom GitHub did not let be assigned when the issue was written last, as far as they own the item still. */
export function leftOutOwner(
  { assignee }: Pick<WantedActionIssue, 'assignee'>,
  { body }: Issue,
): readonly string[] {
  return readLeftOut(body).filter((login) => login === assignee);
}

/**
 * Gives the issue to whom the file names, in place of whom it named before; whom people unassigned stays so. Answers whom
 * GitHub leaves out; they are tried again whenever the issue is written.
 */
export async function giveToOwner(
  github: Github,
  { assignee }: Pick<WantedActionIssue, 'assignee'>,
  issue: Issue,
  isWritten: boolean,
): Promise<Step<readonly string[]>> {
  const { number, assignees, body } = issue;
  const before = readOwner(body);
  const told = leftOutOwner({ assignee }, issue);
  const isOther = before !== null && before !== (assignee ?? '');
  if (!isOther && (told.length === 0 || !isWritten)) return done(told);
  const isThere = assignee === null || assignees.some((login) => isSameLogin(login, assignee));
  const logins = isThere ? [] : [assignee];
  const given = await assign(github, { number, logins, told, what: 'issue' });
  if (given.kind !== 'done') return given;
  const old = isOther ? assignees.filter((login) => isSameLogin(login, before)) : [];
  const taken = old.length === 0 ? done(null) : stepOf(await github.issues.unassign(number, old));
  return taken.kind === 'done' ? given : taken;
}
