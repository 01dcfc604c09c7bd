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
  let kept = await begin(workspace, head, onNews);
  let last: LoadedHistory | null = null;
  return {
    current: () => kept.state,
    refresh: async () => {
      const newest = await workspace.readHead();
      if (newest === kept.state.revision) return kept.state;
      const taken = await takeOver(workspace, kept, newest);
      kept = taken.kept;
      if (taken.news !== null) onNews(taken.news);
      return kept.state;
    },
    readPage: () =>
      readForPage(kept.page.files, kept.page.loaded, {
        load: loadState,
        versionsOf: (path) => workspace.readVersions(kept.page.revision, path, MOST_VERSIONS),
      }),
    load: (newest) => {
      const files = withHistoryOf(kept.good, newest);
      if (last !== null && isSameList(files, last.files)) return last.state;
      const read = loadState(files);
      // What is in force could be used before; only history differs, and that stops nothing.
      if (read.kind === 'invalid') return kept.state;
      last = { files, state: read.state };
      return read.state;
    },
  };
}

/** What is kept of the commits so far. */
type Kept = {
  readonly state: StateInForce;
  /** The configuration in force. */
  readonly good: readonly SourceFile[];
  /** That of the newest commit, right or wrong. */
  readonly seen: readonly SourceFile[];
  readonly page: PageFiles;
};

type LoadedHistory = { readonly files: readonly SourceFile[]; readonly state: OrganisationState };

async function begin(
  workspace: Workspace,
  head: string,
  onNews: (news: StateNews) => void,
): Promise<Kept> {
  const files = await workspace.readFiles(head);
  const first = await loadCommit(workspace, head, files);
  if (first === null) {
    const { diagnostics } = loadState(files);
    throw new InvalidOrganisation(
      `${describe(head, diagnostics)}: run \`tocsin validate\`, correct and commit`,
    );
  }
  if (first.diagnostics.length > 0) onNews(broken(head, first));
  return keptOf(first, head, files);
}

function keptOf(found: Fallback, revision: string, files: readonly SourceFile[]): Kept {
  const good = configurationOf(found.files);
  return {
    state: inForce(found, revision, files),
    good,
    seen: configurationOf(files),
    page: { revision, files: withHistoryOf(good, files), loaded: found.loaded },
  };
}

type Taken = { readonly kept: Kept; readonly news: StateNews | null };

/** The next commit; where nothing of its configuration can be used, its history under the one that is in force. */
async function takeOver(workspace: Workspace, kept: Kept, revision: string): Promise<Taken> {
  const newest = await workspace.readFiles(revision);
  const seen = configurationOf(newest);
  const isNews = !areSame(seen, kept.seen);
  const next = await loadCommit(workspace, revision, newest);
  if (next !== null) {
    const news: StateNews =
      next.diagnostics.length === 0
        ? { kind: 'taken_over', commit: short(revision) }
        : broken(revision, next);
    return { kept: keptOf(next, revision, newest), news: isNews ? news : null };
  }
  const { diagnostics } = loadState(newest);
  const found = { diagnostics, replaced: [], leftOut: [] };
  const news = isNews ? broken(revision, found) : null;
  const files = withHistoryOf(kept.good, newest);
  const loaded = loadState(files);
  if (loaded.kind === 'invalid') return { kept: { ...kept, seen }, news };
  const state = inForce({ ...found, loaded }, revision, newest);
  return { kept: { ...kept, seen, state, page: { revision, files, loaded } }, news };
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
