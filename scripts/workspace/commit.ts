// Makes commits without touching the work tree, and moves the branch only forward from where it was read.
import { type FileChange, type GitRepository, GitError } from './git.ts';

/** A commit to be made on top of another one. */
export type NewCommit = {
  readonly message: string;
  readonly changes: readonly FileChange[];
};

/** Where commits go, and who makes them. */
export type CommitPlace = {
  readonly parent: string;
  /** The folder that the paths of changes are relative to: `''` or a path with a final slash. */
  readonly folder: string;
  readonly author: string;
};

/**
 * Writes a chain of commits on top of a parent and gives the last one; no branch moves. The name under which git wants
 * them is dropped in the same breath, so that nothing is left behind when the process dies.
 */
export async function writeCommits(
  repository: GitRepository,
  commits: readonly NewCommit[],
  place: CommitPlace,
): Promise<string> {
  const ref = `refs/tocsin/pending-${process.pid}`;
  const stream = [
    ...commits.map((commit, index) =>
      renderCommit(ref, commit, place, index === 0 ? place.parent : null),
    ),
    `get-mark :1\nreset ${ref}\nfrom ${'0'.repeat(place.parent.length)}\n\ndone\n`,
  ];
  const made = await repository.run(
    ['fast-import', '--quiet', '--done', '--force', '--date-format=now'],
    Buffer.concat(stream.map(toBuffer)),
  );
  const tip = made.stdout.toString('utf8').trim();
  if (made.code !== 0 || !/^[0-9a-f]{40,64}$/.test(tip))
    throw new GitError(`git could not write a commit: ${made.stderr.trim().split('\n')[0] ?? ''}`);
  return tip;
}

/** Where the branch lives that everybody writes to. */
export type Upstream =
  /** The branch of this very repository. */
  | { readonly kind: 'local'; readonly branch: string }
  /** A branch of a remote; the local branch follows it. */
  | { readonly kind: 'remote'; readonly remote: string; readonly branch: string };

/** Moves the upstream branch from `from` to `to`; `refused` when somebody else moved it meanwhile. */
export async function moveBranch(
  repository: GitRepository,
  upstream: Upstream,
  from: string,
  to: string,
): Promise<'moved' | 'refused'> {
  if (upstream.kind === 'local') {
    const moved = await repository.run(['update-ref', `refs/heads/${upstream.branch}`, to, from]);
    return moved.code === 0 ? 'moved' : 'refused';
  }
  const pushed = await repository.run([
    'push',
    '--porcelain',
    upstream.remote,
    `${to}:refs/heads/${upstream.branch}`,
  ]);
  // Whoever makes the very same change in the same second makes the very same commit: it moves the branch once.
  if (pushed.code === 0) return /^=\t/m.test(pushed.stdout.toString('utf8')) ? 'refused' : 'moved';
  if (
    /\[(rejected|remote rejected)\]|non-fast-forward|fetch first|cannot lock ref|incorrect old value/.test(
      pushed.stdout.toString('utf8') + pushed.stderr,
    )
  )
    return 'refused';
  throw new GitError(
    `git push failed: ${pushed.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? ''}`,
  );
}

/** The newest commit of the upstream branch, fetched when it lives elsewhere. */
export async function readHead(repository: GitRepository, upstream: Upstream): Promise<string> {
  if (upstream.kind === 'local') return await readRef(repository, `refs/heads/${upstream.branch}`);
  await repository.read([
    'fetch',
    '--quiet',
    '--no-write-fetch-head',
    upstream.remote,
    `+refs/heads/${upstream.branch}:refs/remotes/${upstream.remote}/${upstream.branch}`,
  ]);
  return await readRef(repository, `refs/remotes/${upstream.remote}/${upstream.branch}`);
}

async function readRef(repository: GitRepository, ref: string): Promise<string> {
  const [found] = await repository.readObjects([ref]);
  return found?.kind === 'commit'
    ? found.name
    : await repository.read(['rev-parse', '--verify', ref]);
}

function renderCommit(
  ref: string,
  commit: NewCommit,
  { folder, author }: CommitPlace,
  parent: string | null,
): readonly (string | Buffer)[] {
  const message = Buffer.from(`${commit.message}\n`);
  return [
    `commit ${ref}\nmark :1\ncommitter ${author} now\ndata ${message.byteLength}\n`,
    message,
    parent === null ? '' : `from ${parent}\n`,
    ...commit.changes.flatMap(({ path, text }) => {
      if (text === null) return [`D ${quotePath(folder, path)}\n`];
      const content = Buffer.from(text);
      return [
        `M 100644 inline ${quotePath(folder, path)}\ndata ${content.byteLength}\n`,
        content,
        '\n',
      ];
    }),
    '\n',
  ];
}

/** Our own paths are plain; the folder is whatever somebody called it. */
function quotePath(folder: string, path: string): string {
  if (!/^[A-Za-z0-9._/-]+$/.test(path))
    throw new GitError(
      `refused to commit \`${path.slice(0, 80)}\`: unexpected characters in the path`,
    );
  const escaped = (folder + path)
    .replaceAll(/["\\]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);
  return `"${escaped}"`;
}

function toBuffer(part: readonly (string | Buffer)[] | string): Buffer {
  return typeof part === 'string'
    ? Buffer.from(part)
    : Buffer.concat(part.map((piece) => Buffer.from(piece)));
}
