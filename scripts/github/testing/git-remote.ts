// The repository that the double stands for, as git sees it: bare, served by its path, with real pushes and with the
// protection of branches as a hook. It is the truth about commits; the API follows it (git-mirror.ts).
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openRepository } from '../../workspace/git.ts';
import { parseTree, type Tree } from '../../workspace/tree-walk.ts';

/** A bare repository. */
export type GitRemote = {
  /** What `git clone` and `git push` take. */
  readonly path: string;
  /** Runs git in it; an answer other than 0 rejects. */
  readonly git: (args: readonly string[]) => Promise<Buffer>;
  /** The content of an object; rejects where there is none. */
  readonly readObject: (name: string) => Promise<Buffer>;
  /** What a tree holds; rejects where there is none. */
  readonly readTree: (name: string) => Promise<Tree>;
  /** The commit at the end of a branch, or null. */
  readonly readBranch: (branch: string) => Promise<string | null>;
  /** The branches that hold a commit. */
  readonly branchesWith: (sha: string) => Promise<readonly string[]>;
  readonly hasCommit: (sha: string) => Promise<boolean>;
  /** Branches that take no force and no deletion and, from everybody but these actors, no direct push. */
  readonly protect: (branches: readonly string[], actors: readonly string[]) => void;
  /** The next push is done, but the connection breaks before the answer; tells whether that came to pass. */
  readonly loseAnswer: () => () => boolean;
};

/** Who pushes, for the hook: GitHub knows it from the key, a path does not. */
export const ACTOR_VARIABLE = 'TOCSIN_TEST_ACTOR';

const run = promisify(execFile);

/** Makes an empty bare repository with one branch to come. */
export async function createGitRemote(folder: string): Promise<GitRemote> {
  const path = join(folder, 'remote.git');
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', path]);
  const hook = join(path, 'hooks', 'update');
  writeFileSync(hook, UPDATE_HOOK);
  chmodSync(hook, 0o755);
  const repository = openRepository(path, process.env);
  const git: GitRemote['git'] = async (args) => {
    const { code, stdout, stderr } = await repository.run([...AUTHOR, ...args]);
    if (code !== 0) throw Object.assign(new Error(`git ${args.join(' ')}: ${stderr}`), { code });
    return stdout;
  };
  return {
    path,
    git,
    readObject: async (name) => {
      const [found] = await repository.readObjects([name]);
      return found?.content ?? (await git(['cat-file', '-p', name]));
    },
    readTree: async (name) => {
      const [found] = await repository.readObjects([name]);
      const tree = parseTree(found);
      if (tree === null) throw new Error(`there is no tree ${name}`);
      return tree;
    },
    readBranch: async (branch) => {
      const [there] = await repository.readObjects([`refs/heads/${branch}`]);
      if (there !== undefined && there !== null) return there.name;
      const found = await git(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]);
      return found.toString('utf8').trim() || null;
    },
    branchesWith: async (sha) => {
      const format = '--format=%(refname:lstrip=2)';
      const found = await git(['for-each-ref', format, '--contains', sha, 'refs/heads']);
      return found
        .toString('utf8')
        .split('\n')
        .filter((name) => name !== '');
    },
    hasCommit: async (sha) =>
      await git(['cat-file', '-e', `${sha}^{commit}`]).then(
        () => true,
        () => false,
      ),
    protect: (branches, actors) => {
      writeFileSync(
        join(path, 'protected'),
        branches.map((branch) => `refs/heads/${branch}\n`).join(''),
      );
      writeFileSync(join(path, 'bypass'), actors.map((actor) => `${actor}\n`).join(''));
    },
    loseAnswer: () => {
      const loser = join(path, 'hooks', 'reference-transaction');
      writeFileSync(loser, LOSING_HOOK, { mode: 0o755 });
      return () => !existsSync(loser);
    },
  };
}

const AUTHOR = [
  '-c',
  'user.name=GitHub',
  '-c',
  'user.email=noreply@github.example',
  '-c',
  'commit.gpgsign=false',
];

/** Says what GitHub says. */
const UPDATE_HOOK = `#!/bin/sh
[ -f protected ] && grep -qxF "$1" protected || exit 0
refuse() { echo "GH013: Repository rule violations found for $1." >&2; echo "- $2" >&2; exit 1; }
zero=0000000000000000000000000000000000000000
[ "$3" = "$zero" ] && refuse "$1" "Cannot delete this protected ref"
[ "$2" = "$zero" ] || git merge-base --is-ancestor "$2" "$3" || refuse "$1" "Cannot force-push to this branch"
grep -qxF "\${${ACTOR_VARIABLE}:-nobody}" bypass || refuse "$1" "Changes must be made through a pull request."
`;

/** Once the branch has moved, it ends the process that would answer, and itself with it. */
const LOSING_HOOK = `#!/bin/sh
[ "$1" = committed ] || exit 0
rm "$0"
kill -KILL $PPID
`;
