// Brings branches of the bare repository into emulate, commit by commit under the same names. It goes one way only:
// operations of the API that write commits are answered from the bare repository (pulls.ts) or not at all.
import { at } from './exchange.ts';
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
    const entries = (await text('ls-tree', '-r', '-z', commit))
      .split('\0')
      .filter((line) => line !== '');
    const tree = entries.map((line) => {
      const [info = '', path = ''] = line.split('\t');
      const [mode = '', type = '', sha = ''] = info.split(' ');
      return { path, mode, type, sha };
    });
    for (const { type, sha } of tree) {
      if (type !== 'blob' || blobs.has(sha)) continue;
      const content = (await remote.readObject(sha)).toString('base64');
      await call('POST', '/git/blobs', { content, encoding: 'base64' });
      blobs.add(sha);
    }
    return String(at(await call('POST', '/git/trees', { tree }), 'sha'));
  };

  const bringCommit = async (sha: string): Promise<void> => {
    if (commits.has(sha)) return;
    const [parents = '', ...fields] = (await text('show', '-s', `--format=${FORMAT}`, sha)).split(
      '\0',
    );
    const [authorName, authorEmail, authorDate, name, email, date] = fields;
    const raw = (await remote.readObject(sha)).toString('utf8');
    const made = await call('POST', '/git/commits', {
      tree: await bringTree(sha),
      parents: parents.split(' ').filter((parent) => parent !== ''),
      message: raw.slice(raw.indexOf('\n\n') + 2),
      author: { name: authorName, email: authorEmail, date: authorDate },
      committer: { name, email, date: date?.trim() },
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

const FORMAT = ['%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI'].join('%x00');
