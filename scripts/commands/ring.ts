import { setTimeout as sleep } from 'node:timers/promises';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import type { Answer } from '../github/answer.ts';
import type { Runtime } from '../runtime.ts';
import { openRepository } from '../workspace/git.ts';
import { githubPlace, openPlace } from '../command-support/github-connection.ts';

const spec: CommandSpec = {
  summary:
    'Start a workflow of the repository: what the token of a run pushes starts no other run, so a run that may have committed rings for the one that comes after it.',
  positionals: 'WORKFLOW',
  maxPositionals: 1,
  options: {
    branch: {
      takes: 'value',
      value: 'NAME',
      help: 'the branch that it runs on (default: the one that is checked out)',
    },
  },
  examples: ['GITHUB_TOKEN=… GITHUB_REPOSITORY=larder/incidents tocsin ring publish.yml'],
};

/** `tocsin ring`: reads no file of the organisation, so that it works where they are wrong, too. */
export const ring: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const [workflow = ''] = args.positionals;
  if (!/^[\w.-]+\.ya?ml$/.test(workflow))
    throw new UsageError(
      `unexpected workflow \`${workflow}\`, expected the name of its file in .github/workflows, for example publish.yml`,
    );
  const place = githubPlace(runtime);
  if ('missing' in place) throw new CommandFailure(`this needs GitHub: ${place.missing}`);
  const branch = args.value('branch') ?? (await checkedOut(runtime));
  const { dispatches } = openPlace(place, runtime);
  const answer = await askPatiently(runtime, () => dispatches.start(workflow, branch, {}));
  if (answer.kind !== 'answered')
    throw new CommandFailure(`${workflow} was not started on ${branch}: ${answer.sentence}`);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ workflow, branch, run: answer.value })}\n`
      : `${workflow} was started on ${branch}\n`,
  );
  return EXIT.clean;
}

async function checkedOut({ workingDirectory, environment }: Runtime): Promise<string> {
  const repository = openRepository(workingDirectory, environment);
  const head = await repository.run(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (head.code === 0) return head.stdout.toString('utf8').trim();
  throw new UsageError('no branch is checked out here: say which with --branch NAME');
}

/** Starting it twice does what starting it once does, so it is asked again after anything that may pass. */
async function askPatiently<T>(
  runtime: Runtime,
  ask: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.kind !== 'retry' || attempt === MOST_ATTEMPTS || answer.afterMs > LONGEST_WAIT_MS)
      return answer;
    runtime.err(`tocsin: waiting ${Math.ceil(answer.afterMs / 1000)} s: ${answer.sentence}\n`);
    await sleep(answer.afterMs);
  }
}

const MOST_ATTEMPTS = 3;
/** A run that waits costs its organisation money, and others wait behind it. */
const LONGEST_WAIT_MS = 20_000;
