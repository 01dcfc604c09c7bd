// An organisation's repository as the writer uses it: newest state, commits by compare-and-swap, files that follow.
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileVersion, SourceFile } from '../config/document-set.ts';
import { ORGANISATION_PATHS } from '../config/layout.ts';
import { moveBranch, type NewCommit, readHead, type Upstream, writeCommits } from './commit.ts';
import { type GitProof, type GitRepository, GitError, openRepository } from './git.ts';
import { createEditReader, type Edited, EDITED, OWN_ADDRESS } from './edited.ts';
import { createRemovedReader, type Removed } from './removed.ts';
import { createSayingReader, OWING, type Saying } from './saying.ts';
import { commitBefore, reachesBack } from './history.ts';
import { createTreeReader, listChanges, readVersions } from './tree.ts';
import type { Instant } from '../model/instant.ts';
import { type FileStep, followBranch, type Followed } from './work-tree.ts';

/** What the writer needs of a repository. */
export type Workspace = {
  readonly root: string;
  /** The branch that everybody writes to. */
  readonly branch: string;
  /** The newest commit of the branch that everybody writes to. */
  readonly readHead: () => Promise<string>;
  readonly readIncidentFiles: (commit: string) => Promise<readonly SourceFile[]>;
  /** Every document file of a commit. */
  readonly readFiles: (commit: string) => Promise<readonly SourceFile[]>;
  /** A file as the newest commits in the history of one that changed it left it, newest first; one that removed it has no version. */
  readonly readVersions: (
    commit: string,
    path: string,
    most: number,
  ) => Promise<readonly FileVersion[]>;
  /** The commits in the history of one that changed something below some paths, newest first. */
  readonly listChanges: (
    commit: string,
    paths: readonly string[],
    most: number,
  ) => Promise<readonly string[]>;
  /** The newest commit of the branch's own line until an instant; the oldest one that is here where it begins later. */
  readonly readBefore: (commit: string, at: Instant) => Promise<string>;
  /** Whether the history of a commit tells what was at an instant: not where the clone is shallow and begins later. */
  readonly reachesBack: (commit: string, at: Instant) => Promise<boolean>;
  /** The incident files that said somewhere in the history of a commit that they owe a post-mortem. */
  readonly readOwing: (commit: string) => Promise<Saying>;
  /** The incident files of a commit that people changed since this program wrote them last. */
  readonly readEdited: (commit: string) => Promise<Edited>;
  /** The incident files that newer commits in the history of one removed. */
  readonly readRemoved: (commit: string) => Promise<Removed>;
  /** Every document file of an old commit; what is kept of the newest one is left alone. */
  readonly readOldFiles: (commit: string) => Promise<readonly SourceFile[]>;
  /** The document files of a commit below some paths; nothing of them is kept. */
  readonly readPaths: (commit: string, paths: readonly string[]) => Promise<readonly SourceFile[]>;
  /** Makes commits on top of `parent` and moves the branch there, unless it moved meanwhile. */
  readonly commit: (
    parent: string,
    commits: readonly NewCommit[],
  ) => Promise<{ readonly kind: 'moved' | 'refused' }>;
  /** Lets the work tree follow, unless another branch is checked out there meanwhile. */
  readonly follow: (steps: readonly FileStep[]) => Promise<Followed>;
  readonly now: () => Instant;
  /** Waits a moment before trying again, at random, so that two writers fall out of step. */
  readonly pause: (attempt: number) => Promise<void>;
};

/** What the outside gives to a workspace. */
export type WorkspaceOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The remote that everybody writes to; null to write to the branch of this repository itself. */
  readonly remote: string | null;
  /** How git proves itself to the remote; absent where it has ways of its own. */
  readonly prove?: GitProof | null;
  readonly now: () => Instant;
  /** A number in [0, 1) for the jitter between attempts. */
  readonly random: () => number;
};

/** Opens the repository that `root` is the top folder of, or a folder in; GitError says what is missing. */
export async function openWorkspace(root: string, options: WorkspaceOptions): Promise<Workspace> {
  const repository = openRepository(root, options.environment, options.prove ?? null);
  const { folder, branch } = await placeOf(repository);
  if (folder !== '') await checkCommitted(repository);
  const upstream: Upstream =
    options.remote === null
      ? { kind: 'local', branch }
      : { kind: 'remote', remote: options.remote, branch };
  let newest: string | null = null;
  const incidents = createTreeReader(repository, { folder, paths: ['incidents'] });
  const everything = createTreeReader(repository, { folder, paths: ORGANISATION_PATHS });
  const past = createTreeReader(repository, { folder, paths: ORGANISATION_PATHS });
  return {
    root,
    branch,
    readHead: async () => {
      newest = await readHead(repository, upstream);
      return newest;
    },
    readIncidentFiles: (commit) => incidents.read(commit),
    readFiles: (commit) => everything.read(commit),
    readVersions: (commit, path, most) => readVersions(repository, commit, { folder, path }, most),
    listChanges: (commit, paths, most) => listChanges(repository, commit, { folder, paths }, most),
    readBefore: (commit, at) => commitBefore(repository, commit, at),
    reachesBack: (commit, at) => reachesBack(repository, commit, at),
    readOwing: createSayingReader(repository, { root: folder, ...OWING }),
    readEdited: createEditReader(repository, { root: folder, ...EDITED }),
    readRemoved: createRemovedReader(repository, { root: folder, ...EDITED }),
    readOldFiles: (commit) => past.read(commit),
    readPaths: (commit, paths) => createTreeReader(repository, { folder, paths }).read(commit),
    now: options.now,
    commit: async (parent, commits) => {
      const tip = await writeCommits(repository, commits, { parent, folder, author: AUTHOR });
      const kind = await moveBranch(repository, upstream, parent, tip);
      if (kind === 'moved') newest = tip;
      return { kind };
    },
    follow: async (steps) => {
      if (upstream.kind === 'local')
        return steps.length > 0 && (await isCheckedOut(repository, branch))
          ? await followBranch(root, repository, steps)
          : NOTHING_LEFT;
      if (newest !== null) await fastForward(repository, branch, newest);
      return NOTHING_LEFT;
    },
    pause: (attempt) => sleep(options.random() * 40 * 2 ** Math.min(attempt, 2)),
  };
}

const NOTHING_LEFT: Followed = { leftAlone: [], isIndexBehind: false };

async function isCheckedOut(repository: GitRepository, branch: string): Promise<boolean> {
  const head = await repository.run(['symbolic-ref', 'HEAD']);
  return head.code === 0 && head.stdout.toString('utf8').trim() === `refs/heads/${branch}`;
}

/** Brings a clone along; a clone in which somebody edits stays behind, and the branch is read from the remote anyway. */
async function fastForward(
  repository: GitRepository,
  branch: string,
  commit: string,
): Promise<void> {
  const [head] = await repository.readObjects(['HEAD']);
  if (head?.name === commit || !(await isCheckedOut(repository, branch))) return;
  await repository.run(['merge', '--ff-only', '--quiet', commit]);
}

const AUTHOR = `Tocsin <${OWN_ADDRESS}>`;

/** The folder of the organisation in its repository and the branch that is checked out there. */
async function placeOf(
  repository: GitRepository,
): Promise<{ readonly folder: string; readonly branch: string }> {
  const both = ['rev-parse', '--show-prefix', '--symbolic-full-name', 'HEAD'];
  const { code, stdout } = await repository.run(both);
  const found = /^(.*)\nrefs\/heads\/(.+)\n$/s.exec(stdout.toString('utf8'));
  const [, folder = '', branch = ''] = found ?? [];
  if (code === 0 && found !== null) return { folder, branch };
  // Asked one by one, since what is missing is said of each.
  return {
    folder: await folderInRepository(repository),
    branch: await currentBranch(repository),
  };
}

/** Where the organisation lies in its repository: `''` for the top, else a path with a final slash. */
async function folderInRepository(repository: GitRepository): Promise<string> {
  const top = await repository.run(['rev-parse', '--show-prefix']);
  if (top.stderr.includes('dubious ownership')) {
    throw new GitError(
      'git refuses the repository because somebody else owns its folder: run `git config --global --add safe.directory` with its path',
    );
  }
  if (top.code !== 0)
    throw new GitError(
      'the organisation is not in a git repository: run `git init` there and commit it',
    );
  return top.stdout.toString('utf8').replace(/\n$/, '');
}

async function currentBranch(repository: GitRepository): Promise<string> {
  const head = await repository.run(['symbolic-ref', '--short', 'HEAD']);
  if (head.code !== 0)
    throw new GitError(
      'no branch is checked out: check out the branch that holds the organisation',
    );
  const branch = head.stdout.toString('utf8').trim();
  const [born] = await repository.readObjects(['HEAD']);
  const isBorn =
    born?.kind === 'commit' ||
    (await repository.run(['rev-parse', '--verify', '--quiet', 'HEAD'])).code === 0;
  if (!isBorn)
    throw new GitError('the git repository has no commit yet: commit the organisation first');
  return branch;
}

/** A repository that happens to lie around an organisation, such as that of a home folder, is not written to. */
async function checkCommitted(repository: GitRepository): Promise<void> {
  const found = await repository.run(['rev-parse', '--verify', '--quiet', 'HEAD:./tocsin.yaml']);
  if (found.code !== 0)
    throw new GitError(
      'the git repository around the organisation does not hold it: commit it there, or run `git init` in its folder',
    );
}
