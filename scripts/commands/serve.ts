import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode } from '../cli/exit-code.ts';
import { runGateway } from '../gateway/run.ts';
import type { Runtime } from '../runtime.ts';
import { scratchFolder } from '../workspace/private-copy.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { renderLine } from './gateway-log.ts';
import { portOf, startOrFail } from './listen.ts';
import { organisationRoot } from './organisation-root.ts';

const spec: CommandSpec = {
  summary: 'Run the gateway: receive webhooks, decide, commit, push, build the public site. Secrets come from the environment.',
  positionals: '',
  maxPositionals: 0,
  options: {
    host: { takes: 'value', value: 'HOST', help: 'address to listen on (default 127.0.0.1; put a proxy with TLS before it)' },
    port: { takes: 'value', value: 'PORT', help: 'port to listen on (default 4600)' },
    remote: { takes: 'value', value: 'REMOTE', help: 'push to this remote (default: commit to the branch that is checked out)' },
    inbox: { takes: 'value', value: 'FILE', help: 'the inbox database (default: .tocsin/inbox.sqlite)' },
    site: { takes: 'value', value: 'DIR', help: 'where the public site is written and served from (default: .tocsin/site)' },
  },
  examples: ['TOCSIN_PROMETHEUS_TOKEN=… tocsin serve --remote origin'],
};

/** `tocsin serve`: runs until it is stopped. */
export const serve: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const within = (name: string, fallback: string): string => resolve(runtime.workingDirectory, args.value(name) ?? fallback);
  const inboxFile = within('inbox', join(scratchFolder(root, ''), 'inbox.sqlite'));
  const site = within('site', scratchFolder(root, 'site'));
  makeFolder(dirname(inboxFile));
  makeFolder(dirname(site));
  const workspace = await openWorkspace(root, { environment: runtime.environment, remote: args.value('remote'), random: runtime.random });
  const gateway = await startOrFail({ ...portOf(args), orAnother: false }, (port) =>
    runGateway({
      workspace,
      inboxFile,
      host: args.value('host') ?? '127.0.0.1',
      port,
      sites: [{ audience: 'public', folder: site }],
      servedSites: { '/': site },
      secret: (variable) => runtime.environment[variable] ?? null,
      now: runtime.now,
      log: (line) => runtime.out(args.flag('json') ? `${JSON.stringify({ at: runtime.now(), ...line })}\n` : renderLine(line, runtime.now())),
    }),
  );
  for (const source of gateway.sourcesWithoutSecret) {
    runtime.err(`tocsin: source ${source} has no secret in the environment: every request to it is refused with 503\n`);
  }
  runtime.err(`tocsin: listening on ${gateway.url}\n`);
  await new Promise<void>((stop) => {
    runtime.onStop(stop);
  });
  await gateway.close();
  return EXIT.clean;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new CommandFailure(`cannot make the folder ${folder}`, { cause: error });
  }
}
