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
import { validate } from '../validation/validate.ts';
import { type BrokenFile, historyErrors, takeLastGood } from '../validation/last-good.ts';
import {
  isConfigurationError,
  type LoadResult,
  loadState,
  type OrganisationState,
} from '../validation/load.ts';
import { readVersions } from '../workspace/history.ts';
import { readOrganisationFiles } from '../workspace/read.ts';

/** Loads the organisation in a folder; with errors in it the command cannot go on and says where they are. */
export function loadOrganisation(root: string, runtime: Runtime): OrganisationState {
  return loadFiles(readOrganisationFiles(root), runtime);
}

/** The same for files from anywhere. */
export function loadFiles(files: readonly SourceFile[], runtime: Runtime): OrganisationState {
  const loaded = loadState(files);
  if (loaded.kind === 'loaded') return loaded.state;
  return refuse(files, loaded.diagnostics, runtime);
}

/** What the page is made of, with what is wrong with it. */
export type PageState = {
  readonly state: OrganisationState;
  /** What the public page leaves its readers without. */
  readonly hygiene: readonly Diagnostic[];
  /** What is wrong in the files of incidents and post-mortems that are not shown as they were meant. */
  readonly errors: readonly Diagnostic[];
  /** The files of them that an earlier version stands in for, or that are left out. */
  readonly broken: readonly BrokenFile[];
};

/** The same as read at `now`. Of an incident that cannot be read the last version that can stays in force. */
export async function loadForPage(
  root: string,
  runtime: Runtime,
  now: Instant,
): Promise<PageState> {
  const files = readOrganisationFiles(root);
  const newest = loadRemembering(root, files, now);
  if (newest.kind === 'invalid') return refuse(files, newest.diagnostics, runtime);
  const found = historyErrors(newest.diagnostics);
  if (found.length === 0)
    return { state: newest.state, hygiene: hygieneOf(newest), errors: [], broken: [] };
  const good = await takeLastGood(files, newest, (path) =>
    readVersions(root, runtime.environment, path, MOST_VERSIONS),
  );
  const paths = new Set(good.broken.map(({ path }) => path));
  const errors = found.filter(({ place }) => paths.has(place.file));
  const lost = good.broken.filter(({ shown }) => shown.kind === 'nothing').map(({ path }) => path);
  if (lost.length > 0) refuseLost(errors.filter(({ place }) => lost.includes(place.file)));
  const loaded = loadRemembering(root, good.files, now);
  if (loaded.kind === 'invalid') return refuse(good.files, loaded.diagnostics, runtime);
  return { state: loaded.state, hygiene: hygieneOf(loaded), errors, broken: good.broken };
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
  'public-untold',
  'maintenance-overdue',
]);

/** Configuration without the history of incidents, with its documents. What is wrong in that history stops nothing. */
export function loadConfiguration(
  files: readonly SourceFile[],
  runtime: Runtime,
): { readonly organisation: Organisation; readonly documents: DocumentSet } {
  const { organisation, documents, diagnostics } = validate(files);
  const errors = diagnostics.filter(isConfigurationError);
  if (organisation !== null && errors.length === 0) return { organisation, documents };
  return refuse(files, errors, runtime);
}

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
