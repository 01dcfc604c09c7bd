// Which files people changed since this program wrote them last, and in which commits. What only people wrote so far, and
// what a clone does not know, is nobody's change.
import type { AuthoredVersion, SourceFile } from '../config/document-set.ts';
import { INCIDENTS } from '../model/history-path.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import type { GitRepository } from './git.ts';
import type { GitObject } from './object-reader.ts';
import { createTreeReader, newestOf } from './tree.ts';

/** The address under which this program commits. */
export const OWN_ADDRESS = 'tocsin@noreply.invalid';

/** Where incidents stand, and whose commits are ours. */
export const EDITED = { folder: INCIDENTS, ownAddress: OWN_ADDRESS } as const;

/** A file that people changed. */
export type EditedFile = {
  readonly path: string;
  /** As this program left it. */
  readonly base: SourceFile;
  /** The commits since then, newest first. */
  readonly versions: readonly AuthoredVersion[];
};

/** Files by path, each with the time of its newest commit and a way to learn what was changed; null where nothing was. */
export type Edited = ReadonlyMap<
  string,
  { readonly at: Instant; readonly read: () => Promise<EditedFile | null> }
>;

/** Where it is looked: a folder of the organisation, which itself lies in `root`; and the address under which this program commits. */
type EditPlace = { readonly root: string; readonly folder: string; readonly ownAddress: string };

/**
 * Asks for the files of a commit that people changed last, as far as one of its newest commits did. Of a later commit only
 * what is new is looked at.
 */
export function createEditReader(
  repository: GitRepository,
  place: EditPlace,
): (commit: string) => Promise<Edited> {
  let known: { readonly commit: string; readonly edited: ReadonlyMap<string, Instant> } | null =
    null;
  return async (commit) => {
    if (known?.commit !== commit) {
      const before =
        known !== null && (await isBefore(repository, known.commit, commit)) ? known : null;
      const edited = new Map(before?.edited);
      const range =
        before === null ? await newestOf(repository, commit) : [commit, `^${before.commit}`];
      for (const [path, at] of await lastEdits(repository, range, place)) {
        if (at === null) edited.delete(path);
        else edited.set(path, at);
      }
      known = { commit, edited };
    }
    return new Map(
      [...known.edited].map(([path, at]) => [
        path,
        { at, read: async () => await readEdited(repository, place, { commit, path }) },
      ]),
    );
  };
}

const MOST_VERSIONS = 50;
const NEAR = 4;

/** Mostly somebody committed once or twice on top of the earlier one, and objects are read without starting git. */
async function isBefore(
  repository: GitRepository,
  earlier: string,
  later: string,
): Promise<boolean> {
  let commit: string | undefined = later;
  for (let step = 0; step < NEAR && commit !== undefined; step += 1) {
    const [found]: readonly (GitObject | null)[] = await repository.readObjects([commit]);
    commit =
      found?.kind === 'commit'
        ? /^tree \w+\nparent (\w+)\n/.exec(found.content.toString('utf8'))?.[1]
        : undefined;
    if (commit === earlier) return true;
  }
  return (await repository.run(['merge-base', '--is-ancestor', earlier, later])).code === 0;
}

/** When the newest commit of each file was made, where it is somebody else's; a merge counts as one commit. */
async function lastEdits(
  repository: GitRepository,
  range: readonly string[],
  { root, folder, ownAddress }: EditPlace,
): Promise<ReadonlyMap<string, Instant | null>> {
  const log = await repository.read([
    ...LOG,
    '--diff-merges=first-parent',
    '--no-renames',
    '--name-only',
    '--format=%x01%ae%x00%cI',
    ...range,
    '--',
    `:(top,literal)${root}${folder}`,
  ]);
  const edits = new Map<string, Instant | null>();
  for (const block of log.split('\u0001')) {
    const [address = '', committed = '', ...names] = block
      .split('\0')
      .map((part) => part.replace(/^\n/, ''));
    for (const name of names) {
      const path = name.slice(root.length);
      if (name.startsWith(root) && path !== '' && !edits.has(path))
        edits.set(path, address === ownAddress ? null : (parseInstant(committed) ?? committed));
    }
  }
  return edits;
}

const LOG = ['log', '--full-history', '--topo-order', '-z'];

/** This program's newest commit of the file took note of everything before it; whatever else is there came to it since. */
async function readEdited(
  repository: GitRepository,
  { root, ownAddress }: EditPlace,
  { commit, path }: { readonly commit: string; readonly path: string },
): Promise<EditedFile | null> {
  const there = ['--', `:(top,literal)${root}${path}`];
  const own = [...LOG, '-1', '--format=%H', '--fixed-strings', `--author=<${ownAddress}>`];
  const [base = ''] = (await repository.read([...own, commit, ...there])).split('\0');
  if (base === '') return null;
  const reader = createTreeReader(repository, { folder: root, paths: [path] });
  const [left] = await reader.read(base);
  if (left?.path !== path) return null;
  const log = await repository.read([
    ...LOG,
    `--max-count=${MOST_VERSIONS}`,
    '--format=%H%x01%an%x01%ae%x01%cI%x01%s',
    commit,
    `^${base}`,
    ...there,
  ]);
  const versions: AuthoredVersion[] = [];
  for (const line of log.split('\0')) {
    const [hash = '', name = '', address = '', at = '', subject = ''] = line.split('\u0001');
    if (hash === '') continue;
    const [file] = await reader.read(hash);
    versions.push({
      commit: hash,
      file: file?.path === path ? file : { path, problem: 'unreadable' },
      name,
      address,
      at,
      subject,
    });
  }
  return { path, base: left, versions };
}
