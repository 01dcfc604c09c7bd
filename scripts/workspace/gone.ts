// Which files of a commit are not there any more.
import type { SourceFile } from '../config/document-set.ts';
import { branchBase } from './base.ts';
import { type GitEnvironment, GitError, type GitRepository, openRepository } from './git.ts';
import { createTreeReader } from './tree.ts';

/** Files that stood in a commit, as they stood there, and its name as one would type it. */
export type Gone = { readonly base: string; readonly files: readonly SourceFile[] };

/** Where files are missed: an organisation, some of its folders, and what lies there. */
export type Place = {
  readonly root: string;
  readonly folders: readonly string[];
  readonly here: readonly SourceFile[];
};

/** The files of a base that are missing; null where there is no commit. Throws GitError for a name that git does not know. */
export async function goneSince(
  name: string | null,
  { root, folders, here }: Place,
  environment: GitEnvironment,
): Promise<Gone | null> {
  const repository = openRepository(root, environment);
  const wanted = name ?? (await branchBase(repository, environment));
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${wanted}^{commit}`];
  const found = await repository.run(words);
  if (found.code !== 0) {
    if (name === null) return null;
    throw new GitError(
      `there is no commit \`${name.slice(0, 80)}\` here: name a commit or a branch`,
    );
  }
  const commit = found.stdout.toString('utf8').trim();
  const folder = (await repository.read(['rev-parse', '--show-prefix'])).trim();
  const listed = await repository.read([
    'ls-tree',
    '-r',
    '-z',
    '--name-only',
    '--full-tree',
    commit,
    '--',
    ...folders.map((each) => folder + each),
  ]);
  const present = new Set(here.map(({ path }) => path));
  const missing = listed
    .split('\0')
    .map((path) => path.slice(folder.length))
    .filter((path) => path !== '' && !present.has(path));
  const left = missing.length === 0 ? new Set() : await leftOut(repository, folders);
  const paths = missing.filter((path) => !left.has(folder + path));
  const files =
    paths.length === 0 ? [] : await createTreeReader(repository, { folder, paths }).read(commit);
  return { base: name ?? commit.slice(0, 10), files };
}

/** What a sparse checkout keeps out of the folder: it is not gone. */
async function leftOut(
  repository: GitRepository,
  folders: readonly string[],
): Promise<ReadonlySet<string>> {
  const listed = await repository.read(['ls-files', '-z', '-t', '--full-name', '--', ...folders]);
  return new Set(
    listed.split('\0').flatMap((line) => (line.startsWith('S ') ? [line.slice(2)] : [])),
  );
}
