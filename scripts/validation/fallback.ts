// A configuration of which some files are wrong: what made it so is taken in an earlier version, everything else as it
// is now. The answer hangs on the commit and its history alone, not on what was in force before.
import type { FileVersion, SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isHistoryPath } from '../model/history-path.ts';
import { type Loaded, type LoadResult, loadState } from './load.ts';

/** What the history of a commit tells. */
export type History = {
  /** Earlier versions of a file, newest first. */
  readonly earlierVersions: (path: string) => Promise<readonly FileVersion[]>;
  /** All files as they stood when a file was changed last; null when nothing tells. */
  readonly whenWritten: (path: string) => Promise<readonly SourceFile[] | null>;
  /** All files as they stood at a commit of one of these versions. */
  readonly stateAt: (commit: string) => Promise<readonly SourceFile[]>;
  /** All files as they stood before the configuration was changed last, and before that, newest first. */
  readonly earlierStates: () => AsyncIterable<readonly SourceFile[]>;
};

/** What could be loaded, from which files, and which of them are not the newest. */
export type Fallback = {
  readonly loaded: Loaded;
  readonly files: readonly SourceFile[];
  /** Paths of the files that an earlier version stands in for, in order. */
  readonly replaced: readonly string[];
  /** Paths of the files that are done without, since no earlier version can be used. */
  readonly leftOut: readonly string[];
  /** What is wrong with the newest files. */
  readonly diagnostics: readonly Diagnostic[];
};

/** Loads files; null when nothing in their history can be used either. */
export async function loadWithFallback(
  newest: readonly SourceFile[],
  history: History,
  first: LoadResult = loadState(newest),
): Promise<Fallback | null> {
  // Incidents are those of now beside every configuration, and read once.
  const incidents = newest.filter((file) => !isConfiguration(file));
  const load: Mixture['load'] = (files) =>
    loadState([...files.filter(isConfiguration), ...incidents], null, first.read);
  const mixture = { newest, history, load, held: new Map(), versions: new Map() };
  return (await loadMixture(mixture, first)) ?? (await loadWhole(mixture, first));
}

/** Each file as new as can be used; null when no mixture with earlier versions of the wrong ones can. */
async function loadMixture(mixture: Mixture, first: LoadResult): Promise<Fallback | null> {
  const asked = new Set<string>();
  let result = first;
  while (result.kind === 'invalid') {
    const wrong = wrongFiles(result);
    const culprit = await firstCulprit(mixture, wrong, asked);
    if (culprit === null) {
      let hasMore = false;
      for (const path of wrong) hasMore = (await goBack(mixture, path)) || hasMore;
      if (!hasMore) return null;
    } else mixture.held.set(culprit.path, culprit.index);
    result = mixture.load(filesOf(mixture));
  }
  const loaded = await bringForward(mixture, result);
  const held = [...mixture.held.keys()].toSorted();
  const isLeftOut = (path: string): boolean => versionInForce(mixture, path) === undefined;
  return {
    loaded,
    files: filesOf(mixture),
    replaced: held.filter((path) => !isLeftOut(path)),
    leftOut: held.filter(isLeftOut),
    diagnostics: first.kind === 'invalid' ? first.diagnostics : [],
  };
}

/** The newest configuration before this one that can be used as a whole, with the incidents of now. */
async function loadWhole({ history, load }: Mixture, first: LoadResult): Promise<Fallback | null> {
  for await (const then of history.earlierStates()) {
    const result = load(then);
    if (result.kind === 'invalid') continue;
    const files = then.filter(isConfiguration);
    return { loaded: result, files, replaced: [], leftOut: [], diagnostics: first.diagnostics };
  }
  return null;
}

type Mixture = {
  readonly newest: readonly SourceFile[];
  readonly history: History;
  readonly load: (files: readonly SourceFile[]) => LoadResult;
  /** Which of its earlier versions stands in for a file; the one after the last stands for doing without it. */
  readonly held: Map<string, number>;
  readonly versions: Map<string, readonly FileVersion[]>;
};

function filesOf(mixture: Mixture): readonly SourceFile[] {
  const { newest, held } = mixture;
  const earlier = [...held.keys()].flatMap((path) => versionInForce(mixture, path) ?? []);
  return [...newest.filter(({ path }) => !held.has(path)), ...earlier];
}

function versionInForce({ held, versions }: Mixture, path: string): SourceFile | undefined {
  return versions.get(path)?.[held.get(path) ?? -1]?.file;
}

function loadWith(mixture: Mixture, path: string, index: number): LoadResult {
  return mixture.load(filesOf({ ...mixture, held: new Map(mixture.held).set(path, index) }));
}

function wrongFiles({ diagnostics }: LoadResult): readonly string[] {
  return [...new Set(diagnostics.map(({ place }) => place.file))].toSorted();
}

async function versionsOf(mixture: Mixture, path: string): Promise<readonly FileVersion[]> {
  const known = mixture.versions.get(path) ?? (await mixture.history.earlierVersions(path));
  mixture.versions.set(path, known);
  return known;
}

/** Takes the version before; false when there is none left. */
async function goBack(mixture: Mixture, path: string): Promise<boolean> {
  const next = (mixture.held.get(path) ?? -1) + 1;
  if (next > (await versionsOf(mixture, path)).length) return false;
  mixture.held.set(path, next);
  return true;
}

type Culprit = { readonly path: string; readonly index: number };

/** The first file that broke one of the wrong ones; each version that stands in is asked about once. */
async function firstCulprit(
  mixture: Mixture,
  wrong: readonly string[],
  asked: Set<string>,
): Promise<Culprit | null> {
  for (const path of wrong) {
    const version = `${mixture.held.get(path) ?? 'newest'} ${path}`;
    if (asked.has(version)) continue;
    asked.add(version);
    const culprit = await culpritOf(mixture, path);
    if (culprit !== null) return culprit;
  }
  return null;
}

/** Of a file that was right when it was written, as it is or in the version that stands in: the file whose later change broke it. */
async function culpritOf(mixture: Mixture, path: string): Promise<Culprit | null> {
  const then = await stateOf(mixture, path);
  if (then === null || wrongFiles(mixture.load(then)).includes(path)) return null;
  const suspects = changedSince(mixture.newest, then).filter(
    (other) => other !== path && !mixture.held.has(other),
  );
  for (const other of suspects.slice(0, MOST_SUSPECTS)) {
    const versions = await versionsOf(mixture, other);
    const oldest = versions.findIndex((version) => then.some((file) => isSame(file, version.file)));
    if (oldest === -1 || isWrong(mixture, path, other, oldest)) continue;
    const index = versions.findIndex(
      (_, at) => at === oldest || !isWrong(mixture, path, other, at),
    );
    return { path: other, index };
  }
  return null;
}

/** All files as they stood when the version in force of one of them was written. */
async function stateOf(
  { history, held, versions }: Mixture,
  path: string,
): Promise<readonly SourceFile[] | null> {
  const index = held.get(path);
  if (index === undefined) return await history.whenWritten(path);
  const version = versions.get(path)?.[index];
  return version === undefined ? null : await history.stateAt(version.commit);
}

/** Each of them costs a reading of the configuration. */
const MOST_SUSPECTS = 20;

function isWrong(mixture: Mixture, path: string, other: string, index: number): boolean {
  return wrongFiles(loadWith(mixture, other, index)).includes(path);
}

/** The files that are not as they were, those first that others refer to. */
function changedSince(
  newest: readonly SourceFile[],
  then: readonly SourceFile[],
): readonly string[] {
  const now = new Map(newest.map((file) => [file.path, file]));
  return then
    .filter((file) => isConfiguration(file) && !isSame(file, now.get(file.path)))
    .map(({ path }) => path)
    .toSorted((left, right) => rankOf(left) - rankOf(right) || (left < right ? -1 : 1));
}

function rankOf(path: string): number {
  return /^rules\/00-global[./]/.test(path) || !path.startsWith('rules/') ? 0 : 1;
}

function isSame(left: SourceFile, right: SourceFile | undefined): boolean {
  if (right === undefined || left.path !== right.path) return false;
  return 'text' in left && 'text' in right && left.text === right.text;
}

/** Files that went back further than they had to, since another one was the cause, come forward again. */
async function bringForward(mixture: Mixture, first: Loaded): Promise<Loaded> {
  let loaded = first;
  let left = MOST_TRIES;
  for (const path of [...mixture.held.keys()].toSorted()) {
    const reached = mixture.held.get(path) ?? 0;
    for (let index = mixture.held.size === 1 ? 0 : -1; index < reached && left > 0; index += 1) {
      left -= 1;
      const held = new Map(mixture.held).set(path, index);
      if (index === -1) held.delete(path);
      const result = mixture.load(filesOf({ ...mixture, held }));
      if (result.kind === 'invalid') continue;
      loaded = result;
      if (index === -1) mixture.held.delete(path);
      else mixture.held.set(path, index);
      break;
    }
  }
  return loaded;
}

const MOST_TRIES = 60;

/** Whether a file says how things are decided; incidents and what was learnt of them do not. */
export function isConfiguration({ path }: { readonly path: string }): boolean {
  return !isHistoryPath(path);
}
