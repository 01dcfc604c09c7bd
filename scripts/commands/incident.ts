import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { type ExitCode, UsageError } from '../cli/exit-code.ts';
import { loadOrganisation } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { Runtime } from '../runtime.ts';
import { COMMANDS } from '../slash-commands/catalogue.ts';
import type { Desk } from './incident/desk.ts';
import { giveCommand } from './incident/give.ts';
import { listIncidents } from './incident/list.ts';
import { openIncident } from './incident/open.ts';
import { DECLARATION_OPTIONS } from './incident/read-declaration.ts';
import { showIncident } from './incident/show.ts';

const spec: CommandSpec = {
  summary:
    'Declare, list and show incidents, or give any command of an incident’s room: the same code as there, on the files here.',
  positionals: 'VERB [ID] [TEXT]',
  maxPositionals: 200,
  options: {
    as: {
      takes: 'value',
      value: 'LOGIN',
      help: 'who speaks (default: GITHUB_ACTOR, else github.user of git)',
    },
    remote: {
      takes: 'value',
      value: 'REMOTE',
      help: 'push to this remote (default: commit to the branch that is checked out)',
    },
    repository: {
      takes: 'value',
      value: 'OWNER/NAME',
      help: 'whose rooms addresses name; open, where a gateway writes: whose issue form is filled in (default: GITHUB_REPOSITORY, else the remote origin)',
    },
    all: { takes: 'flag', help: 'list: those that are over as well' },
    ...DECLARATION_OPTIONS,
  },
  examples: [
    'tocsin incident open "Card payments fail at checkout" --service payments-api --severity 2',
    'tocsin incident list',
    'tocsin incident show 2026-11-21-payments-api',
    'tocsin incident ack 2026-11-21-payments-api',
    'tocsin incident sev 2026-11-21-payments-api 1 every second payment fails',
    'tocsin incident help 2026-11-21-payments-api',
  ],
};

/** `tocsin incident`: exit code 1 when something was refused. */
export const incidentCommand: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const [verb, ...rest] = args.positionals;
  const root = organisationRoot(args, runtime);
  const names = COMMANDS.map(({ name }) => name);
  if (verb === undefined)
    throw new UsageError(`expected a verb: open, list, show, ${names.join(', ')}`);
  const command = names.find((name) => name === verb);
  const isKnown = command !== undefined || verb === 'open' || verb === 'list' || verb === 'show';
  if (!isKnown)
    throw new UsageError(
      `unexpected verb \`${verb.slice(0, 40)}\`: ${suggest(verb, ['open', 'list', 'show', ...names]) ?? 'see --help'}`,
    );
  const state = await loadOrganisation(root, runtime);
  const desk: Desk = { args, runtime, root, state };
  if (verb === 'list') return listIncidents(desk);
  if (verb === 'open') return await openIncident(desk, rest);
  const [id, ...words] = rest;
  if (id === undefined)
    throw new UsageError(`expected the id of an incident: tocsin incident ${verb} ID`);
  return command === undefined
    ? await showIncident(desk, id)
    : await giveCommand(desk, id, `/${command} ${words.join(' ')}`.trim());
}
