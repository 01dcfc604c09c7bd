// Incidents and post-mortems that cannot be read as they stand now: the page would go on as if nobody had written them.
// The last version that can be read stands in, unless the newest one says that it is not for everybody.
import type { SourceFile } from '../config/document-set.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type LoadResult, loadState } from './load.ts';

/** A file as a commit has it. */
export type FileVersion = { readonly commit: string; readonly file: SourceFile };

/** A file of which customers would miss something, and what is shown in its place. */
export type BrokenFile = {
  readonly path: string;
  /** `left-out` where it never was for customers; `readable` where what can be read of it is shown; `nothing` where it may be for them. */
  readonly shown: { readonly kind: 'version'; readonly commit: string } | { readonly kind: Rest };
};

type Rest = 'left-out' | 'readable' | 'nothing';

/** Files with an earlier version in the place of each that lost something. */
export type LastGood = {
  readonly files: readonly SourceFile[];
  readonly broken: readonly BrokenFile[];
};

/** Looks for what stands in; versions come newest first. */
export async function takeLastGood(
  files: readonly SourceFile[],
  loaded: Loaded,
  versionsOf: (path: string) => Promise<readonly FileVersion[]>,
): Promise<LastGood> {
  const configuration = files.filter(({ path }) => !HISTORY.test(path));
  const broken: BrokenFile[] = [];
  const held = new Map<string, SourceFile>();
  for (const path of lossesOf(loaded)) {
    const newest = files.find((file) => file.path === path);
    if (newest === undefined) continue;
    const isReadable = loaded.read.has(path);
    const rest = isReadable ? 'readable' : restOf(newest);
    const version =
      rest === 'left-out' && isHidden(newest)
        ? undefined
        : (await versionsOf(path)).find(({ file }) => isWhole(configuration, file));
    if (version !== undefined) held.set(path, version.file);
    const shown =
      version === undefined
        ? ({ kind: rest } as const)
        : ({ kind: 'version', commit: version.commit } as const);
    broken.push({ path, shown });
  }
  return { files: files.map((file) => held.get(file.path) ?? file), broken };
}

type Loaded = Extract<LoadResult, { readonly kind: 'loaded' }>;

const HISTORY = /^(?:incidents|postmortems)\//;

/** What is wrong in the history of incidents, in the order of the files. */
export function historyErrors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .filter(({ severity, place }) => severity === 'error' && HISTORY.test(place.file))
    .toSorted((left, right) => {
      if (left.place.file !== right.place.file) return left.place.file < right.place.file ? -1 : 1;
      return left.place.line - right.place.line;
    });
}

/** Paths of files that were refused, and of public incidents of which an update or a component was left out. */
function lossesOf({ state, read, diagnostics }: Loaded): readonly string[] {
  const reports = new Set(state.postmortems.map(({ incident }) => incident));
  const components = new Set(
    [...state.organisation.services.values()].flatMap(({ component }) => component?.id ?? []),
  );
  const isLoss = ({ code, place: { file } }: Diagnostic): boolean => {
    if (file.startsWith('postmortems/')) return !reports.has(stemOf(file));
    const document = read.get(file)?.document;
    if (document === undefined) return true;
    if (document.public?.visibility !== 'public') return false;
    return (
      code === 'update-malformed' ||
      Object.keys(document.components ?? {}).some((id) => !components.has(id))
    );
  };
  return [
    ...new Set(
      historyErrors(diagnostics)
        .filter(isLoss)
        .map(({ place }) => place.file),
    ),
  ];
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
}

/** Whether a version is read without loss under the configuration of now. */
function isWhole(configuration: readonly SourceFile[], file: SourceFile): boolean {
  const loaded = loadState([...configuration, file]);
  return loaded.kind === 'loaded' && lossesOf(loaded).length === 0;
}

function restOf(file: SourceFile): Rest {
  if (!file.path.startsWith('incidents/')) return 'left-out';
  return isHidden(file) || !/\bpublic\b/.test(frontOf(file) ?? 'public') ? 'left-out' : 'nothing';
}

function isHidden(file: SourceFile): boolean {
  return /\bvisibility['"]?\s*:\s*['"]?(?:restricted|none)\b/.test(frontOf(file) ?? '');
}

/** Null where there is no text. */
function frontOf(file: SourceFile): string | null {
  return 'text' in file ? (splitFrontMatter(file.text)?.yaml ?? file.text) : null;
}
