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
import { isConfigurationError, loadState, type OrganisationState } from '../validation/load.ts';
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

/** The same as read at `now`, with what the public page leaves its readers without then. */
export function loadForPage(
  root: string,
  runtime: Runtime,
  now: Instant,
): { readonly state: OrganisationState; readonly hygiene: readonly Diagnostic[] } {
  const files = readOrganisationFiles(root);
  const history = recallHistory(root, files);
  const loaded = loadState(files, now, history.known);
  if (loaded.kind === 'invalid') return refuse(files, loaded.diagnostics, runtime);
  history.keep(loaded.read);
  return {
    state: loaded.state,
    hygiene: loaded.diagnostics.filter(({ code }) => HYGIENE.has(code)),
  };
}

const HYGIENE: ReadonlySet<string> = new Set<DiagnosticCode>([
  'public-silence',
  'public-untold',
  'public-unfinished',
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
