// The files of one commit, without a checkout.
import type { SourceFile } from '../config/document-set.ts';
import { GitError, openRepository } from './git.ts';
import { createTreeReader } from './tree.ts';

/** A commit by a name that people type, and its files below some paths. */
export type CommitFiles = { readonly commit: string; readonly files: readonly SourceFile[] };

/** Reads the files of a commit below `paths`; GitError says what is wrong with the reference. */
export async function readCommitFiles(
  root: string,
  reference: string,
  paths: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CommitFiles> {
  const repository = openRepository(root, environment);
  const top = await repository.run(['rev-parse', '--show-prefix']);
  if (top.code !== 0)
    throw new GitError(
      'the organisation is not in a git repository, so there is nothing to compare',
    );
  const folder = top.stdout.toString('utf8').replace(/\n$/, '');
  const found = await repository.run([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${reference}^{commit}`,
  ]);
  if (found.code !== 0)
    throw new GitError(
      `there is no commit \`${reference.slice(0, 80)}\` here: name a branch, a tag or a commit, and in a shallow clone fetch it first`,
    );
  const commit = found.stdout.toString('utf8').trim();
  return { commit, files: await createTreeReader(repository, { folder, paths }).read(commit) };
}
