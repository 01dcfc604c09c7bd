import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode } from '../cli/exit-code.ts';
import { letGo } from '../gateway/lock.ts';
import { runGateway } from '../gateway/run.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Runtime } from '../runtime.ts';
import { makePrivateCopy } from '../workspace/private-copy.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import type { Token } from './dev/demo.ts';
import { renderLine } from '../command-support/gateway-log.ts';
import { renderGreeting } from './dev/greeting.ts';
import { portOf, startOrFail, stopRequest } from '../command-support/listen.ts';
import { loadStrictly } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { holdOrFail, scratchPath } from '../command-support/scratch.ts';
import { holdWriter } from '../command-support/writer.ts';

const spec: CommandSpec = {
  summary:
    'Run everything here in one process: gateway, decisions, commits, status page. Needs no account and no network.',
  positionals: '',
  maxPositionals: 0,
  options: {
    port: {
      takes: 'value',
      value: 'PORT',
      help: 'port of the page and the webhooks (default 4600, or a free one if it is taken)',
    },
    'in-place': {
      takes: 'flag',
      help: 'work on what is committed here, and commit here, instead of in a private copy',
    },
    keep: { takes: 'flag', help: 'go on with the private copy of the last time' },
  },
  examples: ['tocsin dev', 'tocsin dev --in-place --port 8080'],
};

/** `tocsin dev`: runs until it is stopped. */
export const dev: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const stopped = stopRequest(runtime);
  const wantedPort = portOf(args);
  const root = organisationRoot(args, runtime);
  const { organisation } = loadStrictly(readOrganisationFiles(root), runtime);
  await using parts = new AsyncDisposableStack();
  parts.adopt(holdOrFail(scratchPath(root, 'dev.lock'), 'tocsin dev'), letGo);
  if (args.flag('in-place')) parts.adopt(await holdWriter(root, 0), letGo);
  const scratch = scratchPath(root, 'dev');
  if (!args.flag('keep')) rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const tokens = inventTokens(organisation, runtime);
  const workspace = await openOrganisation(args, runtime, root, join(scratch, 'organisation'));
  const gateway = await startOrFail(wantedPort, (port) =>
    runGateway({
      workspace,
      lastKnownHead: workspace.readHead,
      inboxFile: join(scratch, 'inbox.sqlite'),
      host: '127.0.0.1',
      port,
      sites: [
        { audience: 'public', folder: join(scratch, 'site') },
        { audience: 'internal', folder: join(scratch, 'internal') },
      ],
      servedSites: { '/': join(scratch, 'site'), '/internal': join(scratch, 'internal') },
      lookEveryMs: LOOK_EVERY_MS,
      modulesRoot: root,
      rooms: null,
      secret: (variable) => secretOf(tokens.get(variable), runtime),
      now: runtime.now,
      log: (line) =>
        runtime.out(renderLine(line, runtime.now(), args.flag('json') ? 'json' : 'text')),
    }),
  );
  parts.defer(gateway.close);
  await gateway.pagesBuilt;
  const place = { url: gateway.url, root: workspace.root, isCopy: !args.flag('in-place') };
  runtime.out(renderGreeting(place, organisation, tokens, args.flag('json') ? 'json' : 'text'));
  await stopped;
  return EXIT.clean;
}

/** Asking a repository on the same disk costs nothing. */
const LOOK_EVERY_MS = 2000;

async function openOrganisation(
  args: Arguments,
  runtime: Runtime,
  root: string,
  copy: string,
): Promise<Workspace> {
  const { environment, random, now } = runtime;
  const inPlace = args.flag('in-place');
  if (!inPlace) await makePrivateCopy(root, copy, { keep: args.flag('keep'), environment });
  return await openWorkspace(inPlace ? root : copy, { environment, remote: null, random, now });
}

/** Real secrets where they are set, known by their name only; for the others ones that live as long as this process. */
function inventTokens(
  organisation: Organisation,
  { environment }: Runtime,
): ReadonlyMap<string, Token> {
  const variables = [...organisation.sources.values()].flatMap(
    (source) => source.authentication.secrets,
  );
  return new Map(
    variables.map((name) => [
      name,
      environment[name]
        ? { kind: 'variable', name }
        : { kind: 'literal', text: randomBytes(16).toString('hex') },
    ]),
  );
}

function secretOf(token: Token | undefined, { environment }: Runtime): string | null {
  if (token === undefined) return null;
  return token.kind === 'literal' ? token.text : (environment[token.name] ?? null);
}
