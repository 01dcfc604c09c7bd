// Which files people took out of the repository, with what stood in them last.
import type { SourceFile } from '../config/document-set.ts';
import type { GitRepository } from './git.ts';
import { createTreeReader, newestOf } from './tree.ts';

/** Files by path, each with the newest commit that removed it and a way to read what it held before. */
export type Removed = ReadonlyMap<
  string,
  { readonly commit: string; readonly read: () => Promise<SourceFile | null> }
>;

/** Asks for the files that one of the newest commits in the history of a commit removed, whether or not they came back. */
export function createRemovedReader(
  repository: GitRepository,
  place: RemovedPlace,
): (commit: string) => Promise<Removed> {
  let known: { readonly commit: string; readonly removed: Removed } | null = null;
  return async (commit) => {
    if (known?.commit !== commit)
      known = { commit, removed: await readRemoved(repository, commit, place) };
    return known.removed;
  };
}

/** Where it is looked: a folder of the organisation, which itself lies in `root`. */
type RemovedPlace = { readonly root: string; readonly folder: string };

async function readRemoved(
  repository: GitRepository,
  commit: string,
  { root, folder }: RemovedPlace,
): Promise<Removed> {
  const log = await repository.read([
    'log',
    '--full-history',
    '--topo-order',
    '--diff-merges=first-parent',
    '--diff-filter=D',
    '--no-renames',
    '--name-only',
    '-z',
    '--format=%x01%H',
    ...(await newestOf(repository, commit)),
    '--',
    `:(top,literal)${root}${folder}`,
  ]);
  const removed = new Map<
    string,
    { readonly commit: string; readonly read: () => Promise<SourceFile | null> }
  >();
  for (const block of log.split('\u0001')) {
    const [hash = '', ...names] = block.split('\0').map((part) => part.replace(/^\n/, ''));
    for (const name of names) {
      const path = name.slice(root.length);
      if (!name.startsWith(root) || path === '' || removed.has(path)) continue;
      const reader = createTreeReader(repository, { folder: root, paths: [path] });
      const read = async (): Promise<SourceFile | null> => {
        const [file] = await reader.read(`${hash}^`);
        return file?.path === path ? file : null;
      };
      removed.set(path, { commit: hash, read });
    }
  }
  return removed;
}
