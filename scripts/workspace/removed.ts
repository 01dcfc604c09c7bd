// Which files people took out of the repository, with what stood in them last.
import type { SourceFile } from '../config/document-set.ts';
import type { GitRepository } from './git.ts';
import { createTreeReader, newestOf } from './tree.ts';

/** Files by path, each with the newest commit that removed it and a way to read what it held before. */
export type Removed = ReadonlyMap<
  string,
  { readonly commit: string; readonly read: () => Promise<SourceFile | null> }
>;

/**
 * Asks for the files that one of the newest commits in the history of a commit removed, whether or not they came back. As
 * long as nothing more is removed the answer is the same object.
 */
export function createRemovedReader(
  repository: GitRepository,
  place: RemovedPlace,
): (commit: string) => Promise<Removed> {
  let last = '';
  let known: Removed = new Map();
  return async (commit) => {
    if (commit === last) return known;
    const commits = await listRemoved(repository, commit, place);
    const isSame =
      commits.size === known.size &&
      [...commits].every(([path, hash]) => known.get(path)?.commit === hash);
    if (!isSame)
      known = new Map(
        [...commits].map(([path, hash]) => {
          const before = known.get(path);
          return [
            path,
            before?.commit === hash ? before : removedAt(repository, place, { path, hash }),
          ];
        }),
      );
    last = commit;
    return known;
  };
}

/** Where it is looked: a folder of the organisation, which itself lies in `root`. */
type RemovedPlace = { readonly root: string; readonly folder: string };

/** What a commit removed never changes, and is read once. */
function removedAt(
  repository: GitRepository,
  { root }: RemovedPlace,
  { path, hash }: { readonly path: string; readonly hash: string },
): { readonly commit: string; readonly read: () => Promise<SourceFile | null> } {
  const reader = createTreeReader(repository, { folder: root, paths: [path] });
  return {
    commit: hash,
    read: async () => {
      const [file] = await reader.read(`${hash}^`);
      return file?.path === path ? file : null;
    },
  };
}

async function listRemoved(
  repository: GitRepository,
  commit: string,
  { root, folder }: RemovedPlace,
): Promise<ReadonlyMap<string, string>> {
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
  const removed = new Map<string, string>();
  for (const block of log.split('\u0001')) {
    const [hash = '', ...names] = block.split('\0').map((part) => part.replace(/^\n/, ''));
    for (const name of names) {
      const path = name.slice(root.length);
      if (name.startsWith(root) && path !== '' && !removed.has(path)) removed.set(path, hash);
    }
  }
  return removed;
}
