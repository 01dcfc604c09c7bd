// `tocsin owners coverage`: how much of the tracked files and of recorded signals the map covers.
import type { Arguments } from '../../cli/arguments.ts';
import { EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { type Coverage, type Covered, measureCoverage } from '../../ownership/coverage.ts';
import type { Runtime } from '../../runtime.ts';
import { openCodeRepository } from '../../command-support/code-repository.ts';
import { loadConfiguration } from '../../command-support/load.ts';
import { organisationRoot } from '../../command-support/organisation-root.ts';
import { printableName, readable } from '../../cli/printable.ts';
import { readSeenSignals } from '../../command-support/seen-signals.ts';

/** Measures and prints; files count where a repository is named. */
export async function ownersCoverage(
  folder: string | undefined,
  args: Arguments,
  runtime: Runtime,
): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const organisation = await loadConfiguration(root, runtime);
  const isAsked = folder !== undefined || args.value('repo') !== null;
  const code = isAsked ? await openCodeRepository(organisation, folder, args, runtime) : null;
  const { seen, from } = await readSeenSignals(root, organisation);
  const coverage = measureCoverage(organisation, code, seen);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ repo: code?.repo ?? null, from, ...coverage }, null, 2)}\n`
      : readable(render(coverage, { repo: code?.repo ?? null, from }), runtime),
  );
  const parts = [coverage.files, coverage.endpoints, coverage.services, coverage.signals];
  const isWhole = parts.every((part) => part === null || part.missing.length === 0);
  return args.flag('check') && !isWhole ? EXIT.findings : EXIT.clean;
}

function render(
  coverage: Coverage,
  { repo, from }: { readonly repo: string | null; readonly from: readonly string[] },
): string {
  const { files, endpoints, services, signals, cells, orphans, ghosts } = coverage;
  return [
    from.length === 0
      ? 'no signals were seen yet: there is no rules/recorded.jsonl and no inbox'
      : `signals seen: ${from.join(', ')}`,
    ...(files === null
      ? ['files: name a checkout to count them, `tocsin owners coverage --repo REPO DIR`']
      : section(`tracked files of ${repo ?? ''}`, files)),
    ...section('endpoints seen', endpoints),
    ...section('services seen', services),
    ...section('signals', signals),
    ...(cells.length === 0 ? [] : ['signals by product and function:']),
    ...cells.map(({ cell, total, covered }) => `    ${cell}: ${covered} of ${total}`),
    ...named(
      'orphan services, seen and not declared',
      orphans.map(({ name, count }) => `${name} (${count})`),
    ),
    ...named('ghost services, declared and never seen', ghosts),
    '',
  ].join('\n');
}

const MOST = 10;

function section(title: string, { total, covered, unowned, missing }: Covered): readonly string[] {
  if (total === 0) return [];
  const share = Math.floor((100 * (covered + unowned)) / total);
  const rest = unowned === 0 ? '' : `, ${unowned} unowned on purpose`;
  return [
    `${title}: ${covered} of ${total} resolve at 0.70 or more${rest} (${share} %)`,
    ...missing
      .slice(0, MOST)
      .map(({ name, count }) => `  - ${printableName(name)}${count === 1 ? '' : ` (${count})`}`),
    ...(missing.length > MOST ? [`  - and ${missing.length - MOST} more`] : []),
  ];
}

function named(title: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST ? `, and ${names.length - MOST} more` : '';
  return [`${title}: ${names.slice(0, MOST).join(', ')}${more}`];
}
