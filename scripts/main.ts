// argv → command → exit code. The only place where an exception ends.
import { isMainThread, workerData } from 'node:worker_threads';
import manifest from '../package.json' with { type: 'json' };
import { suggest } from './diagnostics/suggestion.ts';
import { createRuntime, type Runtime } from './runtime.ts';
import { parseArguments } from './cli/arguments.ts';
import { commands } from './commands/registry.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from './cli/exit-code.ts';
import { renderCommandHelp, renderHelp } from './cli/help.ts';
import { foldLines } from './text/width.ts';

process.stdout.on('error', ignoreClosedPipe);
if (isMainThread) {
  process.exitCode = await main(process.argv.slice(2), createRuntime());
} else {
  const { serveReplay } = await import('./commands/impact/thread.ts');
  serveReplay(workerData);
}

async function main(words: readonly string[], world: Runtime): Promise<ExitCode> {
  try {
    return await runCommand(words, world);
  } catch (error) {
    if (error instanceof UsageError) {
      world.err(`tocsin: ${error.message}\n`);
      return EXIT.usage;
    }
    if (isFromOutside(error)) {
      world.err(`tocsin: ${error.message}\n`);
      return EXIT.failure;
    }
    world.err(`tocsin: this is a bug, please report it: ${describeBug(error, world)}\n`);
    return EXIT.failure;
  }
}

async function runCommand(words: readonly string[], world: Runtime): Promise<ExitCode> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    world.out(
      foldLines(
        renderHelp(Object.entries(commands).map(([verb, { summary }]) => [verb, summary])),
        world.width,
      ),
    );
    return name === undefined ? EXIT.usage : EXIT.clean;
  }
  if (name === '--version') {
    world.out(`${manifest.version}\n`);
    return EXIT.clean;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    throw new UsageError(
      `unexpected command \`${name}\`: ${suggest(name, Object.keys(commands)) ?? 'see tocsin --help'}`,
    );
  }
  const command = await entry.load();
  const args = parseArguments(command.spec, rest);
  if (args.flag('help')) {
    world.out(foldLines(renderCommandHelp(name, command.spec), world.width));
    return EXIT.clean;
  }
  return await command.run(args, world);
}

/** What the world refused, in a sentence that is already for the user. */
function isFromOutside(error: unknown): error is Error {
  if (error instanceof CommandFailure) return true;
  return (
    error instanceof Error && ['GitError', 'BranchBusy', 'InboxUnavailable'].includes(error.name)
  );
}

function describeBug(error: unknown, world: Runtime): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  return world.environment['TOCSIN_DEBUG'] === undefined
    ? `${error.message} (set TOCSIN_DEBUG=1 for details)`
    : (error.stack ?? error.message);
}

/** A reader that stops early, such as `head`, is no failure. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
