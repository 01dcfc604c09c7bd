// Which signs and comments are ours: those of programs, and those of the person whose token is used to try Tocsin out.
import type { Comment } from '../github/comments.ts';
import type { Github } from '../github/github.ts';
import { isSameLogin } from '../slash-commands/permission.ts';
import { stepOf, type Step } from './sync.ts';

/** Whether a comment was heard to its end: without the sign its answer may be missing. */
export async function isSettled(
  github: Pick<Github, 'comments' | 'ownLogin'>,
  { id }: Pick<Comment, 'id'>,
): Promise<Step<boolean>> {
  const listed = stepOf(await github.comments.listReactions(id));
  if (listed.kind === 'later') return listed;
  const signs =
    listed.kind === 'done'
      ? listed.value.filter(({ reaction }) => reaction === 'rocket' || reaction === 'confused')
      : [];
  const own = await ownAmong(
    github,
    signs.map(({ author }) => ({ author, isBot: author.endsWith('[bot]') })),
  );
  return own.kind === 'done' ? { kind: 'done', value: own.value.length > 0 } : own;
}

/** Whether a comment that begins with a marker is among those of an issue, and ours. */
export async function isAnswered(
  github: Pick<Github, 'comments' | 'ownLogin'>,
  issue: number,
  marker: string,
): Promise<Step<boolean>> {
  const own = await ownComments(github, issue, marker);
  return own.kind === 'done' ? { kind: 'done', value: own.value.length > 0 } : own;
}

/** The comments of an issue that begin with a marker and are ours; none where GitHub refuses to list them. */
export async function ownComments(
  github: Pick<Github, 'comments' | 'ownLogin'>,
  issue: number,
  marker: string,
): Promise<Step<readonly Comment[]>> {
  const listed = stepOf(await github.comments.list(issue));
  if (listed.kind === 'later') return listed;
  const found =
    listed.kind === 'done' ? listed.value.filter(({ body }) => body.startsWith(marker)) : [];
  return await ownAmong(github, found);
}

/** Who we are is asked only where a person did what we do. */
async function ownAmong<Done extends Pick<Comment, 'author' | 'isBot'>>(
  github: Pick<Github, 'ownLogin'>,
  found: readonly Done[],
): Promise<Step<readonly Done[]>> {
  if (found.every(({ isBot }) => isBot)) return { kind: 'done', value: found };
  const own = stepOf(await github.ownLogin());
  if (own.kind === 'later') return own;
  const login = own.kind === 'done' ? own.value : null;
  return {
    kind: 'done',
    value: found.filter(
      ({ author, isBot }) => isBot || (login !== null && isSameLogin(author, login)),
    ),
  };
}
