// Which files people took out of the repository, with what stood in them last.
import type { SourceFile } from '../config/document-set.ts';
import type { GitRepository } from './git.ts';
import { createTreeReader } from './tree.ts';

/** Files by path, each with the newest commit that removed it and a way to read what it held before. */
export type Removed = ReadonlyMap<
  string,
  { readonly commit: string; readonly read: () => Promise<SourceFile | null> }
>;

/** Asks for the files that one of the newest commits in the history of a commit removed, whether or not they came back. */
export async function readRemoved(
  repository: GitRepository,
  commit: string,
  { root, folder }: { readonly root: string; readonly folder: string },
): Promise<Removed> {
  const log = await repository.read([
    'log',
    `--max-count=${MOST_REMOVALS}`,
    '--full-history',
    '--topo-order',
    '--diff-merges=first-parent',
    '--diff-filter=D',
    '--no-renames',
    '--name-only',
    '-z',
    '--format=%x01%H',
    commit,
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

const MOST_REMOVALS = 50;
