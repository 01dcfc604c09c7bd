import { applyOperations, type Operation } from '../apply/apply.ts';
import { remarksOn } from '../apply/remarks.ts';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { renderRunWarning } from '../diagnostics/annotations.ts';
import { standingOfIncidents } from '../correlation/incident-standing.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { adopt } from '../response/adopt.ts';
import { respond } from '../response/respond.ts';
import type { SignalOutcome } from '../response/response.ts';
import { evaluate } from '../rules/evaluate.ts';
import type { Runtime } from '../runtime.ts';
import { type Delivery, problemInWords } from '../signals/adapter.ts';
import { renderOutcome } from '../signals/normalise.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { readDispatched } from './ingest/dispatched-webhook.ts';
import { gitEnvironment } from '../command-support/github-connection.ts';
import { findSource, loadConfiguration } from '../command-support/load.ts';
import { normaliseOfSource } from '../command-support/own-vendor.ts';
import { printable } from '../cli/printable.ts';
import { checkWriter, holdWriter } from '../command-support/writer.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { readWebhook, WEBHOOK_OPTIONS } from '../command-support/webhook-input.ts';

const spec: CommandSpec = {
  summary:
    'Apply one webhook to the organisation without a gateway: decide, write the incident, commit.',
  positionals: '[BODY]',
  maxPositionals: 1,
  options: {
    ...WEBHOOK_OPTIONS,
    dispatched: {
      takes: 'value',
      value: 'FILE',
      help: 'in a workflow: the event that brings source and body (`$GITHUB_EVENT_PATH`)',
    },
    remote: {
      takes: 'value',
      value: 'REMOTE',
      help: 'push to this remote (default: commit to the branch that is checked out)',
    },
  },
  examples: [
    'tocsin ingest --source prometheus body.json',
    'tocsin ingest --source prometheus --remote origin < body.json',
    'tocsin ingest --dispatched "$GITHUB_EVENT_PATH" --remote origin',
  ],
};

/** `tocsin ingest`: exit code 1 when the webhook is rejected. */
export const ingest: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  // What incidents say is read at the commit that the change goes on top of.
  const organisation = await loadConfiguration(root, runtime);
  const { id, delivery } = await readDelivery(args, runtime);
  const source = findSource(organisation, id);
  const outcome = await normaliseOfSource(root, source, delivery);
  if (outcome.kind !== 'signals') {
    runtime.out(`${JSON.stringify(renderOutcome(outcome), null, 2)}\n`);
    return outcome.kind === 'rejected' ? EXIT.findings : EXIT.clean;
  }
  const workspace = await openWorkspace(root, {
    environment: await gitEnvironment(runtime),
    remote: args.value('remote'),
    random: runtime.random,
    now: runtime.now,
  });
  checkWriter(organisation.settings, ['local', 'actions'], 'tocsin ingest');
  const hold = await holdWriter(root, 10_000);
  const operations = outcome.signals.map((signal) =>
    operationFor(organisation, source.id, signal, runtime),
  );
  // What shows late as the cause of others takes them over at once: no clock runs here that would do it later.
  const takeOver: Operation = (book) => ({
    outcome: { kind: 'collapsed', incident: null },
    effects: adopt(organisation, book, runtime.now()),
  });
  const applied = await applyOperations(workspace, [...operations, takeOver]).finally(() =>
    hold.release(),
  );
  const outcomes = applied.outcomes.slice(0, operations.length);
  for (const note of outcome.notes) warn(runtime, source.id, problemInWords(note));
  for (const sentence of remarksOn(applied)) runtime.err(`tocsin: ${sentence}\n`);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ outcomes, notes: outcome.notes, commits: applied.commits }, null, 2)}\n`
      : outcomes.map((each) => tell(each, applied.commits.length > 0)).join(''),
  );
  return EXIT.clean;
}

/** Nobody keeps the webhook here, so what could not be used of it has to be seen: in a workflow with its run. */
function warn(runtime: Runtime, source: string, sentence: string): void {
  if (runtime.environment['GITHUB_ACTIONS'] === 'true')
    runtime.annotate(renderRunWarning(source, sentence));
  else runtime.err(printable(`tocsin: ${source}: ${sentence}\n`));
}

async function readDelivery(
  args: Arguments,
  runtime: Runtime,
): Promise<{ readonly id: string; readonly delivery: Delivery }> {
  const [event, id] = [args.value('dispatched'), args.value('source')];
  if (event !== null) {
    if (id !== null || args.positionals.length > 0 || args.value('headers') !== null)
      throw new UsageError('unexpected words beside --dispatched, which brings source and body');
    const { source, delivery } = readDispatched(runtime, event);
    return { id: source, delivery };
  }
  if (id === null) throw new UsageError('expected --source SOURCE');
  return { id, delivery: await readWebhook(args, runtime) };
}

/** Without a store, what is known of the past is what the incident files say, read anew at every attempt. */
function operationFor(
  organisation: Organisation,
  source: string,
  signal: Signal,
  runtime: Runtime,
): Operation {
  const receivedAt = runtime.now();
  return (book) => {
    const isLive = (team: string): boolean => organisation.teams.get(team)?.mode === 'live';
    const standing = standingOfIncidents(book.incidents, isLive);
    const decision = evaluate(organisation, standing, { source, signal, receivedAt });
    return respond(organisation, book, decision, runtime.now());
  };
}

function tell(outcome: SignalOutcome, hasCommits: boolean): string {
  switch (outcome.kind) {
    case 'applied':
      return hasCommits
        ? `applied: incident ${outcome.incident}\n`
        : `nothing new for incident ${outcome.incident}\n`;
    case 'collapsed':
      return `nothing new${outcome.incident === null ? '' : ` for incident ${outcome.incident}`}\n`;
    case 'gated':
    case 'ignored':
      return `${outcome.kind}: ${outcome.reason}\n`;
  }
}
