import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode } from '../cli/exit-code.ts';
import { type RunningGateway, runGateway } from '../gateway/run.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Runtime } from '../runtime.ts';
import { makePrivateCopy, scratchFolder } from '../workspace/private-copy.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { curlLine, makeDemo } from './demo.ts';
import { renderLine } from './gateway-log.ts';
import { portOf, startOrFail } from './listen.ts';
import { loadOrganisation } from './load.ts';
import { organisationRoot } from './organisation-root.ts';

const spec: CommandSpec = {
  summary: 'Run everything here in one process: gateway, decisions, commits, status page. Needs no account and no network.',
  positionals: '',
  maxPositionals: 0,
  options: {
    port: { takes: 'value', value: 'PORT', help: 'port of the page and the webhooks (default 4600, or a free one if it is taken)' },
    'in-place': { takes: 'flag', help: 'commit to this repository instead of a private copy' },
    keep: { takes: 'flag', help: 'go on with the private copy of the last time' },
  },
  examples: ['tocsin dev', 'tocsin dev --in-place --port 8080'],
};

/** `tocsin dev`: runs until it is stopped. */
export const dev: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const { organisation } = loadOrganisation(root, runtime);
  const scratch = scratchFolder(root, 'dev');
  if (!args.flag('keep')) rmSync(scratch, { recursive: true, force: true });
  const secrets = inventSecrets(organisation, runtime);
  const workspace = await openOrganisation(args, runtime, root, join(scratch, 'organisation'));
  const gateway = await startOrFail(portOf(args), (port) =>
    runGateway({
      workspace,
      inboxFile: join(scratch, 'inbox.sqlite'),
      host: '127.0.0.1',
      port,
      sites: [
        { audience: 'public', folder: join(scratch, 'site') },
        { audience: 'internal', folder: join(scratch, 'internal') },
      ],
      servedSites: { '/': join(scratch, 'site'), '/internal': join(scratch, 'internal') },
      secret: (variable) => secrets.get(variable) ?? null,
      now: runtime.now,
      log: (line) => runtime.out(renderLine(line, runtime.now())),
    }),
  );
  runtime.out(greeting(gateway, organisation, secrets, workspace.root));
  await untilStopped(runtime);
  await gateway.close();
  return EXIT.clean;
}

async function openOrganisation(args: Arguments, runtime: Runtime, root: string, copy: string): Promise<Workspace> {
  const { environment, random } = runtime;
  const inPlace = args.flag('in-place');
  if (!inPlace) await makePrivateCopy(root, copy, { keep: args.flag('keep'), environment });
  return await openWorkspace(inPlace ? root : copy, { environment, remote: null, random });
}

/** Real secrets where they are set; for the others ones that live as long as this process. */
function inventSecrets(organisation: Organisation, runtime: Runtime): ReadonlyMap<string, string> {
  const variables = [...organisation.sources.values()].flatMap((source) => source.authentication.secrets);
  return new Map(variables.map((variable) => [variable, runtime.environment[variable] || randomBytes(16).toString('hex')]));
}

function greeting(gateway: RunningGateway, organisation: Organisation, secrets: ReadonlyMap<string, string>, root: string): string {
  const { url } = gateway;
  const demo = makeDemo(organisation);
  const secret = secrets.get(demo?.source.authentication.secrets[0] ?? '') ?? '';
  const lines = [
    '',
    `  Status page   ${url}/`,
    `  Team pages    ${url}/internal/teams.html`,
    `  Webhooks      ${url}/hooks/<source>   (${[...organisation.sources.keys()].join(', ')})`,
    `  Organisation  ${root}`,
    '',
  ];
  if (demo !== null) {
    lines.push('  Try it: this fires, and the page shows it within three seconds.', '', curlLine(url, demo.source, secret, demo.firing), '', '  And this ends it again.', '', curlLine(url, demo.source, secret, demo.resolved), '');
  }
  return [...lines, '  Ctrl+C stops it.', '', ''].join('\n');
}

function untilStopped(runtime: Runtime): Promise<void> {
  return new Promise((resolve) => {
    runtime.onStop(resolve);
  });
}
