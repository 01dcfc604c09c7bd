import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { letGo } from '../gateway/lock.ts';
import type { RoomPlace } from '../gateway/room-keeper.ts';
import { runGateway } from '../gateway/run.ts';
import type { Runtime } from '../runtime.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { renderLine } from '../command-support/gateway-log.ts';
import { portOf, startOrFail, stopRequest } from '../command-support/listen.ts';
import { gitProof } from '../command-support/github-connection.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { openRoomSurface } from '../command-support/room-world.ts';
import { holdOrFail, scratchPath } from '../command-support/scratch.ts';
import { holdWriter } from '../command-support/writer.ts';

const spec: CommandSpec = {
  summary:
    'Run the gateway: receive webhooks, decide, commit, push, build the public site. Secrets come from the environment.',
  positionals: '',
  maxPositionals: 0,
  options: {
    host: {
      takes: 'value',
      value: 'HOST',
      help: 'address to listen on (default 127.0.0.1; put a proxy with TLS before it)',
    },
    port: { takes: 'value', value: 'PORT', help: 'port to listen on (default 4600)' },
    remote: {
      takes: 'value',
      value: 'REMOTE',
      help: 'push to this remote (default: commit to the branch that is checked out)',
    },
    'look-every': {
      takes: 'value',
      value: 'SECONDS',
      help: 'how long commits of others may go unnoticed (default 15)',
    },
    repository: {
      takes: 'value',
      value: 'OWNER/NAME',
      help: 'the repository on GitHub with the rooms (default: GITHUB_REPOSITORY, else no rooms)',
    },
    'sweep-every': {
      takes: 'value',
      value: 'SECONDS',
      help: 'how often rooms are looked through for what GitHub did not deliver (default 600)',
    },
    inbox: {
      takes: 'value',
      value: 'FILE',
      help: 'the inbox database (default: .tocsin/inbox.sqlite)',
    },
    site: {
      takes: 'value',
      value: 'DIR',
      help: 'where the public site is written and served from (default: .tocsin/site)',
    },
  },
  examples: [
    'TOCSIN_PROMETHEUS_TOKEN=… tocsin serve --remote origin',
    'TOCSIN_APP_ID=… TOCSIN_APP_KEY=… TOCSIN_GITHUB_WEBHOOK_SECRET=… tocsin serve --remote origin --repository larder/incidents',
  ],
};

/** `tocsin serve`: runs until it is stopped. */
export const serve: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const stopped = stopRequest(runtime);
  const wantedPort = { ...portOf(args), orAnother: false };
  const lookEveryMs = secondsOf(args, 'look-every', 15) * 1000;
  const root = organisationRoot(args, runtime);
  const inboxFile = placeOf(args.value('inbox'), root, runtime, 'inbox.sqlite');
  const site = placeOf(args.value('site'), root, runtime, 'site');
  makeFolder(dirname(inboxFile));
  makeFolder(dirname(site));
  await using parts = new AsyncDisposableStack();
  parts.adopt(holdOrFail(`${inboxFile}.lock`, 'tocsin serve'), letGo);
  parts.adopt(await holdWriter(root, 0), letGo);
  const { environment, random, now } = runtime;
  const workspace = await openWorkspace(root, {
    environment,
    random,
    now,
    remote: args.value('remote'),
    prove: gitProof(runtime, args.value('repository')),
  });
  const clone = await openWorkspace(root, { environment, random, now, remote: null });
  const rooms = await openRooms(args, runtime, root, workspace.branch);
  parts.defer(() => rooms?.close());
  const gateway = await startOrFail(wantedPort, (port) =>
    runGateway({
      workspace,
      lastKnownHead: clone.readHead,
      inboxFile,
      host: args.value('host') ?? '127.0.0.1',
      port,
      sites: [{ audience: 'public', folder: site }],
      servedSites: { '/': site },
      lookEveryMs,
      modulesRoot: root,
      rooms,
      secret: (variable) => runtime.environment[variable] ?? null,
      now: runtime.now,
      log: (line) =>
        runtime.out(renderLine(line, runtime.now(), args.flag('json') ? 'json' : 'text')),
    }),
  );
  parts.defer(gateway.close);
  for (const source of gateway.sourcesWithoutSecret) {
    runtime.err(
      `tocsin: source ${source} has no secret in the environment: every request to it is refused with 503\n`,
    );
  }
  if (rooms?.secrets.length === 0)
    runtime.err(
      `tocsin: ${SECRET} is not set: what GitHub sends to /github is refused with 503, and heard only every ${rooms.sweepEveryMs / 1000} s\n`,
    );
  runtime.err(`tocsin: listening on ${gateway.url}\n`);
  await stopped;
  return EXIT.clean;
}

/** The rooms of the repository that is named; null where none is. */
async function openRooms(
  args: Arguments,
  runtime: Runtime,
  root: string,
  branch: string,
): Promise<(RoomPlace & { readonly close: () => void }) | null> {
  const { environment } = runtime;
  const isWanted = args.value('repository') ?? environment['GITHUB_REPOSITORY']?.trim();
  if (!isWanted) return null;
  const surface = await openRoomSurface(args, runtime, root, branch);
  const secrets = [SECRET, `${SECRET}_OLD`].flatMap((name) => environment[name]?.trim() || []);
  return { ...surface, secrets, sweepEveryMs: secondsOf(args, 'sweep-every', 600) * 1000 };
}

const SECRET = 'TOCSIN_GITHUB_WEBHOOK_SECRET';

function placeOf(given: string | null, root: string, runtime: Runtime, name: string): string {
  return given === null ? scratchPath(root, name) : resolve(runtime.workingDirectory, given);
}

function secondsOf(args: Arguments, option: string, usual: number): number {
  const given = args.value(option) ?? String(usual);
  const seconds = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (seconds < 1 || seconds > 3600)
    throw new UsageError(`unexpected --${option} \`${given}\`, expected seconds from 1 to 3600`);
  return seconds;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new CommandFailure(`cannot make the folder ${folder}`, { cause: error });
  }
}
