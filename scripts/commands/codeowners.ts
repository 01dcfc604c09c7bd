import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { isGeneratedCodeowners, renderCodeowners } from '../ownership/codeowners.ts';
import type { Runtime } from '../runtime.ts';
import { topFolder } from '../workspace/checkout.ts';
import { findRepository, REPO_OPTION } from '../command-support/code-repository.ts';
import { loadConfiguration } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { readable } from '../cli/printable.ts';
import { renderRemarks } from '../cli/remark.ts';

const spec: CommandSpec = {
  summary:
    'Write the CODEOWNERS file of a repository from the map, or check that it says the same.',
  positionals: '',
  maxPositionals: 0,
  options: {
    repo: REPO_OPTION,
    out: {
      takes: 'value',
      value: 'FILE',
      help: 'where to write (default .github/CODEOWNERS of the checkout; `-` prints it)',
    },
    force: { takes: 'flag', help: 'replace a file that was written by hand' },
    check: { takes: 'flag', help: 'write nothing; exit 1 when the file says something else' },
  },
  examples: ['tocsin codeowners --repo shop', 'tocsin codeowners --check --root ../operations'],
};

/** `tocsin codeowners`. */
export const codeowners: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const organisation = await loadConfiguration(organisationRoot(args, runtime), runtime);
  const repo = await findRepository(organisation, runtime.workingDirectory, args, runtime);
  const out = args.value('out') ?? (await defaultFile(runtime));
  if (out === '-' && args.flag('check'))
    throw new UsageError('unexpected --out - with --check, expected a file to compare with');
  const { text, lines, problems } = renderCodeowners(organisation, repo);
  const file = resolve(runtime.workingDirectory, out);
  const before = out !== '-' && existsSync(file) ? readFileSync(file, 'utf8') : null;
  const isSame = before === text;
  if (args.flag('json')) {
    runtime.out(`${JSON.stringify({ repo, file: out, lines, isSame, problems, text }, null, 2)}\n`);
  } else if (problems.length > 0) {
    runtime.out(readable(renderRemarks(problems), runtime));
  }
  if (problems.length > 0) return EXIT.findings;
  if (args.flag('check')) {
    if (!args.flag('json'))
      runtime.out(
        isSame
          ? `${out} says what the map says\n`
          : `${out} ${before !== null ? 'differs from' : 'is missing beside'} the map: run \`tocsin codeowners --repo ${repo}\` and commit it\n`,
      );
    return isSame ? EXIT.clean : EXIT.findings;
  }
  if (args.flag('json')) return EXIT.clean;
  const isByHand = before !== null && before.trim() !== '' && !isGeneratedCodeowners(before);
  if (isByHand && !args.flag('force'))
    throw new CommandFailure(
      `${out} was written by hand and stays as it is: look at what the map says with --out -, take over what is missing there into ownership/products/, then replace the file with --force`,
    );
  if (out === '-') {
    runtime.out(text);
    return EXIT.clean;
  }
  const other = args.value('out') === null ? otherByHand(dirname(dirname(file))) : null;
  if (other !== null && !args.flag('force'))
    throw new CommandFailure(
      `${other} was written by hand, and GitHub would read ${out} in its stead: take over what the map lacks into ownership/products/, then remove ${other} or write with --force`,
    );
  mkdirSync(dirname(file), { recursive: true });
  if (!isSame) writeFileSync(file, text);
  runtime.out(`${out} ${isSame ? 'was right already' : 'is written'}, ${lines} lines\n`);
  return EXIT.clean;
}

/** A file of the same name that GitHub reads only where there is none in `.github`; null without one. */
function otherByHand(top: string): string | null {
  const other = ['CODEOWNERS', 'docs/CODEOWNERS'].find((name) => {
    const file = join(top, name);
    return existsSync(file) && !isGeneratedCodeowners(readFileSync(file, 'utf8'));
  });
  return other ?? null;
}

/** GitHub reads the file only at the top of a repository, wherever one stands in it. */
async function defaultFile({ workingDirectory, environment }: Runtime): Promise<string> {
  const top = await topFolder(workingDirectory, environment);
  const file = join('.github', 'CODEOWNERS');
  return top === null ? file : relative(realpathSync(workingDirectory), join(top, file));
}
