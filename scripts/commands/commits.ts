import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { judgeCommit } from '../correlation/commit-quality.ts';
import { plural } from '../diagnostics/pretty.ts';
import type { Runtime } from '../runtime.ts';
import { openRepository } from '../workspace/git.ts';

const spec: CommandSpec = {
  summary:
    'Check that the first line of each commit says what changed: it is what people read when they look for a cause.',
  positionals: '',
  maxPositionals: 0,
  options: {
    base: { takes: 'value', value: 'REF', help: 'the commits since this one (default: HEAD^)' },
    head: { takes: 'value', value: 'REF', help: 'up to this one (default: HEAD)' },
  },
  examples: ['tocsin commits --base origin/main'],
};

/** `tocsin commits`: exit code 1 when one of them says too little. */
export const commits: Command = { spec, run };

/** Below it, what is wrong weighs more than what is said. */
const ENOUGH = 0.5;

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const [base, head] = [args.value('base') ?? 'HEAD^', args.value('head') ?? 'HEAD'];
  const repository = openRepository(runtime.workingDirectory, runtime.environment);
  const commitOf = async (name: string): Promise<string> => {
    const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    const answer = await repository.run(words);
    if (answer.code !== 0)
      throw new UsageError(`unexpected commit \`${name}\`: git knows none of this name here`);
    return answer.stdout.toString('utf8').trim();
  };
  const range = `${await commitOf(base)}..${await commitOf(head)}`;
  const lines = (await repository.read(['log', '--no-merges', '--format=%H %s', range])).split(
    '\n',
  );
  const judged = lines
    .filter((line) => line !== '')
    .map((line) => ({ commit: line.slice(0, line.indexOf(' ')), ...judge(line) }));
  const poor = judged.filter(({ score }) => score < ENOUGH);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ commits: judged }, null, 2)}\n`
      : [
          // The message itself stays out: in a workflow's log it could be a command to the runner.
          ...poor.map(({ commit, flaws }) => `${commit.slice(0, 12)} ${flaws.join(', ')}\n`),
          `${plural(judged.length, 'commit')}, ${poor.length === 0 ? 'all of them say what changed' : `${poor.length} of them say too little`}\n`,
        ].join(''),
  );
  return poor.length === 0 ? EXIT.clean : EXIT.findings;
}

function judge(line: string): ReturnType<typeof judgeCommit> {
  return judgeCommit(line.slice(line.indexOf(' ') + 1));
}
