// Files as they stand in a commit, each blob read and parsed once however many commits share it.
import { RECORDING_PATH } from '../config/layout.ts';
import { decode, isIgnored } from './read.ts';
import type { GitRepository } from './git.ts';
import type { FileVersion, SourceFile } from '../config/document-set.ts';
import { type Tree, type TreeLeaf, walkTree } from './tree-walk.ts';

/** Reads the files of commits below some paths and keeps what it has seen. */
export type TreeReader = {
  /** The files of a commit. A file whose content was seen before is the same object as then. */
  readonly read: (commit: string) => Promise<readonly SourceFile[]>;
};

/** Which files of a tree are read: those below some paths of one folder, which `''` or a path with a final slash names. */
export type TreePart = { readonly folder: string; readonly paths: readonly string[] };

/** A reader for a part of the tree; paths of files are relative to its folder. */
export function createTreeReader(repository: GitRepository, part: TreePart): TreeReader {
  let known: ReadonlyMap<string, SourceFile> = new Map();
  let trees: ReadonlyMap<string, Tree> = new Map();
  /** A commit never changes: what was read of the last one is still all there is in it. */
  let last: { readonly commit: string; readonly files: readonly SourceFile[] } | null = null;
  return {
    read: async (commit) => {
      if (last?.commit === commit) return last.files;
      const { folder, paths } = part;
      const walk = await walkTree(repository.readObjects, { commit, folder }, paths, trees);
      trees = walk?.trees ?? new Map();
      const leaves = walk?.leaves ?? (await listTree(repository, commit, part));
      const entries = leaves.flatMap((leaf) => toEntry(leaf, folder));
      const missing = entries.filter((entry) => entry.isFile && !known.has(entry.key));
      const texts = await readBlobs(
        repository,
        missing.map((entry) => entry.blob),
      );
      const fresh = new Map(
        missing.map((entry, index) => [entry.key, toFile(entry, texts[index])]),
      );
      const next = new Map(
        entries.flatMap((entry): [string, SourceFile][] => {
          const file = known.get(entry.key) ?? fresh.get(entry.key) ?? toFile(entry, undefined);
          return [[entry.key, file]];
        }),
      );
      known = next;
      last = { commit, files: [...next.values()] };
      return last.files;
    },
  };
}

/** A file as the commits in the history of one that changed it left it, newest first; one that removed it has no version. */
export async function readVersions(
  repository: GitRepository,
  commit: string,
  { folder, path }: { readonly folder: string; readonly path: string },
  most: number,
): Promise<readonly FileVersion[]> {
  const versions: FileVersion[] = [];
  const reader = createTreeReader(repository, { folder, paths: [path] });
  for (const changed of await listChanges(repository, commit, { folder, paths: [path] }, most)) {
    const [file] = await reader.read(changed);
    if (file?.path === path) versions.push({ commit: changed, file });
  }
  return versions;
}

/** The commits in the history of one that changed something in a part of the tree, newest first. */
export async function listChanges(
  repository: GitRepository,
  commit: string,
  { folder, paths }: TreePart,
  most: number,
): Promise<readonly string[]> {
  const log = await repository.run([
    'log',
    `--max-count=${most}`,
    '--format=%H',
    commit,
    '--',
    ...paths.map((path) => `:(top,literal)${folder}${path}`),
  ]);
  return log.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** The newest commits in the history of one, as git is asked for them: a repository of many years has too many to look into each. */
export async function newestOf(
  repository: GitRepository,
  commit: string,
): Promise<readonly string[]> {
  const known = asked.get(repository);
  if (known?.commit === commit) return known.range;
  const found = await repository.run(['rev-list', '-1', `--skip=${MOST_COMMITS}`, commit]);
  const older = found.stdout.toString('utf8').trim();
  const range = older === '' ? [commit] : [commit, `^${older}`];
  if (found.code === 0) asked.set(repository, { commit, range });
  return range;
}

/** What of a history is edited, said and removed is asked of the same commit. */
const asked = new WeakMap<
  GitRepository,
  { readonly commit: string; readonly range: readonly string[] }
>();

const MOST_COMMITS = 500;

type TreeEntry = {
  readonly key: string;
  readonly path: string;
  readonly blob: string;
  readonly isFile: boolean;
};

async function listTree(
  repository: GitRepository,
  commit: string,
  { folder, paths }: TreePart,
): Promise<readonly TreeLeaf[]> {
  const listing = await repository.read([
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    commit,
    '--',
    ...paths.map((path) => folder + path),
  ]);
  return listing.split('\0').flatMap((line) => {
    const match = /^(\d{6}) (\w+) ([0-9a-f]{40,64})\t([\s\S]+)$/.exec(line);
    const [, mode = '', , blob = '', path = ''] = match ?? [];
    return match === null ? [] : [{ path, blob, isFile: mode.startsWith('100') }];
  });
}

function toEntry({ path: fullPath, blob, isFile }: TreeLeaf, folder: string): readonly TreeEntry[] {
  const path = fullPath.slice(folder.length);
  if (path === RECORDING_PATH || path.split('/').some(isIgnored)) return [];
  return [{ key: `${blob} ${path}`, path, blob, isFile }];
}

function toFile(entry: TreeEntry, content: Buffer | undefined): SourceFile {
  if (!entry.isFile) return { path: entry.path, problem: 'link' };
  return content === undefined
    ? { path: entry.path, problem: 'unreadable' }
    : decode(entry.path, content);
}

async function readBlobs(
  repository: GitRepository,
  blobs: readonly string[],
): Promise<readonly (Buffer | undefined)[]> {
  const found = await repository.readObjects(blobs);
  const contents = found.map((object) => (object?.kind === 'blob' ? object.content : undefined));
  if (!contents.includes(undefined)) return contents;
  return await askForBlobs(repository, blobs);
}

/** In a command of its own. */
async function askForBlobs(
  repository: GitRepository,
  blobs: readonly string[],
): Promise<readonly (Buffer | undefined)[]> {
  const answer = await repository.run(['cat-file', '--batch'], `${blobs.join('\n')}\n`);
  const contents: (Buffer | undefined)[] = [];
  let offset = 0;
  while (contents.length < blobs.length && offset < answer.stdout.length) {
    const lineEnd = answer.stdout.indexOf(0x0a, offset);
    const size = /^\S+ blob (\d+)$/.exec(answer.stdout.toString('utf8', offset, lineEnd))?.[1];
    offset = lineEnd + 1;
    if (size === undefined) {
      contents.push(undefined);
      continue;
    }
    contents.push(answer.stdout.subarray(offset, offset + Number(size)));
    offset += Number(size) + 1;
  }
  return contents;
}
