// The way through the trees of a commit, object by object: a tree that was seen before is not read again.
import type { GitObject, ReadObjects } from './object-reader.ts';

/** What a tree holds, in git's order. */
export type Tree = readonly {
  readonly mode: string;
  readonly name: string;
  readonly object: string;
}[];

/** A file or a link of a commit, by its path from the top of the repository. */
export type TreeLeaf = { readonly path: string; readonly blob: string; readonly isFile: boolean };

/** What was found, and the trees that lead there by their names. */
export type Walk = {
  readonly leaves: readonly TreeLeaf[];
  readonly trees: ReadonlyMap<string, Tree>;
};

/** What lies at some paths of a folder in a commit, or below them; null where this way does not lead there. */
export async function walkTree(
  readObjects: ReadObjects,
  { commit, folder }: { readonly commit: string; readonly folder: string },
  paths: readonly string[],
  known: ReadonlyMap<string, Tree>,
): Promise<Walk | null> {
  const [top] = await readObjects([folder === '' ? `${commit}^{tree}` : `${commit}:${folder}`]);
  const topTree = parseTree(top);
  if (top === undefined || top === null || topTree === null) return null;
  const trees = new Map([[top.name, topTree]]);
  let level = foldersIn(topTree, '', paths);
  while (level.length > 0) {
    const missing = [...new Set(level.map(({ object }) => object))].filter(
      (object) => !known.has(object) && !trees.has(object),
    );
    const read = await readObjects(missing);
    for (const [index, object] of missing.entries()) {
      const tree = parseTree(read[index]);
      if (tree === null) return null;
      trees.set(object, tree);
    }
    level = level.flatMap(({ object, path }) => {
      const tree = trees.get(object) ?? known.get(object) ?? [];
      trees.set(object, tree);
      return foldersIn(tree, `${path}/`, paths);
    });
  }
  return { leaves: leavesOf(trees, { object: top.name, before: '' }, paths, folder), trees };
}

/** The mode of a tree inside a tree. */
export const FOLDER = '40000';

/** Folders of a tree that are asked for, or on the way to what is. */
function foldersIn(
  tree: Tree,
  before: string,
  paths: readonly string[],
): readonly { readonly object: string; readonly path: string }[] {
  return tree.flatMap(({ mode, name, object }) => {
    const path = before + name;
    const isOnTheWay = isWithin(path, paths) || paths.some((each) => each.startsWith(`${path}/`));
    return mode === FOLDER && isOnTheWay ? [{ object, path }] : [];
  });
}

function isWithin(path: string, paths: readonly string[]): boolean {
  return paths.some((each) => path === each || path.startsWith(`${each}/`));
}

function leavesOf(
  trees: ReadonlyMap<string, Tree>,
  { object, before }: { readonly object: string; readonly before: string },
  paths: readonly string[],
  folder: string,
): readonly TreeLeaf[] {
  return (trees.get(object) ?? []).flatMap(({ mode, name, object: blob }) => {
    const path = before + name;
    if (mode === FOLDER)
      return foldersIn([{ mode, name, object: blob }], before, paths).flatMap((below) =>
        leavesOf(trees, { object: below.object, before: `${path}/` }, paths, folder),
      );
    // A tree may hold other modes of a file, which git reads as one of two.
    return isWithin(path, paths)
      ? [{ path: folder + path, blob, isFile: mode.startsWith('100') }]
      : [];
  });
}

/** Entries of a tree are a mode, a name and the bytes of the name of an object, one behind the other. */
export function parseTree(object: GitObject | null | undefined): Tree | null {
  if (object?.kind !== 'tree') return null;
  const { content, name: own } = object;
  const bytes = own.length / 2;
  const entries: Tree[number][] = [];
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    if (space === -1 || end === -1 || end + bytes >= content.length) return null;
    entries.push({
      mode: content.toString('latin1', at, space),
      name: content.toString('utf8', space + 1, end),
      object: content.toString('hex', end + 1, end + 1 + bytes),
    });
    at = end + 1 + bytes;
  }
  return entries;
}
