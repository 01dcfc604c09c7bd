// The organisation in force: the newest commit; of each file that is wrong there the last version that can be used.
import type { SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Fallback, isConfiguration, loadWithFallback } from '../validation/fallback.ts';
import {
  describeErrors,
  describeInForce,
  withNewestWriter,
  type WrongFile,
  wrongFilesOf,
} from '../validation/in-force.ts';
import { type PageReading, readForPage } from '../validation/last-good.ts';
import { type Loaded, loadState, type OrganisationState } from '../validation/load.ts';
import { historyOf } from '../workspace/file-history.ts';
import { GitError } from '../workspace/git.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What is in force, with the commit it was read from. */
export type StateInForce = OrganisationState & {
  readonly revision: string;
  /** The files of that commit that are not in force as they are. */
  readonly wrong: readonly WrongFile[];
};

/** Keeps the state of an organisation up to date with its repository. */
export type StateKeeper = {
  readonly current: () => StateInForce;
  /** Reads the newest commit. One call at a time. */
  readonly refresh: () => Promise<StateInForce>;
  /** What the page is made of, as the commit in force and its history say. */
  readonly readPage: () => Promise<PageReading>;
  /** The history that files tell, under the configuration that is in force. */
  readonly load: (files: readonly SourceFile[]) => OrganisationState;
};

/** What people should hear about the configuration, once for each change of it. */
export type StateNews =
  | { readonly kind: 'taken_over'; readonly commit: string }
  | { readonly kind: 'broken'; readonly sentence: string };

/** Nothing of the first commit can be used, not even with earlier versions of its wrong files. */
export class InvalidOrganisation extends Error {
  override readonly name = 'InvalidOrganisation';
}

/** Starts with the newest commit; when the repository does not answer, with the one known last. */
export async function keepState(
  workspace: Workspace,
  lastKnownHead: () => Promise<string>,
  onNews: (news: StateNews) => void,
): Promise<StateKeeper> {
  const head = await firstHead(workspace, lastKnownHead);
  const files = await workspace.readFiles(head);
  const first = await loadCommit(workspace, head, files);
  if (first === null) {
    const { diagnostics } = loadState(files);
    throw new InvalidOrganisation(
      `${describe(head, diagnostics)}: run \`tocsin validate\`, correct and commit`,
    );
  }
  let state = inForce(first, head, files);
  let good = configurationOf(first.files);
  let seen = configurationOf(files);
  let page: PageFiles = { revision: head, files: withHistoryOf(good, files), loaded: first.loaded };
  let loaded: { readonly files: readonly SourceFile[]; readonly state: OrganisationState } | null =
    null;
  if (first.diagnostics.length > 0) onNews(broken(head, first));

  const takeOver = async (revision: string, newest: readonly SourceFile[]): Promise<void> => {
    const configuration = configurationOf(newest);
    const isNews = !areSame(configuration, seen);
    seen = configuration;
    const next = await loadCommit(workspace, revision, newest);
    if (next !== null) {
      good = configurationOf(next.files);
      state = inForce(next, revision, newest);
      page = { revision, files: withHistoryOf(good, newest), loaded: next.loaded };
      if (!isNews) return;
      onNews(
        next.diagnostics.length === 0
          ? { kind: 'taken_over', commit: short(revision) }
          : broken(revision, next),
      );
      return;
    }
    const { diagnostics } = loadState(newest);
    const found = { diagnostics, replaced: [], leftOut: [] };
    const mixed = withHistoryOf(good, newest);
    const kept = loadState(mixed);
    if (kept.kind === 'loaded') {
      state = inForce({ ...found, loaded: kept }, revision, newest);
      page = { revision, files: mixed, loaded: kept };
    }
    if (isNews) onNews(broken(revision, found));
  };

  return {
    current: () => state,
    refresh: async () => {
      const newest = await workspace.readHead();
      if (newest !== state.revision) await takeOver(newest, await workspace.readFiles(newest));
      return state;
    },
    readPage: () =>
      readForPage(page.files, page.loaded, {
        load: loadState,
        versionsOf: (path) => workspace.readVersions(page.revision, path, MOST_VERSIONS),
      }),
    load: (newest) => {
      const all = withHistoryOf(good, newest);
      if (loaded !== null && isSameList(all, loaded.files)) return loaded.state;
      const read = loadState(all);
      // What is in force could be used before; only history differs, and that stops nothing.
      if (read.kind === 'invalid') return state;
      loaded = { files: all, state: read.state };
      return read.state;
    },
  };
}

/** Files that the page is made of, with what was read of them. */
type PageFiles = {
  readonly revision: string;
  readonly files: readonly SourceFile[];
  readonly loaded: Loaded;
};

/** How far back a version of an incident is looked for that can be read. */
const MOST_VERSIONS = 50;

/** What a commit and its history say; a restart finds the same. */
function loadCommit(
  workspace: Workspace,
  commit: string,
  files: readonly SourceFile[],
): Promise<Fallback | null> {
  return loadWithFallback(files, historyOf(workspace, commit));
}

/** A gateway that is started while the forge is down accepts requests all the same; its worker says what is wrong. */
async function firstHead(
  workspace: Workspace,
  lastKnownHead: () => Promise<string>,
): Promise<string> {
  try {
    return await workspace.readHead();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return await lastKnownHead();
  }
}

function inForce(
  found: Pick<Fallback, 'loaded' | 'diagnostics' | 'replaced' | 'leftOut'>,
  revision: string,
  newest: readonly SourceFile[],
): StateInForce {
  const { diagnostics, loaded } = found;
  const { state } = loaded;
  const organisation = withNewestWriter(state.organisation, newest);
  return { ...state, organisation, revision, wrong: wrongFilesOf(diagnostics, found) };
}

function withHistoryOf(
  configuration: readonly SourceFile[],
  files: readonly SourceFile[],
): readonly SourceFile[] {
  return [...configuration, ...files.filter((file) => !isConfiguration(file))];
}

function configurationOf(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter(isConfiguration);
}

/** Unchanged files of a repository are the same objects in every reading. */
function areSame(left: readonly SourceFile[], right: readonly SourceFile[]): boolean {
  return left.length === right.length && left.every((file) => right.includes(file));
}

function isSameList(left: readonly SourceFile[], right: readonly SourceFile[]): boolean {
  return left.length === right.length && left.every((file, index) => file === right[index]);
}

function broken(
  revision: string,
  found: Pick<Fallback, 'diagnostics' | 'replaced' | 'leftOut'>,
): StateNews {
  const sentence = `${describe(revision, found.diagnostics)}; ${describeInForce(found)}`;
  return { kind: 'broken', sentence };
}

function describe(revision: string, diagnostics: readonly Diagnostic[]): string {
  return `commit ${short(revision)} has ${describeErrors(diagnostics)}`;
}

function short(revision: string): string {
  return revision.slice(0, 7);
}
