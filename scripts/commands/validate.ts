import { droppedDuties } from '../apply/dropped-duty.ts';
import { removedFiles } from '../apply/removed-file.ts';
import { renamedFiles } from '../apply/renamed-file.ts';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { paintWith } from '../cli/paint.ts';
import { renderAnnotations } from '../diagnostics/annotations.ts';
import { type Diagnostic, placedBelow, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { renderJson } from '../diagnostics/json.ts';
import { countFindings, plural, renderPretty } from '../diagnostics/pretty.ts';
import { renderSarif } from '../diagnostics/sarif.ts';
import { HISTORY } from '../model/history-path.ts';
import type { Runtime } from '../runtime.ts';
import { lint } from '../validation/lint.ts';
import { type Surroundings, validate } from '../validation/validate.ts';
import { readCachedLines, writeCachedLines } from '../workspace/cache.ts';
import { openPast } from '../workspace/file-history.ts';
import { folderInRepository } from '../workspace/checkout.ts';
import { goneSince } from '../workspace/gone.ts';
import { readAllFiles } from '../workspace/read.ts';
import { listTrackedFiles } from '../workspace/tracked.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';

const spec: CommandSpec = {
  summary:
    'Check every file of the organisation: YAML, schemas, references between files, incident bodies.',
  positionals: '',
  maxPositionals: 0,
  options: {
    format: { takes: 'value', value: 'FORMAT', help: 'pretty, json, github or sarif' },
    base: {
      takes: 'value',
      value: 'REF',
      help: 'incidents that stood there are still there (default: where the branch left the main one)',
    },
  },
  examples: ['tocsin validate', 'tocsin validate --format github', 'tocsin validate --base main'],
};

/** `tocsin validate`: all findings of one run, sorted. */
export const validateCommand: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const format = formatOf(args);
  const root = organisationRoot(args, runtime);
  const files = readAllFiles(root);
  const validation = validate(files, {
    now: runtime.now(),
    trackedFiles: await trackedFilesIfNeeded(root, files, runtime),
    ...(await rememberedOf(root, files, { base: args.value('base'), runtime })),
  });
  const { documents, diagnostics } = validation;
  const findings = sortDiagnostics([
    ...diagnostics,
    ...lint(validation, runtime.now(), files),
    ...(await bodyFindings(root, documents)),
  ]);
  const texts = new Map(files.map((file) => [file.path, 'text' in file ? file.text : null]));
  const prefix =
    format === 'github' || format === 'sarif'
      ? await folderInRepository(root, runtime.environment)
      : '';
  const placed = prefix === '' ? findings : findings.map((each) => placedBelow(prefix, each));
  const print = format === 'github' ? runtime.annotate : runtime.out;
  print(render(format, placed, texts, runtime));
  if (format === 'pretty' && findings.length === 0)
    runtime.out(`${plural(files.length, 'file')}, nothing to complain about\n`);
  return findings.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.clean;
}

/** Git is only asked where a service has code in the organisation's own repository. */
async function trackedFilesIfNeeded(
  root: string,
  files: ReturnType<typeof readAllFiles>,
  runtime: Runtime,
): Promise<readonly string[] | null> {
  const isNamed = files.some((file) => 'text' in file && OWN_REPOSITORY.test(file.text));
  return isNamed ? await listTrackedFiles(root, runtime.environment) : null;
}

/** A folder without history remembers nothing. */
async function rememberedOf(
  root: string,
  files: ReturnType<typeof readAllFiles>,
  { base, runtime }: { readonly base: string | null; readonly runtime: Runtime },
): Promise<Pick<Surroundings, 'owing' | 'renamed' | 'removed'>> {
  const place = { root, folders: HISTORY, here: files };
  const gone = await goneSince(base, place, runtime.environment);
  const opened = await openPast(root, runtime.environment);
  if (opened === null) return gone === null ? {} : { removed: gone };
  const { past, head } = opened;
  const renamed = await renamedFiles(past, head, files);
  const owing = await droppedDuties(past, head, files);
  if (gone === null) return { owing, renamed };
  const removed = await removedFiles(past, head, { files, gone: gone.files, renamed });
  return { owing, renamed, removed: { base: gone.base, files: removed } };
}

const OWN_REPOSITORY = /\brepo:\s*["']?\.["']?\s*(?:[,}#]|$)/m;

const CLEAN_BODIES = 'clean-bodies';

/** Markdown is only loaded and parsed for incidents and post-mortems that were not found clean before. */
async function bodyFindings(
  root: string,
  documents: ReturnType<typeof validate>['documents'],
): Promise<readonly Diagnostic[]> {
  if (documents.incident.length + documents.postmortem.length === 0) return [];
  const known = readCachedLines(root, CLEAN_BODIES);
  const { checkBodies } = await import('../validation/bodies.ts');
  const { diagnostics, clean } = checkBodies(documents, known);
  if (clean.some((hash) => !known.has(hash))) writeCachedLines(root, CLEAN_BODIES, clean);
  return diagnostics;
}

type Format = 'pretty' | 'json' | 'github' | 'sarif';

function formatOf(args: Arguments): Format {
  const given = args.value('format') ?? (args.flag('json') ? 'json' : 'pretty');
  if (given === 'pretty' || given === 'json' || given === 'github' || given === 'sarif')
    return given;
  throw new UsageError(`unexpected format \`${given}\`, expected pretty, json, github or sarif`);
}

function render(
  format: Format,
  findings: readonly Diagnostic[],
  texts: ReadonlyMap<string, string | null>,
  runtime: Runtime,
): string {
  switch (format) {
    case 'json':
      return renderJson(findings);
    case 'github':
      return renderAnnotations(findings);
    case 'sarif':
      return renderSarif(findings);
    case 'pretty':
      if (findings.length === 0) return '';
      return `${renderPretty(findings, { textOf: (file) => texts.get(file) ?? null, paint: paintWith(runtime.hasColour), width: runtime.width })}\n\n${countFindings(findings)}\n`;
  }
}
