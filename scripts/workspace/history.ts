// An organisation's files as they were: at a commit, or at an instant on the branch that is checked out.
import type { SourceFile } from '../config/document-set.ts';
import { ORGANISATION_PATHS } from '../config/layout.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { type GitRepository, GitError, openRepository } from './git.ts';
import { createTreeReader } from './tree.ts';

/** A commit with its time and the organisation's files in it. */
export type PastState = {
  readonly commit: string;
  readonly at: Instant;
  readonly files: readonly SourceFile[];
};

/** Where to look: a commit by any of git's names, or the newest commit that is not later than an instant. */
export type PastPoint =
  | { readonly kind: 'commit'; readonly name: string }
  | { readonly kind: 'instant'; readonly at: Instant };

/** Reads the files of a past state; GitError says what is missing. */
export async function readPast(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  point: PastPoint,
): Promise<PastState> {
  const repository = openRepository(root, environment);
  const prefix = await repository.run(['rev-parse', '--show-prefix']);
  if (prefix.code !== 0)
    throw new GitError('the organisation is not in a git repository, so it has no history');
  const found = await repository.run(
    point.kind === 'commit'
      ? ['rev-parse', '--verify', '--quiet', '--end-of-options', `${point.name}^{commit}`]
      : ['rev-list', '-1', '--first-parent', `--before=${point.at}`, 'HEAD'],
  );
  const commit = found.stdout.toString('utf8').trim();
  if (found.code !== 0 || commit === '') {
    throw new GitError(
      point.kind === 'commit'
        ? `there is no commit \`${point.name.slice(0, 80)}\` here: name a commit, a branch or a day such as 2026-11-21`
        : `there is no commit until ${point.at}: the history here begins later (a shallow clone has none)`,
    );
  }
  const at = parseInstant(await repository.read(['show', '-s', '--format=%cI', commit]));
  if (at === null) throw new GitError(`git gave no time for the commit ${commit}`);
  const folder = prefix.stdout.toString('utf8').trim();
  const reader = createTreeReader(repository, {
    folder,
    paths: ORGANISATION_PATHS,
  });
  return { commit, at, files: await reader.read(commit) };
}

/** The newest commit of a branch's own line until an instant; where the history here begins later, the oldest of it. */
export async function commitBefore(
  repository: GitRepository,
  head: string,
  at: Instant,
): Promise<string> {
  const found = await newestUntil(repository, head, at);
  if (found !== null) return found;
  return await repository.read(['rev-list', '--first-parent', '--max-parents=0', head]);
}

/** Whether the history of a commit tells what was at an instant: not where the clone is shallow and begins later. */
export async function reachesBack(
  repository: GitRepository,
  head: string,
  at: Instant,
): Promise<boolean> {
  if ((await newestUntil(repository, head, at)) !== null) return true;
  return !(await isShallow(repository));
}

/** Whether the clone holds only a part of the history. */
export async function isShallow(repository: GitRepository): Promise<boolean> {
  return (await repository.read(['rev-parse', '--is-shallow-repository'])) === 'true';
}

async function newestUntil(
  repository: GitRepository,
  head: string,
  at: Instant,
): Promise<string | null> {
  const found = await repository.read(['rev-list', '-1', '--first-parent', `--before=${at}`, head]);
  return found === '' ? null : found;
}
