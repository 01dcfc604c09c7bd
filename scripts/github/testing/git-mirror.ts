// Brings branches of the bare repository into emulate, commit by commit under the same names. It goes one way only:
// operations of the API that write commits are answered from the bare repository (pulls.ts) or not at all.
import { at } from './exchange.ts';
import { FOLDER } from '../../workspace/tree-walk.ts';
import type { GitRemote } from './git-remote.ts';

/** Calls emulate as the owner; rejects unless it succeeds. */
export type OwnerCall = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Makes emulate know the newest commits of these branches. */
export type GitMirror = (branches: readonly string[]) => Promise<void>;

/** A mirror that remembers what it has brought. */
export function createGitMirror(remote: GitRemote, call: OwnerCall): GitMirror {
  const commits = new Set<string>();
  const blobs = new Set<string>();
  const branchesThere = new Map<string, string>();

  const text = async (...args: readonly string[]): Promise<string> =>
    (await remote.git(args)).toString('utf8');

  const bringTree = async (commit: string): Promise<string> => {
    const tree = await filesOf(remote, `${commit}^{tree}`);
    for (const { sha } of tree) {
      if (blobs.has(sha)) continue;
      const content = (await remote.readObject(sha)).toString('base64');
      await call('POST', '/git/blobs', { content, encoding: 'base64' });
      blobs.add(sha);
    }
    return String(at(await call('POST', '/git/trees', { tree }), 'sha'));
  };

  const bringCommit = async (sha: string): Promise<void> => {
    if (commits.has(sha)) return;
    const raw = (await remote.readObject(sha)).toString('utf8');
    const end = raw.indexOf('\n\n');
    const headers = raw.slice(0, end);
    const made = await call('POST', '/git/commits', {
      tree: await bringTree(sha),
      parents: [...headers.matchAll(/^parent (\w+)$/gm)].map(([, parent]) => parent),
      message: raw.slice(end + 2),
      author: personOf(headers, 'author'),
      committer: personOf(headers, 'committer'),
    });
    if (at(made, 'sha') !== sha)
      throw new Error(`emulate calls commit ${sha} ${String(at(made, 'sha'))}`);
    commits.add(sha);
  };

  return async (branches) => {
    for (const branch of branches) {
      const tip = await remote.readBranch(branch);
      if (tip === null || branchesThere.get(branch) === tip) continue;
      const missing = (await text('rev-list', '--reverse', '--topo-order', tip)).split('\n');
      for (const sha of missing.filter((line) => line !== '')) await bringCommit(sha);
      if (branchesThere.has(branch))
        await call('PATCH', `/git/refs/heads/${branch}`, { sha: tip, force: true });
      else await call('POST', '/git/refs', { ref: `refs/heads/${branch}`, sha: tip });
      branchesThere.set(branch, tip);
    }
  };
}

/** The files below a tree as emulate takes them; links and other repositories are in none of ours. */
async function filesOf(
  remote: GitRemote,
  tree: string,
  before = '',
): Promise<
  readonly {
    readonly path: string;
    readonly mode: string;
    readonly type: string;
    readonly sha: string;
  }[]
> {
  const found = await Promise.all(
    (await remote.readTree(tree)).map(async ({ mode, name, object }) =>
      mode === FOLDER
        ? await filesOf(remote, object, `${before}${name}/`)
        : [{ path: before + name, mode, type: 'blob', sha: object }],
    ),
  );
  return found.flat();
}

/** Who wrote a commit, or made it, and when: git notes seconds and the clock of the place. */
function personOf(
  headers: string,
  role: 'author' | 'committer',
): { readonly name: string; readonly email: string; readonly date: string } {
  const line = new RegExp(`^${role} (.*) <(.*)> (\\d+) ([+-])(\\d\\d)(\\d\\d)$`, 'm').exec(headers);
  const [, name = '', email = '', seconds = '', sign = '+', hours = '', minutes = ''] = line ?? [];
  const aheadS = Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60);
  const there = new Date((Number(seconds) + aheadS) * 1000).toISOString().slice(0, 19);
  return { name, email, date: `${there}${sign}${hours}:${minutes}` };
}
