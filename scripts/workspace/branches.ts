// Branches beside the one that everybody writes to: what pull requests are made of. Nothing of them is checked out.
import type { SourceFile } from '../config/document-set.ts';
import { writeCommits } from './commit.ts';
import {
  type FileChange,
  type GitProof,
  type GitRepository,
  GitError,
  openRepository,
} from './git.ts';
import { createTreeReader } from './tree.ts';

/** Branches of a remote. */
export type Branches = {
  /** The commit at the end of a branch; null where there is no such branch. */
  readonly read: (branch: string) => Promise<string | null>;
  /** The names of those that begin with a prefix. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
  /** Takes a branch away; one that is gone already counts as taken away. */
  readonly remove: (branch: string) => Promise<void>;
  /** The files of a commit below some paths. */
  readonly readFiles: (commit: string, paths: readonly string[]) => Promise<readonly SourceFile[]>;
  /** Whether a commit is here; it is fetched where it is not, even if no branch ends at it any more. */
  readonly holds: (commit: string) => Promise<boolean>;
  /** Makes a branch again that ended at a commit; answers whether it is there. */
  readonly restore: (branch: string, commit: string) => Promise<boolean>;
  /** Makes a commit on top of `parent` and moves the branch there, if it still ends where it was read. */
  readonly write: (change: BranchChange) => Promise<'moved' | 'refused'>;
};

/** A commit for a branch. */
export type BranchChange = {
  readonly branch: string;
  /** Where the branch was read; null to make it. */
  readonly expected: string | null;
  readonly parent: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
};

/** Where the branches live. */
export type BranchPlace = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly remote: string;
  /** How git proves itself to the remote; absent where it has ways of its own. */
  readonly prove?: GitProof | null;
};

/** Opens the branches of a remote of the repository around `root`. */
export async function openBranches(
  root: string,
  { environment, remote, prove = null }: BranchPlace,
): Promise<Branches> {
  const repository = openRepository(root, environment, prove);
  const folder = await repository.read(['rev-parse', '--show-prefix']);
  return {
    read: async (branch) => await readBranch(repository, remote, branch),
    list: async (prefix) => {
      const heads = ['ls-remote', '--heads', remote, `refs/heads/${prefix}*`];
      const listed = await repository.read(heads);
      return listed.split('\n').flatMap((line) => /\trefs\/heads\/(.+)$/.exec(line)?.[1] ?? []);
    },
    remove: async (branch) => {
      const pushed = await repository.run(['push', '--quiet', remote, `:refs/heads/${branch}`]);
      if (pushed.code !== 0 && !/remote ref does not exist/.test(pushed.stderr))
        throw new GitError(`git push failed: ${lastLine(pushed.stderr)}`);
    },
    readFiles: async (commit, paths) =>
      await createTreeReader(repository, { folder, paths }).read(commit),
    holds: async (commit) => await holdCommit(repository, remote, commit),
    restore: async (branch, commit) => await restoreBranch(repository, { remote, branch, commit }),
    write: async ({ branch, expected, parent, message, changes }) => {
      const place = { parent, folder, author: AUTHOR };
      const tip = await writeCommits(repository, [{ message, changes }], place);
      const ref = `refs/heads/${branch}`;
      const pushed = await repository.run([
        'push',
        '--quiet',
        '--porcelain',
        `--force-with-lease=${ref}:${expected ?? ''}`,
        remote,
        `${tip}:${ref}`,
      ]);
      if (pushed.code === 0) return 'moved';
      const said = pushed.stdout.toString('utf8') + pushed.stderr;
      if (REFUSED.test(said)) return 'refused';
      throw new GitError(`git push failed: ${lastLine(pushed.stderr)}`);
    },
  };
}

async function restoreBranch(
  repository: GitRepository,
  { remote, branch, commit }: Readonly<Record<'remote' | 'branch' | 'commit', string>>,
): Promise<boolean> {
  if ((await readBranch(repository, remote, branch)) !== null) return true;
  if (!(await holdCommit(repository, remote, commit))) {
    // What cannot be asked for now is not gone.
    await repository.read(['ls-remote', '--heads', remote, 'refs/heads/tocsin']);
    return false;
  }
  const ref = `refs/heads/${branch}`;
  const lease = `--force-with-lease=${ref}:`;
  await repository.run(['push', '--quiet', lease, remote, `${commit}:${ref}`]);
  if ((await readBranch(repository, remote, branch)) !== null) return true;
  throw new GitError(`git push made no branch ${branch}`);
}

const AUTHOR = 'Tocsin <tocsin@noreply.invalid>';

const REFUSED = /\[(?:rejected|remote rejected)\]|stale info|cannot lock ref|incorrect old value/;

async function readBranch(
  repository: GitRepository,
  remote: string,
  branch: string,
): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  const kept = `refs/tocsin/branches/${branch}`;
  const fetched = await repository.run([
    'fetch',
    '--quiet',
    '--no-write-fetch-head',
    remote,
    `+${ref}:${kept}`,
  ]);
  if (fetched.code === 0) return await repository.read(['rev-parse', '--verify', kept]);
  if (/couldn't find remote ref/.test(fetched.stderr)) return null;
  throw new GitError(`git fetch failed: ${lastLine(fetched.stderr)}`);
}

async function holdCommit(
  repository: GitRepository,
  remote: string,
  commit: string,
): Promise<boolean> {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return false;
  const asked = ['cat-file', '-e', `${commit}^{commit}`];
  if ((await repository.run(asked)).code === 0) return true;
  await repository.run(['fetch', '--quiet', '--no-write-fetch-head', remote, commit]);
  return (await repository.run(asked)).code === 0;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
