// Incidents and post-mortems that cannot be read as they stand now: the page would go on as if nobody had written them.
// The last version that can be read stands in, for no more people than the newest one leaves.
import { idsOf } from '../model/component.ts';
import type { FileVersion, SourceFile } from '../config/document-set.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isHistoryPath, isIncidentPath, isPostmortemPath } from '../model/history-path.ts';
import { isActive } from '../model/incident.ts';
import { type Loaded, type LoadResult, loadState } from './load.ts';
import { isMistimed, plannedTimesOf } from './planned-times.ts';
import { hiddenAs, partOf, publicPartOf } from './public-part.ts';
import { isStray, stemOf } from './stray-file.ts';
import { hidingIn, visibilityIn } from './visibility.ts';

/** A file of which customers would miss something, and what is shown in its place. */
export type BrokenFile = {
  readonly path: string;
  /**
   * `left-out` where nobody misses it, or nothing of it can be shown; `inside` where it is not for customers; `public-part` where only what people inside read is wrong; `readable` where
   * what can be read of it is shown; `nothing` where it may be for customers and nobody can tell.
   */
  readonly shown: { readonly kind: 'version'; readonly commit: string } | { readonly kind: Rest };
};

type Rest = 'left-out' | 'inside' | 'public-part' | 'readable' | 'nothing';

/** What a page is made of, with what is wrong in the files of incidents and post-mortems that are not shown as they were meant. */
export type PageReading =
  | {
      readonly kind: 'readable';
      readonly loaded: Loaded;
      readonly errors: readonly Diagnostic[];
      /** The files that an earlier version stands in for, or that are left out. */
      readonly broken: readonly BrokenFile[];
    }
  /** Customers may read an incident of which no version can be read. */
  | {
      readonly kind: 'lost';
      readonly errors: readonly Diagnostic[];
      readonly broken: readonly BrokenFile[];
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** What is wrong with what the page is made of, and what readers see instead, a sentence each. */
export function remarksOnPage(reading: PageReading): readonly string[] {
  if (reading.kind === 'invalid') return [];
  const shown = new Map(
    reading.kind === 'lost'
      ? []
      : reading.broken.map((each) => [each.path, describeShown(each)] as const),
  );
  return reading.errors.map(
    ({ place, message }) =>
      `${place.file}:${place.line}: ${message}: ${shown.get(place.file) ?? 'customers may read this incident and no version of it can be read, so the sites stay as they are'}`,
  );
}

/** What readers see of a file that cannot be shown as it was meant. */
export function describeShown({ shown }: BrokenFile): string {
  if (shown.kind === 'version')
    return `the page shows its version of commit ${shown.commit.slice(0, 7)}`;
  if (shown.kind === 'inside') return 'only the internal site shows what can be read of it';
  if (shown.kind === 'public-part') return 'the page shows all that customers read of it';
  return shown.kind === 'readable'
    ? 'the page shows what can be read of it'
    : 'the page goes without it';
}

/** How earlier versions of a file are found, newest first, and how files are read. */
export type PageSources = {
  readonly versionsOf: (path: string) => Promise<readonly FileVersion[]>;
  readonly load: (files: readonly SourceFile[]) => LoadResult;
};

/** Reads files for the page: of an incident that cannot be read as it stands the last version that can is shown. */
export async function readForPage(
  files: readonly SourceFile[],
  loaded: Loaded,
  { versionsOf, load }: PageSources,
): Promise<PageReading> {
  const found = historyErrors(loaded.diagnostics);
  if (found.length === 0) return { kind: 'readable', loaded, errors: [], broken: [] };
  const good = await takeLastGood(files, loaded, versionsOf);
  const about = (those: readonly BrokenFile[]): readonly Diagnostic[] =>
    found.filter(({ place }) => those.some(({ path }) => path === place.file));
  const { broken } = good;
  if (broken.length === 0) return { kind: 'readable', loaded, errors: [], broken };
  const lost = broken.filter(({ shown }) => shown.kind === 'nothing');
  if (lost.length > 0) return { kind: 'lost', errors: about(lost), broken };
  const mended = load(good.files);
  if (mended.kind === 'invalid') return mended;
  const unread = broken.filter(
    ({ path, shown }) => CLAIMED.has(shown.kind) && !isReadIn(mended, path),
  );
  if (unread.length > 0) return { kind: 'lost', errors: about(unread), broken };
  return { kind: 'readable', loaded: mended, errors: about(broken), broken };
}

/** Kinds of what is shown for which something must be there, as of a file whose name makes it nobody's. */
const CLAIMED: ReadonlySet<BrokenFile['shown']['kind']> = new Set([
  'inside',
  'public-part',
  'readable',
]);

function isReadIn({ read, state }: Loaded, path: string): boolean {
  return read.has(path) || state.postmortems.some(({ incident }) => incident === stemOf(path));
}

/** Files with an earlier version in the place of each that lost something. */
type LastGood = {
  readonly files: readonly SourceFile[];
  readonly broken: readonly BrokenFile[];
};

/** Looks for what stands in; versions come newest first. */
async function takeLastGood(
  files: readonly SourceFile[],
  loaded: Loaded,
  versionsOf: (path: string) => Promise<readonly FileVersion[]>,
): Promise<LastGood> {
  const configuration = files.filter(({ path }) => !isHistoryPath(path));
  const broken: BrokenFile[] = [];
  const held = new Map<string, SourceFile | undefined>();
  for (const [path, loss] of lossesOf(loaded)) {
    const newest = files.find((file) => file.path === path);
    if (newest === undefined) continue;
    if (isStray(newest, files)) {
      broken.push({ path, shown: { kind: 'left-out' } });
      continue;
    }
    const document = loaded.read.get(path)?.document;
    const version =
      loss === 'slight'
        ? undefined
        : (await versionsOf(path)).find(({ file }) => isWhole(configuration, file));
    const { file, shown } =
      document === undefined
        ? standInOf(newest, version, configuration)
        : heldOf(newest, version, plannedTimesOf(document) === 'none');
    held.set(path, file);
    broken.push({ path, shown });
  }
  return {
    files: files.flatMap((file) => (held.has(file.path) ? (held.get(file.path) ?? []) : file)),
    broken,
  };
}

type StandIn = Pick<BrokenFile, 'shown'> & {
  /** Undefined where nothing is shown. */
  readonly file: SourceFile | undefined;
};

/** Of a file that was read and misses something. */
function heldOf(
  newest: SourceFile,
  version: FileVersion | undefined,
  isTimeless: boolean,
): StandIn {
  if (version !== undefined)
    return { file: version.file, shown: { kind: 'version', commit: version.commit } };
  if (isTimeless) return { file: undefined, shown: { kind: 'left-out' } };
  return { file: newest, shown: { kind: 'readable' } };
}

/** Of a file that was refused under a configuration. */
function standInOf(
  newest: SourceFile,
  version: FileVersion | undefined,
  configuration: readonly SourceFile[],
): StandIn {
  if (isHidden(newest)) return insideOf(newest, version, configuration);
  const part = publicPartOf(newest, version?.file ?? null);
  if (part?.isWhole === true && isWhole(configuration, part.file))
    return { file: part.file, shown: { kind: 'public-part' } };
  if (version !== undefined)
    return { file: version.file, shown: { kind: 'version', commit: version.commit } };
  if (part !== null) return { file: part.file, shown: { kind: 'readable' } };
  return isInside(newest)
    ? insideOf(newest, undefined, configuration)
    : { file: newest, shown: { kind: restOf(newest) } };
}

/** Of what is not for customers people inside go on reading what they may, and never more than any version leaves them. */
function insideOf(
  newest: SourceFile,
  version: FileVersion | undefined,
  configuration: readonly SourceFile[],
): StandIn {
  const before = version?.file ?? null;
  const isForFew = [newest, before].some(
    (file) => file !== null && 'text' in file && hidingIn(file.text) === 'restricted',
  );
  const visibility = isForFew ? 'restricted' : 'none';
  const part = partOf(newest, before, visibility);
  const isShown = part !== null && isWhole(configuration, part.file);
  const hidden = before === null ? null : hiddenAs(before, visibility);
  if (hidden !== null && part?.isWhole !== true && isWhole(configuration, hidden))
    return { file: hidden, shown: { kind: 'inside' } };
  return isShown
    ? { file: part.file, shown: { kind: 'inside' } }
    : { file: newest, shown: { kind: 'left-out' } };
}

/** What is wrong in the history of incidents, in the order of the files. */
function historyErrors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .filter(({ severity, place }) => severity === 'error' && isHistoryPath(place.file))
    .toSorted((left, right) => {
      if (left.place.file !== right.place.file) return left.place.file < right.place.file ? -1 : 1;
      return left.place.line - right.place.line;
    });
}

/** Whether an earlier version says more than the newest, or the newest only has to be told of. */
type Loss = 'lost' | 'slight';

/** Files that were refused, and of public incidents those of which an update, a component or a time was left out. */
function lossesOf({ state, read, diagnostics }: Loaded): ReadonlyMap<string, Loss> {
  const reports = new Set(state.postmortems.map(({ incident }) => incident));
  const components = new Set([
    ...[...state.organisation.services.values()].flatMap(({ component }) =>
      component === null ? [] : idsOf(component),
    ),
    ...state.organisation.products.flatMap(({ retired = [] }) => retired.map(({ id }) => id)),
  ]);
  const isGone = (id: string): boolean => !components.has(id);
  const lossOf = ({ code, place: { file } }: Diagnostic): Loss | null => {
    if (isPostmortemPath(file)) return reports.has(stemOf(file)) ? null : 'lost';
    const document = read.get(file)?.document;
    if (document === undefined) return 'lost';
    if (document.public?.visibility !== 'public') return null;
    const isLost =
      code === 'update-malformed' ||
      plannedTimesOf(document) !== 'all' ||
      (isActive(document) && Object.keys(document.components ?? {}).some(isGone));
    if (isLost) return 'lost';
    return code === 'recurrence-fit' || isMistimed(document) ? 'slight' : null;
  };
  const losses = new Map<string, Loss>();
  for (const diagnostic of historyErrors(diagnostics)) {
    const { file } = diagnostic.place;
    const loss = lossOf(diagnostic);
    if (loss !== null && losses.get(file) !== 'lost') losses.set(file, loss);
  }
  return losses;
}

/** Whether a version is read without loss under the configuration of now. */
function isWhole(configuration: readonly SourceFile[], file: SourceFile): boolean {
  const loaded = loadState([...configuration, file]);
  return loaded.kind === 'loaded' && ![...lossesOf(loaded).values()].includes('lost');
}

/** Planned work without a time has nothing to show; of anything else that is for customers the page must not turn green. */
function restOf(file: SourceFile): Rest {
  if (!isIncidentPath(file.path)) return 'left-out';
  return /^kind\s*:\s*['"]?maintenance/m.test(frontOf(file)) ? 'left-out' : 'nothing';
}

/** An incident that never speaks of the public. */
function isInside(file: SourceFile): boolean {
  return isIncidentPath(file.path) && 'text' in file && !/\bpublic\b/.test(frontOf(file));
}

function isHidden(file: SourceFile): boolean {
  return 'text' in file && visibilityIn(file.text) === 'hidden';
}

function frontOf(file: SourceFile): string {
  return 'text' in file ? (splitFrontMatter(file.text)?.yaml ?? file.text) : '';
}
