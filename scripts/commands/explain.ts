import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { findSection, readSections } from '../incidents/markdown.ts';
import { remember, startStanding } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import { evaluate } from '../rules/evaluate.ts';
import { renderTrace } from '../rules/explain.ts';
import type { Runtime } from '../runtime.ts';
import { renderOutcome } from '../signals/normalise.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { readSourceFile } from '../workspace/read.ts';
import { findSource, loadOrganisation } from './load.ts';
import { normaliseOfSource } from './own-vendor.ts';
import { organisationRoot } from './organisation-root.ts';
import { readWebhook, WEBHOOK_OPTIONS } from './webhook-input.ts';

const spec: CommandSpec = {
  summary:
    'Show every stage of a decision with the line that decided it: of a webhook now, or of an incident when it opened.',
  positionals: '[BODY|INCIDENT]',
  maxPositionals: 1,
  options: WEBHOOK_OPTIONS,
  examples: [
    'tocsin explain --source prometheus body.json',
    'tocsin explain 2026-11-21-payments-api',
  ],
};

/** `tocsin explain`. */
export const explain: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const { organisation, incidents } = loadOrganisation(root, runtime);
  const id = args.value('source');
  if (id === null) return explainIncident(root, incidents, args, runtime);
  const source = findSource(organisation, id);
  const outcome = await normaliseOfSource(root, source, await readWebhook(args, runtime));
  if (outcome.kind !== 'signals') {
    runtime.out(`${JSON.stringify(renderOutcome(outcome), null, 2)}\n`);
    return outcome.kind === 'rejected' ? EXIT.findings : EXIT.clean;
  }
  const standing = startStanding();
  const decisions = outcome.signals.map((signal) => {
    const observation = { source: source.id, signal, receivedAt: runtime.now() };
    const decision = evaluate(organisation, standing, observation);
    remember(standing, decision);
    return decision;
  });
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify(decisions, null, 2)}\n`
      : decisions.map(renderDecision).join('\n'),
  );
  return EXIT.clean;
}

function renderDecision(decision: Decision): string {
  return `${decision.signal.action}: ${decision.signal.title}\n${indent(renderTrace(decision.trace))}\n`;
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
  if (!ids.includes(id)) {
    const hint =
      suggest(id, ids) ?? 'there is no such file in incidents/; for a webhook name its --source';
    throw new UsageError(`unexpected incident \`${id}\`: ${hint}`);
  }
  const trace = storedTrace(root, id);
  if (args.flag('json')) runtime.out(`${JSON.stringify({ incident: id, trace }, null, 2)}\n`);
  else runtime.out(`${trace ?? `${id} was declared by people: there is no decision to explain`}\n`);
  return EXIT.clean;
}

function storedTrace(root: string, id: string): string | null {
  const file = readSourceFile(root, `incidents/${id.slice(0, 4)}/${id}.md`);
  const text = 'text' in file ? file.text : '';
  const sections = readSections(text, splitFrontMatter(text)?.bodyStart ?? 0);
  const blocks = findSection(sections, 'Decision')?.blocks ?? [];
  const block = blocks.find((entry) => entry.node.type === 'code')?.node;
  return block?.type === 'code' ? block.value : null;
}
