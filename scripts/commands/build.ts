import { hash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { plural } from '../diagnostics/pretty.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import type { Snapshot } from '../publication/view.ts';
import { takeSnapshot } from '../publication/snapshot.ts';
import type { Runtime } from '../runtime.ts';
import { describeShown } from '../validation/last-good.ts';
import type { SiteMemory } from '../sitebuild/kept.ts';
import { type BuildResult, SiteBuilder } from '../sitebuild/site-build.ts';
import { readCachedLines, writeCachedLines } from '../workspace/cache.ts';
import { openRepository } from '../workspace/git.ts';
import { measureCoverage } from '../ownership/coverage.ts';
import type { Organisation } from '../model/organisation.ts';
import type { PublicationInput } from '../publication/public-view.ts';
import { decideRecorded } from '../command-support/recorded-signals.ts';
import { seenInRecording } from '../command-support/seen-signals.ts';
import { loadForPage, type PageState } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';

const spec: CommandSpec = {
  summary: 'Write the status site as a folder of static files.',
  positionals: '',
  maxPositionals: 0,
  options: {
    out: {
      takes: 'value',
      value: 'DIR',
      help: 'the folder to write (default: dist in the organisation)',
    },
    audience: { takes: 'value', value: 'AUDIENCE', help: 'public (default) or internal' },
    at: { takes: 'value', value: 'INSTANT', help: 'build as if it were then' },
  },
  examples: ['tocsin build --out dist', 'tocsin build --audience internal --out dist-internal'],
};

/** `tocsin build`. */
export const build: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const audience = args.value('audience') ?? 'public';
  if (audience !== 'public' && audience !== 'internal')
    throw new UsageError(`unexpected audience \`${audience}\`, expected public or internal`);
  const now = instantOf(args.value('at')) ?? runtime.now();
  const root = organisationRoot(args, runtime);
  const out = resolve(runtime.workingDirectory, args.value('out') ?? join(root, 'dist'));
  const { pages, kept, ...found } = await buildSite({ root, out, audience, now }, runtime);
  // Since the process began: what somebody who types the command waits for.
  const ms = Math.round(performance.now());
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ out, pages, kept, ms, ...found })}\n`
      : `${plural(pages, 'page')} for the ${audience} audience in ${out} (${(ms / 1000).toFixed(1)} s)\n`,
  );
  if (!args.flag('json')) tellFindings(found, runtime);
  return exitOf(found);
}

/** Builds the site of the organisation in `root` into `out`, as if it were `now`. */
export async function buildSite(
  {
    root,
    out,
    audience,
    now,
  }: {
    readonly root: string;
    readonly out: string;
    readonly audience: Snapshot['audience'];
    readonly now: Instant;
  },
  runtime: Runtime,
): Promise<Pick<Built, 'pages' | 'kept'> & PageFindings> {
  refuseForeignFolder(out);
  const { state, ...found } = await loadForPage(root, runtime, now);
  const snapshot = takeSnapshot(
    {
      ...state,
      revision: await revisionOf(root, runtime),
      now,
      recorded: audience === 'internal' ? readEvidence(root, state.organisation) : null,
    },
    audience,
  );
  const builder = new SiteBuilder();
  try {
    const result = await builder.build(snapshot, out, memoryOf(root, out));
    if (result.kind === 'failed')
      throw new CommandFailure(`the site could not be built: ${result.reason}`);
    return { pages: result.pages, kept: result.kept, ...found };
  } finally {
    await builder.close();
  }
}

type Built = Extract<BuildResult, { readonly kind: 'built' }>;

/** What the last build into this folder wrote; it lies with the organisation, never among what is published. */
function memoryOf(root: string, out: string): SiteMemory {
  const name = `site-${hash('sha256', out).slice(0, 12)}`;
  return {
    read: () => readCachedLines(root, name),
    write: (lines) => void writeCachedLines(root, name, lines),
  };
}

/** What is wrong with what a site was built from. */
export type PageFindings = Omit<PageState, 'state'>;

/** The site is built all the same: customers need it most when something is wrong with what they are told. */
export function tellFindings({ hygiene, errors, broken }: PageFindings, runtime: Runtime): void {
  const shown = new Map(broken.map((each) => [each.path, ` (${describeShown(each)})`]));
  for (const { message, place, hint } of [...errors, ...hygiene])
    runtime.err(`${place.file}:${place.line}: ${message}: ${hint}${shown.get(place.file) ?? ''}\n`);
}

/** What hangs on the time is a warning; a file that cannot be read as it was meant is not. */
export function exitOf({ errors }: PageFindings): ExitCode {
  return errors.length === 0 ? EXIT.clean : EXIT.findings;
}

function instantOf(text: string | null): Instant | null {
  if (text === null) return null;
  const instant = parseInstant(text);
  if (instant === null)
    throw new UsageError(
      `unexpected instant \`${text}\`, expected for example 2026-11-21T09:18:00Z`,
    );
  return instant;
}

/** Only what the files record, so that the same files give the same site. */
function readEvidence(
  root: string,
  organisation: Organisation,
): NonNullable<PublicationInput['recorded']> | null {
  const decisions = decideRecorded(root, organisation);
  if (decisions === null) return null;
  const seen = seenInRecording(root, organisation);
  return { coverage: measureCoverage(organisation, null, seen), decisions };
}

/** The folder is replaced as a whole, so one that holds something else is not touched. */
function refuseForeignFolder(out: string): void {
  if (!existsSync(out)) return;
  const isOurs = existsSync(join(out, 'index.html')) && existsSync(join(out, '404.html'));
  const isEmpty = readEntries(out).length === 0;
  if (!isOurs && !isEmpty)
    throw new UsageError(
      `unexpected content of ${out}: it holds something other than a built site; name an empty or new folder`,
    );
}

function readEntries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`cannot use ${folder} as a folder`, { cause: error });
  }
}

async function revisionOf(root: string, runtime: Runtime): Promise<string | null> {
  const answer = await openRepository(root, runtime.environment).run([
    'rev-parse',
    '--verify',
    '--quiet',
    'HEAD',
  ]);
  return answer.code === 0 ? answer.stdout.toString('utf8').trim() : null;
}
