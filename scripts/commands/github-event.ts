import { setTimeout as sleep } from 'node:timers/promises';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import type { Desk, Heard } from '../conversation/desk.ts';
import { hearRun, type Patience } from '../conversation/run.ts';
import { type GithubEvent, readEvent } from '../github/event.ts';
import { showRooms } from '../projection/show.ts';
import type { Runtime } from '../runtime.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { loadConfiguration } from '../command-support/load.ts';
import { openRoomWorld, type RoomWorld } from '../command-support/room-world.ts';
import { tellOwners } from '../command-support/tell-owners.ts';
import { readInput } from '../command-support/webhook-input.ts';
import { holdWriter } from '../command-support/writer.ts';

const spec: CommandSpec = {
  summary:
    'Do what an event of GitHub asks for: commands in comments, forms, labels, merged pull requests. Then whatever no run heard before.',
  positionals: 'FILE',
  maxPositionals: 1,
  options: {
    name: {
      takes: 'value',
      value: 'NAME',
      help: 'the name of the event (default: GITHUB_EVENT_NAME)',
    },
    repository: {
      takes: 'value',
      value: 'OWNER/NAME',
      help: 'the repository (default: GITHUB_REPOSITORY, else the remote origin)',
    },
    remote: {
      takes: 'value',
      value: 'REMOTE',
      help: 'push to this remote (default: commit to the branch that is checked out)',
    },
  },
  examples: ['tocsin github-event --remote origin --name issue_comment event.json'],
};

/** `tocsin github-event`: exit code 1 when something is left for the next run. */
export const githubEvent: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const event = eventOf(args, runtime);
  const root = organisationRoot(args, runtime);
  const { settings } = await loadConfiguration(root, runtime);
  if (settings.writer === 'gateway') {
    runtime.out('the gateway hears what happens on GitHub: nothing to do here\n');
    return EXIT.clean;
  }
  if (event.kind === 'ignored') {
    runtime.out(`nothing to do: ${event.reason}\n`);
    return EXIT.clean;
  }
  const world = await openRoomWorld(args, runtime, root);
  try {
    const hold = await holdWriter(root, 10_000);
    const desk: Desk = world;
    const patience: Patience = {
      mostMs: LONGEST_MS,
      wait: async (ms, why) => {
        runtime.err(`tocsin: waiting ${Math.ceil(ms / 1000)} s: ${why}\n`);
        await sleep(ms);
      },
    };
    const hearAll = async (): Promise<readonly Heard[]> => [
      ...(await hearRun(desk, event, patience)),
      ...(await hearWrongFiles(world)),
    ];
    const heard = await hearAll().finally(() => hold.release());
    runtime.out(
      args.flag('json')
        ? `${JSON.stringify({ heard }, null, 2)}\n`
        : heard.map(({ said }) => `${said}\n`).join(''),
    );
    return heard.some(({ again }) => again !== null) ? EXIT.findings : EXIT.clean;
  } finally {
    world.close();
  }
}

/** Whoever commits a file that cannot be used hears of it in a room. */
async function hearWrongFiles(world: RoomWorld): Promise<readonly Heard[]> {
  const incidents = await tellOwners(world);
  if (incidents.length === 0) return [];
  const { again } = await showRooms(world, new Set(incidents));
  return [{ said: `files of the configuration: ${incidents.join(', ')}`, incidents, again }];
}

/** A run should not last longer. */
const LONGEST_MS = 120_000;

function eventOf(args: Arguments, runtime: Runtime): GithubEvent {
  const name = args.value('name') ?? runtime.environment['GITHUB_EVENT_NAME'] ?? '';
  const file = args.positionals[0] ?? runtime.environment['GITHUB_EVENT_PATH'];
  if (name === '' || file === undefined)
    throw new UsageError('expected an event: --name NAME and the FILE with its payload');
  try {
    return readEvent(name, JSON.parse(new TextDecoder().decode(readInput(runtime, file))));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`unexpected content of \`${file}\`, expected the JSON of an event`, {
      cause: error,
    });
  }
}
