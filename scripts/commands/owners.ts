import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { type ExitCode, UsageError } from '../cli/exit-code.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { Runtime } from '../runtime.ts';
import { REPO_OPTION } from '../command-support/code-repository.ts';
import { ownersCoverage } from './owners/coverage.ts';
import { ownersDiff } from './owners/diff.ts';
import { ownersDrift } from './owners/drift.ts';
import { ownersScan } from './owners/scan.ts';

/** One of the things that `tocsin owners` does, and the options that it takes. */
type Verb = {
  readonly options: readonly string[];
  readonly takesFolder: boolean;
  readonly run: (
    folder: string | undefined,
    args: Arguments,
    runtime: Runtime,
  ) => Promise<ExitCode>;
};

const VERBS: Readonly<Record<string, Verb>> = {
  scan: { options: ['repo', 'write', 'check'], takesFolder: true, run: ownersScan },
  diff: {
    options: ['base', 'all'],
    takesFolder: false,
    run: (_folder, ...rest) => ownersDiff(...rest),
  },
  coverage: { options: ['repo', 'check'], takesFolder: true, run: ownersCoverage },
  drift: { options: ['repo'], takesFolder: true, run: ownersDrift },
};

const OPTIONS = {
  repo: REPO_OPTION,
  base: {
    takes: 'value',
    value: 'REF',
    help: 'diff: the version to compare with (default: where the branch left origin’s or main)',
  },
  all: {
    takes: 'flag',
    help: 'diff: every line, where a long list is cut without --base',
  },
  write: { takes: 'flag', help: 'scan: add what is missing to the product files' },
  check: {
    takes: 'flag',
    help: 'scan, coverage: exit 1 when code and map differ, or something is not covered',
  },
} as const;

const spec: CommandSpec = {
  summary:
    'Compare the ownership map with annotations in code (scan), another version (diff), files and signals (coverage), git history (drift).',
  positionals: 'scan|diff|coverage|drift [DIR]',
  maxPositionals: 2,
  options: OPTIONS,
  examples: [
    'tocsin owners scan --repo shop ../shop',
    'tocsin owners diff --base origin/main',
    'tocsin owners coverage --repo shop ../shop',
    'tocsin owners drift --repo shop ../shop',
  ],
};

/** `tocsin owners`. */
export const owners: Command = { spec, run };

function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const [name, folder] = args.positionals;
  const verbs = Object.keys(VERBS);
  if (name === undefined) throw new UsageError(`expected one of ${verbs.join(', ')}`);
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined)
    throw new UsageError(
      `unexpected \`${name}\`: ${suggest(name, verbs) ?? `expected one of ${verbs.join(', ')}`}`,
    );
  const odd = Object.entries(OPTIONS).find(
    ([option, { takes }]) =>
      (takes === 'flag' ? args.flag(option) : args.value(option) !== null) &&
      !verb.options.includes(option),
  );
  if (odd !== undefined)
    throw new UsageError(`unexpected \`--${odd[0]}\`, \`owners ${name}\` does not take it`);
  if (folder !== undefined && !verb.takesFolder)
    throw new UsageError(`unexpected argument \`${folder}\`, \`owners ${name}\` takes no folder`);
  return verb.run(folder, args, runtime);
}
