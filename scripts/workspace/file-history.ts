// How an organisation's files came to be what they are: what a commit and those before it hold, or a work tree on top.
import type { FileVersion, SourceFile } from '../config/document-set.ts';
import { openRepository } from './git.ts';
import { createEditReader, EDITED } from './edited.ts';
import { isShallow } from './history.ts';
import { createRemovedReader } from './removed.ts';
import { createSayingReader, OWING } from './saying.ts';
import { createTreeReader, listChanges, readVersions } from './tree.ts';
import type { Workspace } from './workspace.ts';

/** What is asked of a repository to know the history of files. */
export type Past = Pick<Workspace, 'readVersions' | 'listChanges' | 'readOldFiles'>;

/** What a history tells of files. */
export type FileHistory = {
  /** Earlier versions of a file, newest first. */
  readonly earlierVersions: (path: string) => Promise<readonly FileVersion[]>;
  /** All files as they stood when a file was changed last; null when nothing tells. */
  readonly whenWritten: (path: string) => Promise<readonly SourceFile[] | null>;
  /** All files as they stood at a commit of one of these versions. */
  readonly stateAt: (commit: string) => Promise<readonly SourceFile[]>;
  /** All files as they stood before the configuration was changed last, and before that, newest first. */
  readonly earlierStates: () => AsyncIterable<readonly SourceFile[]>;
};

/** The history of the files of a commit. */
export function historyOf(past: Past, commit: string): FileHistory {
  return {
    earlierVersions: async (path) => {
      const [newest] = await past.listChanges(commit, [path], 1);
      const versions = await past.readVersions(commit, path, MOST_VERSIONS + 1);
      return versions.filter((version) => version.commit !== newest);
    },
    stateAt: (revision) => past.readOldFiles(revision),
    whenWritten: async (path) => {
      const [written] = await past.listChanges(commit, [path], 1);
      return written === undefined ? null : await past.readOldFiles(written);
    },
    earlierStates: async function* () {
      const [, ...earlier] = await past.listChanges(commit, CONFIGURATION, MOST_VERSIONS + 1);
      for (const revision of earlier) yield await past.readOldFiles(revision);
    },
  };
}

/** The history of files that lie on top of a commit: what it holds of a file that was edited is the version before. */
export function historyOfEdits(
  past: Past,
  commit: string,
  edited: readonly SourceFile[],
): FileHistory {
  const committed = historyOf(past, commit);
  const before = async (path: string): Promise<SourceFile | null> => {
    const then = (await past.readOldFiles(commit)).find((file) => file.path === path);
    const now = edited.find((file) => file.path === path);
    return then === undefined || (now !== undefined && textOf(now) === textOf(then)) ? null : then;
  };
  return {
    earlierVersions: async (path) => {
      const then = await before(path);
      const earlier = await committed.earlierVersions(path);
      return then === null ? earlier : [{ commit, file: then }, ...earlier];
    },
    stateAt: committed.stateAt,
    whenWritten: async (path) =>
      (await before(path)) === null ? await committed.whenWritten(path) : edited,
    earlierStates: async function* () {
      yield await past.readOldFiles(commit);
      yield* committed.earlierStates();
    },
  };
}

/** A past, the commit that is checked out, and whether the clone holds only a part of the history. */
export type OpenedPast = {
  readonly past: Past & Pick<Workspace, 'readOwing' | 'readEdited' | 'readRemoved'>;
  readonly head: string;
  readonly isCut: boolean;
};

/** The past of the configuration in a folder, null where no commit holds it. */
export async function openPast(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OpenedPast | null> {
  const repository = openRepository(root, environment);
  const prefix = await repository.run(['rev-parse', '--show-prefix']);
  const head = await repository.run(['rev-parse', '--verify', '--quiet', 'HEAD']);
  const held = await repository.run(['rev-parse', '--verify', '--quiet', 'HEAD:./tocsin.yaml']);
  if (prefix.code !== 0 || head.code !== 0 || held.code !== 0) return null;
  const folder = prefix.stdout.toString('utf8').replace(/\n$/, '');
  const reader = createTreeReader(repository, { folder, paths: CONFIGURATION });
  return {
    head: head.stdout.toString('utf8').trim(),
    isCut: await isShallow(repository),
    past: {
      readVersions: (commit, path, most) =>
        readVersions(repository, commit, { folder, path }, most),
      listChanges: (commit, paths, most) =>
        listChanges(repository, commit, { folder, paths }, most),
      readOwing: createSayingReader(repository, { root: folder, ...OWING }),
      readEdited: createEditReader(repository, { root: folder, ...EDITED }),
      readRemoved: createRemovedReader(repository, { root: folder, ...EDITED }),
      readOldFiles: (commit) => reader.read(commit),
    },
  };
}

const CONFIGURATION = ['tocsin.yaml', 'ownership', 'rules'];

/** How far back a version is looked for that can be used. */
const MOST_VERSIONS = 20;

function textOf(file: SourceFile): string | null {
  return 'text' in file ? file.text : null;
}
