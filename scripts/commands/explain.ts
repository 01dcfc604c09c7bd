import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { findSection, readSections } from '../incidents/markdown.ts';
import { noteIncidents, remember } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import { incidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { evaluate } from '../rules/evaluate.ts';
import { type EditableBook, withEffect } from '../response/book.ts';
import { type Outlook, outlookOf } from '../response/outlook.ts';
import { respond } from '../response/respond.ts';
import { narrowTrace, renderTrace } from '../rules/explain.ts';
import type { Runtime } from '../runtime.ts';
import { renderOutcome } from '../signals/normalise.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { readSourceFile } from '../workspace/read.ts';
import { findSource, loadOrganisation } from '../command-support/load.ts';
import { normaliseOfSource } from '../command-support/own-vendor.ts';
import { newestBook } from './explain/newest-book.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { readable } from '../cli/printable.ts';
import { standingIn } from './explain/standing.ts';
import { refuseIncident } from '../command-support/unknown-incident.ts';
import { readWebhook, WEBHOOK_OPTIONS } from '../command-support/webhook-input.ts';

const spec: CommandSpec = {
  summary:
    'Show every stage of a decision with the line that decided it, and which incident it would open or join: of a webhook now, or of an incident when it opened.',
  positionals: '[BODY|INCIDENT]',
  maxPositionals: 1,
  options: {
    ...WEBHOOK_OPTIONS,
    at: {
      takes: 'value',
      value: 'INSTANT',
      help: 'decide as if the webhook was received then (default: now), such as 2026-11-21T09:18:00Z',
    },
  },
  examples: [
    'tocsin explain --source prometheus body.json',
    'tocsin explain --source prometheus --at 2026-11-21T03:00:00Z body.json',
    'tocsin explain 2026-11-21-payments-api',
  ],
};

/** `tocsin explain`. */
export const explain: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const state = await loadOrganisation(root, runtime);
  const { organisation, incidents } = state;
  const receivedAt = receiptOf(args, runtime);
  const id = args.value('source');
  if (id === null) return explainIncident(root, incidents, args, runtime);
  const source = findSource(organisation, id);
  const outcome = await normaliseOfSource(root, source, await readWebhook(args, runtime));
  if (outcome.kind !== 'signals') {
    runtime.out(`${JSON.stringify(renderOutcome(outcome), null, 2)}\n`);
    return outcome.kind === 'rejected' ? EXIT.findings : EXIT.clean;
  }
  const observations = outcome.signals.map((signal) => ({
    source: source.id,
    signal,
    receivedAt,
  }));
  const standing = await standingIn(root, state, observations, runtime);
  let book: EditableBook = { ...(await newestBook(root, runtime)), standing };
  const answers = observations.map((observation) => {
    const decision = evaluate(organisation, standing, observation);
    remember(standing, decision);
    const before = book;
    const response = respond(organisation, before, decision, receivedAt);
    for (const effect of response.effects) book = withEffect(book, effect);
    noteIncidents(standing, book.incidents);
    return foretold(decision, outlookOf(response, before, book));
  });
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify(answers, null, 2)}\n`
      : answers.map((each) => renderDecision(each, runtime)).join('\n'),
  );
  return EXIT.clean;
}

type Foretold = Decision & { readonly outlook: Omit<Outlook, 'trace'> };

/** A decision that also says what would become of it. */
function foretold(decision: Decision, { trace, ...outlook }: Outlook): Foretold {
  return { ...decision, trace: [...decision.trace, trace], outlook };
}

function receiptOf(args: Arguments, runtime: Runtime): Instant {
  const given = args.value('at');
  if (given === null) return runtime.now();
  const instant = parseInstant(given);
  if (instant === null)
    throw new UsageError(
      `unexpected --at \`${given}\`, expected an instant such as 2026-11-21T09:18:00Z`,
    );
  return instant;
}

function renderDecision({ signal, trace }: Decision, runtime: Runtime): string {
  const text = `${signal.action}: ${signal.title}\n${indent(renderTrace(trace, runtime.width - 2))}\n`;
  return readable(text, runtime);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/** The trace that was stored when an incident opened. */
function explainIncident(
  root: string,
  incidents: readonly Incident[],
  args: Arguments,
  runtime: Runtime,
): ExitCode {
  const [id] = args.positionals;
  const ids = incidents.map((incident) => incident.id);
  if (id === undefined) {
    throw new UsageError('expected the id of an incident, or --source SOURCE and a webhook');
  }
  const otherwise = 'there is no such file in incidents/; for a webhook name its --source';
  if (!ids.includes(id)) return refuseIncident(root, id, { ids, otherwise });
  const stored = storedTrace(root, id);
  const trace = stored === null || args.flag('json') ? stored : narrowTrace(stored, runtime.width);
  if (args.flag('json')) runtime.out(`${JSON.stringify({ incident: id, trace }, null, 2)}\n`);
  else
    runtime.out(
      readable(
        `${trace ?? `${id} was declared by people: there is no decision to explain`}\n`,
        runtime,
      ),
    );
  return EXIT.clean;
}

function storedTrace(root: string, id: string): string | null {
  const file = readSourceFile(root, incidentPath(id));
  const text = 'text' in file ? file.text : '';
  const sections = readSections(text, splitFrontMatter(text)?.bodyStart ?? 0);
  const blocks = findSection(sections, 'Decision')?.blocks ?? [];
  const block = blocks.find((entry) => entry.node.type === 'code')?.node;
  return block?.type === 'code' ? block.value : null;
}
