import { applyOperations, type Operation } from '../apply/apply.ts';
import { remarksOn } from '../apply/remarks.ts';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { keyOf } from '../correlation/key.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { isHidden } from '../incidents/hidden.ts';
import { readRecord } from '../incidents/record.ts';
import { isActive } from '../model/incident.ts';
import { type EditableBook, readBook } from '../response/book.ts';
import { writtenFor } from '../postmortems/written.ts';
import type { Runtime } from '../runtime.ts';
import { carryOut, type CommandAnswer, type CommentOutcome } from '../slash-commands/carry-out.ts';
import { COMMANDS } from '../slash-commands/catalogue.ts';
import type { Declaration } from '../declaring/declaration.ts';
import { reachWords } from '../slash-commands/call-team.ts';
import { declarationKey, declare, type Declared } from '../declaring/declare.ts';
import type { OrganisationState } from '../validation/load.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { gitEnvironment } from '../command-support/github-connection.ts';
import { refuseInPublic } from './incident/for-few.ts';
import { directRemarks, handOver, roomSentence } from './incident/hand-over.ts';
import { loadOrganisation } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { printable } from '../cli/printable.ts';
import { knownIssueUrl } from '../command-support/room-place.ts';
import { DECLARATION_OPTIONS, readDeclaration } from './incident/read-declaration.ts';
import { localSpeaker } from './incident/speaker.ts';
import { refuseIncident } from '../command-support/unknown-incident.ts';
import { holdWriter } from '../command-support/writer.ts';

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
  if (verb === 'list') return list(desk);
  if (verb === 'open') return await open(desk, rest);
  const [id, ...words] = rest;
  if (id === undefined)
    throw new UsageError(`expected the id of an incident: tocsin incident ${verb} ID`);
  return command === undefined
    ? await show(desk, id)
    : await give(desk, id, `/${command} ${words.join(' ')}`.trim());
}

type Desk = {
  readonly args: Arguments;
  readonly runtime: Runtime;
  readonly root: string;
  readonly state: OrganisationState;
};

function list({ args, runtime, state }: Desk): ExitCode {
  const found = state.incidents
    .filter((incident) => args.flag('all') || isActive(incident))
    .toSorted((left, right) => (left.id > right.id ? -1 : 1));
  if (args.flag('json')) {
    const rows = found.map(({ id, state: at, severity, owner, services, room, title }) => ({
      id,
      state: at,
      severity,
      team: owner.team,
      services,
      room,
      title,
    }));
    runtime.out(`${JSON.stringify(rows, null, 2)}\n`);
    return EXIT.clean;
  }
  const widest = Math.max(0, ...found.map(({ id }) => id.length));
  const rows = found.map(
    ({ id, state: at, severity, owner, title }) =>
      `${severity}  ${at.padEnd(13)}  ${id.padEnd(widest)}  ${owner.team.padEnd(14)}  ${title}\n`,
  );
  runtime.out(printable(rows.length === 0 ? 'no incident is open\n' : rows.join('')));
  return EXIT.clean;
}

async function show(desk: Desk, id: string): Promise<ExitCode> {
  const { args, runtime, root } = desk;
  const incident = known(desk, id);
  const workspace = await openWorkspace(root, await workspaceOptions(desk));
  const files = await workspace.readIncidentFiles(await workspace.readHead());
  const file = files.find(({ path }) => path.endsWith(`/${incident.id}.md`));
  const record = file === undefined ? null : readRecord(file);
  if (args.flag('json')) {
    const { keys: _keys, ...facts } = incident;
    runtime.out(`${JSON.stringify({ ...facts, timeline: record?.timeline ?? [] }, null, 2)}\n`);
    return EXIT.clean;
  }
  runtime.out(
    printable(
      file !== undefined && 'text' in file ? file.text : `${incident.id} is not committed yet\n`,
    ),
  );
  return EXIT.clean;
}

async function open(desk: Desk, words: readonly string[]): Promise<ExitCode> {
  const { args, runtime, state } = desk;
  const declaration = readDeclaration(args, runtime, words);
  const workspace = await openWorkspace(desk.root, await workspaceOptions(desk));
  const book = readBook(await workspace.readIncidentFiles(await workspace.readHead()));
  const isOverheard = args.value('dispatched') !== null;
  refuseInPublic({ organisation: state.organisation, runtime, isOverheard }, book, declaration);
  if (!isWriter(desk)) return await openElsewhere(desk, book, declaration);
  const { login } = await localSpeaker(args, runtime, desk.root);
  const now = runtime.now();
  const by = { login, now, key: declarationKey(runOf(desk) ?? [login, now, declaration.title]) };
  const operation: Operation<Declared> = (newest) =>
    declare(state.organisation, newest, declaration, by);
  const { outcome, commits } = await commit(desk, operation);
  if (args.flag('json')) runtime.out(`${JSON.stringify({ outcome, commits }, null, 2)}\n`);
  else if (outcome.kind === 'refused')
    runtime.err(printable(outcome.reasons.map((reason) => `refused: ${plain(reason)}\n`).join('')));
  else
    runtime.out(
      printable(`${outcome.incident}\n${outcome.kind === 'known' ? '' : declaredWords(outcome)}`),
    );
  return outcome.kind === 'refused' ? EXIT.findings : EXIT.clean;
}

/** What is the same in every attempt of a workflow's run, so that running it again declares nothing twice. */
function runOf({ args, runtime: { environment } }: Desk): readonly string[] | null {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_RUN_ID: number = '' } = environment;
  return args.value('dispatched') === null || number === '' ? null : ['run', repository, number];
}

function declaredWords(outcome: {
  readonly told: string | null;
  readonly remarks: readonly string[];
}): string {
  const called = outcome.told === null ? '' : `${reachWords(outcome.told)}\n`;
  return `${called}${outcome.remarks.map((remark) => `${plain(remark)}\n`).join('')}`;
}

/** The gateway hears a form at once, and does what it does with a webhook. */
async function openElsewhere(
  desk: Desk,
  book: EditableBook,
  declaration: Declaration,
): Promise<ExitCode> {
  const { args, runtime, root, state } = desk;
  const { organisation } = state;
  const outcome = await handOver({ args, runtime, root, organisation }, book, declaration);
  if (args.flag('json')) runtime.out(`${JSON.stringify({ outcome, commits: [] }, null, 2)}\n`);
  else if (outcome.kind === 'refused')
    runtime.err(printable(outcome.reasons.map((reason) => `refused: ${plain(reason)}\n`).join('')));
  else
    runtime.out(
      printable(
        `handed over to the gateway, which declares it: issue #${outcome.issue}, ${outcome.url}\n${declaredWords(outcome)}`,
      ),
    );
  return outcome.kind === 'refused' ? EXIT.findings : EXIT.clean;
}

async function give(desk: Desk, id: string, text: string): Promise<ExitCode> {
  const { args, runtime, root, state } = desk;
  const incident = known(desk, id);
  const speaker = await localSpeaker(args, runtime, root);
  const now = runtime.now();
  const key = `cl-${keyOf([speaker.login, now, text])}`;
  const { organisation } = state;
  const postmortem = writtenFor(incident, state);
  const issueUrl = await knownIssueUrl(args, runtime, root);
  const operation: Operation<CommentOutcome> = (book) =>
    carryOut({ organisation, postmortem, now, issueUrl }, book, {
      key,
      incident: incident.id,
      text,
      speaker,
      at: now,
    });
  // What GitHub tells nothing of has no room: its file is where it is led.
  const { outcome, commits } =
    isWriter(desk) || isHidden(incident, organisation)
      ? await commit(desk, operation)
      : await ask(desk, operation, roomSentence(incident, text));
  const answers = outcome.kind === 'carried_out' ? outcome.answers : [];
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ outcome, commits }, null, 2)}\n`
      : printable(answers.map(tell).join('')),
  );
  if (answers.length === 0 && !args.flag('json'))
    runtime.err(`${incident.id} is not committed yet\n`);
  return answers.length > 0 && answers.every(({ kind }) => kind === 'done' || kind === 'answered')
    ? EXIT.clean
    : EXIT.findings;
}

function tell(answer: CommandAnswer): string {
  if (answer.kind === 'answered') return `${plain(answer.title)}\n\n${answer.text}\n`;
  return `${answer.kind}: ${plain(answer.text)}\n`;
}

/** Markdown as a terminal shows it best. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}

function known({ root, state }: Desk, id: string): OrganisationState['incidents'][number] {
  const incident = state.incidents.find((each) => each.id === id);
  if (incident !== undefined) return incident;
  const ids = state.incidents.map((each) => each.id);
  return refuseIncident(root, id, { ids, otherwise: 'see `tocsin incident list --all`' });
}

function isWriter({ state }: Desk): boolean {
  return state.organisation.settings.writer !== 'gateway';
}

/** A question and a refusal change nothing, and are answered anywhere. */
async function ask<Outcome>(
  desk: Desk,
  operation: Operation<Outcome>,
  instead: string,
): Promise<{ readonly outcome: Outcome; readonly commits: readonly string[] }> {
  const workspace = await openWorkspace(desk.root, await workspaceOptions(desk));
  const files = await workspace.readIncidentFiles(await workspace.readHead());
  const { outcome, effects } = operation(readBook(files));
  if (effects.length > 0) throw new CommandFailure(instead);
  return { outcome, commits: [] };
}

async function commit<Outcome>(
  desk: Desk,
  operation: Operation<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly commits: readonly string[] }> {
  const { runtime, root } = desk;
  const workspace = await openWorkspace(root, await workspaceOptions(desk));
  const hold = await holdWriter(root, 10_000);
  const applied = await applyOperations(workspace, [operation]).finally(() => hold.release());
  const remarks = isWriter(desk) ? [] : directRemarks(applied, desk.args.value('remote'));
  for (const sentence of [...remarksOn(applied), ...remarks]) runtime.err(`tocsin: ${sentence}\n`);
  const [outcome] = applied.outcomes;
  if (outcome === undefined) throw new Error('an operation without an outcome');
  return { outcome, commits: applied.commits };
}

/** In a workflow a push proves itself by the token of the run. */
async function workspaceOptions({
  args,
  runtime,
}: Desk): Promise<Parameters<typeof openWorkspace>[1]> {
  return {
    environment: await gitEnvironment(runtime),
    remote: args.value('remote'),
    random: runtime.random,
    now: runtime.now,
  };
}
