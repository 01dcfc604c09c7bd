// Which files ever said something: a word that was taken out of a file still stands in its history.
import type { FileVersion } from '../config/document-set.ts';
import { INCIDENTS } from '../model/history-path.ts';
import type { GitRepository } from './git.ts';
import { createTreeReader, newestOf } from './tree.ts';

/** Where it is looked: a folder of the organisation, which itself lies in `root` of the repository. */
export type SaidPlace = { readonly root: string; readonly folder: string; readonly text: string };

/** What stands in the front matter of incidents whose post-mortem was decided on. */
export const OWING = { folder: INCIDENTS, text: 'postmortem_owed: true' } as const;

/** Files by path, each with a way to read its versions around the commits that brought the text or took it away. */
export type Saying = ReadonlyMap<string, () => Promise<readonly FileVersion[]>>;

/**
 * Asks for the files that said a text in a commit or before it, as far as one of its newest commits brought the text or took
 * it away: whoever asks at each change learns of all of it. Of a later commit only what is new is looked at.
 */
export function createSayingReader(
  repository: GitRepository,
  place: SaidPlace,
): (commit: string) => Promise<Saying> {
  let known: { readonly commit: string; readonly changes: Changes } | null = null;
  return async (commit) => {
    if (known?.commit !== commit) {
      const since =
        known === null ? null : await listChanges(repository, [commit, `^${known.commit}`], place);
      const changes =
        known === null || since === null
          ? await listChanges(repository, await newestOf(repository, commit), place)
          : merge(known.changes, since);
      known = { commit, changes: changes ?? new Map() };
    }
    return new Map(
      [...known.changes].map(([path, commits]) => [
        path,
        async () => await readAt(repository, place.root, path, commits),
      ]),
    );
  };
}

/** Commits by the path of the file in which they brought the text or took it away. */
type Changes = ReadonlyMap<string, readonly string[]>;

/** Branches that were merged away are looked at as well: whoever wrote the merge may have left the text out. Null where git cannot tell. */
async function listChanges(
  repository: GitRepository,
  range: readonly string[],
  { root, folder, text }: SaidPlace,
): Promise<Changes | null> {
  const log = await repository.run([
    'log',
    '--full-history',
    '--diff-merges=first-parent',
    '--no-renames',
    '--name-only',
    '-z',
    '--format=%x01%H',
    `-S${text}`,
    ...range,
    '--',
    `:(top,literal)${root}${folder}`,
  ]);
  if (log.code !== 0) return null;
  const changes = new Map<string, string[]>();
  for (const block of log.stdout.toString('utf8').split('\u0001')) {
    const [commit = '', ...names] = block.split('\0').map((part) => part.replace(/^\n/, ''));
    for (const name of names) {
      if (!name.startsWith(root) || name === '') continue;
      const path = name.slice(root.length);
      changes.set(path, [...(changes.get(path) ?? []), commit]);
    }
  }
  return changes;
}

function merge(known: Changes, fresh: Changes): Changes {
  const all = new Map(known);
  for (const [path, commits] of fresh) all.set(path, [...commits, ...(known.get(path) ?? [])]);
  return all;
}

async function readAt(
  repository: GitRepository,
  root: string,
  path: string,
  commits: readonly string[],
): Promise<readonly FileVersion[]> {
  const reader = createTreeReader(repository, { folder: root, paths: [path] });
  const versions: FileVersion[] = [];
  for (const changed of commits) {
    for (const commit of [changed, await parentOf(repository, changed)]) {
      if (commit === null) continue;
      const [file] = await reader.read(commit);
      if (file?.path === path) versions.push({ commit, file });
    }
  }
  return versions;
}

async function parentOf(repository: GitRepository, commit: string): Promise<string | null> {
  const found = await repository.run(['rev-parse', '--verify', '--quiet', `${commit}^`]);
  return found.code === 0 ? found.stdout.toString('utf8').trim() : null;
}
