import { renderPretty } from '../diagnostics/pretty.ts';
import { plural } from '../diagnostics/pretty.ts';
import { CommandFailure, UsageError } from '../cli/exit-code.ts';
import type { DocumentSet, SourceFile } from '../config/document-set.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Instant } from '../model/instant.ts';
import type { Source } from '../model/source.ts';
import type { Organisation } from '../model/organisation.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { Runtime } from '../runtime.ts';
import { recallHistory } from './known-history.ts';
import { type Fallback, isConfiguration, loadWithFallback } from '../validation/fallback.ts';
import {
  describeErrors,
  describeInForce,
  type WrongFile,
  withNewestWriter,
  wrongFilesOf,
} from '../validation/in-force.ts';
import {
  isConfigurationError,
  type LoadResult,
  loadState,
  type OrganisationState,
} from '../validation/load.ts';
import { validate } from '../validation/validate.ts';
import { type PageReading, readForPage } from '../validation/last-good.ts';
import { historyOf, historyOfEdits, type OpenedPast, openPast } from '../workspace/file-history.ts';
import { readOrganisationFiles } from '../workspace/read.ts';

/** Loads the organisation in a folder. Of a file that is wrong there its last good version is in force, and people are told. */
export async function loadOrganisation(root: string, runtime: Runtime): Promise<OrganisationState> {
  return (await loadFolder(root, runtime)).state;
}

/** The same without the history of incidents, which costs the most to read. What is wrong in it stops nothing. */
export async function loadConfiguration(root: string, runtime: Runtime): Promise<Organisation> {
  const { organisation, diagnostics } = validate(readOrganisationFiles(root));
  if (organisation !== null && !diagnostics.some(isConfigurationError)) return organisation;
  return (await loadOrganisation(root, runtime)).organisation;
}

/** The organisation in a folder with the files that are in force. */
export async function loadFolder(root: string, runtime: Runtime): Promise<InForce> {
  const files = readOrganisationFiles(root);
  return await loadOrFallBack(loadState(files), { root, files, commit: null }, runtime);
}

/** The organisation as a commit has it, under the same rule. */
export async function loadCommit(
  root: string,
  past: { readonly commit: string; readonly files: readonly SourceFile[] },
  runtime: Runtime,
): Promise<InForce> {
  return await loadOrFallBack(loadState(past.files), { root, ...past }, runtime);
}

/** What the page is made of, with what is wrong with it. */
export type PageState = Pick<Readable, 'errors' | 'broken'> & {
  readonly state: OrganisationState;
  /** What the public page leaves its readers without. */
  readonly hygiene: readonly Diagnostic[];
};

type Readable = Extract<PageReading, { readonly kind: 'readable' }>;

/** The same as read at `now`. Of an incident that cannot be read the last version that can stays in force. */
export async function loadForPage(
  root: string,
  runtime: Runtime,
  now: Instant,
): Promise<PageState> {
  const files = readOrganisationFiles(root);
  const load = (newest: readonly SourceFile[]): LoadResult => loadRemembering(root, newest, now);
  const asFound = load(files);
  const inForce = await loadOrFallBack(asFound, { root, files, commit: null }, runtime);
  const newest = inForce.isNewest ? asFound : load(inForce.files);
  if (newest.kind === 'invalid') return refuse(files, newest.diagnostics, runtime);
  const reading = await readForPage(inForce.files, newest, {
    load,
    versionsOf: async (path) => {
      const opened = await openPast(root, runtime.environment);
      return (await opened?.past.readVersions(opened.head, path, MOST_VERSIONS)) ?? [];
    },
  });
  if (reading.kind === 'invalid') return refuse(inForce.files, reading.diagnostics, runtime);
  if (reading.kind === 'lost') return refuseLost(reading.errors);
  const { loaded, errors, broken } = reading;
  const state = broken.length === 0 ? inForce.state : loaded.state;
  return { state, hygiene: hygieneOf(loaded), errors, broken };
}

/** How far back a version is looked for that can be read. */
const MOST_VERSIONS = 50;

function loadRemembering(root: string, files: readonly SourceFile[], now: Instant): LoadResult {
  const history = recallHistory(root, files);
  const loaded = loadState(files, now, history.known);
  if (loaded.kind === 'loaded') history.keep(loaded.read);
  return loaded;
}

function hygieneOf({ diagnostics }: LoadResult): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => HYGIENE.has(code));
}

/** A page that says that everything works, since nobody could read what does not, is worse than an old one. */
function refuseLost(errors: readonly Diagnostic[]): never {
  const [first] = errors;
  const where = first === undefined ? '' : `${first.place.file}:${first.place.line}: `;
  throw new CommandFailure(
    `${where}${first?.message ?? ''}: customers may read this incident, and its history here holds no version that can be read; correct it (\`tocsin validate\`), or fetch the whole history (a shallow clone has none)`,
  );
}

const HYGIENE: ReadonlySet<string> = new Set<DiagnosticCode>([
  'public-silence',
  'public-future',
  'public-long-ago',
  'public-untold',
  'public-unseen',
  'public-contradiction',
  'public-unfinished',
  'maintenance-overdue',
  'maintenance-unheard',
]);

/** Only what the newest files say, with their documents: with errors in them the command says where and cannot go on. */
export function loadStrictly(
  files: readonly SourceFile[],
  runtime: Runtime,
): { readonly organisation: Organisation; readonly documents: DocumentSet } {
  const { organisation, documents, diagnostics } = validate(files);
  const errors = diagnostics.filter(isConfigurationError);
  if (organisation !== null && errors.length === 0) return { organisation, documents };
  return refuse(files, errors, runtime);
}

/** What could be loaded, and from which files. */
export type InForce = {
  readonly state: OrganisationState;
  readonly files: readonly SourceFile[];
  /** Whether they are the newest ones. */
  readonly isNewest: boolean;
  /** The files that are not in force as they are. */
  readonly wrong: readonly WrongFile[];
};

/** Files of a folder: those of a commit, or those that lie there. */
type Asked = {
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly commit: string | null;
};

async function loadOrFallBack(
  loaded: LoadResult,
  asked: Asked,
  runtime: Runtime,
): Promise<InForce> {
  const { files } = asked;
  if (loaded.kind === 'loaded') return { state: loaded.state, files, isNewest: true, wrong: [] };
  const opened = await openPast(asked.root, runtime.environment);
  const found = opened === null ? null : await fallBack(loaded, asked, opened);
  if (opened === null || found === null) return refuse(files, loaded.diagnostics, runtime);
  tell(found, { ...asked, ...opened }, runtime);
  const organisation = withNewestWriter(found.loaded.state.organisation, files);
  const state = { ...found.loaded.state, organisation };
  const inForce = found.files.filter(isConfiguration);
  const history = files.filter((file) => !isConfiguration(file));
  const wrong = wrongFilesOf(found.diagnostics, found);
  return { state, files: [...inForce, ...history], isNewest: false, wrong };
}

async function fallBack(
  loaded: LoadResult,
  { files, commit }: Asked,
  { past, head }: OpenedPast,
): Promise<Fallback | null> {
  const history = commit === null ? historyOfEdits(past, head, files) : historyOf(past, commit);
  return await loadWithFallback(files, history, loaded);
}

/** One line, once however often it is loaded: whoever asks at night wants the answer below it. */
function tell(found: Fallback, { commit, isCut }: Asked & OpenedPast, { err }: Runtime): void {
  const whose = commit === null ? 'the organisation' : `commit ${commit.slice(0, 7)}`;
  const cut =
    isCut && found.leftOut.length > 0 ? ' (this clone knows only a part of the history)' : '';
  const line = `tocsin: ${whose} has ${describeErrors(found.diagnostics)}; ${describeInForce(found)}${cut}: \`tocsin validate\` says more\n`;
  const told = TOLD.get(err) ?? new Set();
  if (!told.has(line)) err(line);
  TOLD.set(err, told.add(line));
}

const TOLD = new WeakMap<Runtime['err'], Set<string>>();

function refuse(
  files: readonly SourceFile[],
  diagnostics: readonly Diagnostic[],
  runtime: Runtime,
): never {
  const texts = new Map(files.map((file) => [file.path, 'text' in file ? file.text : null]));
  runtime.err(
    `${renderPretty(diagnostics.slice(0, 3), {
      textOf: (file) => texts.get(file) ?? null,
      paint: (_colour, text) => text,
      width: runtime.width,
    })}\n\n`,
  );
  throw new CommandFailure(
    `the organisation has ${plural(diagnostics.length, 'error')}: run \`tocsin validate\` and correct them first`,
  );
}

/** The source with an id; UsageError offers close ones. */
export function findSource(organisation: Organisation, id: string): Source {
  const source = organisation.sources.get(id);
  if (source === undefined) {
    throw new UsageError(
      `unexpected source \`${id}\`: ${suggest(id, organisation.sources.keys()) ?? 'there is no rules/sources/<source>.yaml of this name'}`,
    );
  }
  return source;
}
