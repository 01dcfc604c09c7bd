import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { Runtime } from '../runtime.ts';
import type { Outcome } from '../signals/adapter.ts';
import { GENERIC } from '../signals/generic/generic.ts';
import { normalise, renderOutcome } from '../signals/normalise.ts';
import { findVendor, vendors } from '../signals/registry.ts';
import { findSource, loadConfiguration } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { moduleOrFail, normaliseOfSource } from '../command-support/own-vendor.ts';
import { readWebhook, WEBHOOK_OPTIONS } from '../command-support/webhook-input.ts';

const spec: CommandSpec = {
  summary:
    'Show what a webhook means: `signals`, `ignored` with a reason, or `rejected` with diagnostics, as JSON.',
  positionals: '[BODY]',
  maxPositionals: 1,
  options: {
    ...WEBHOOK_OPTIONS,
    vendor: {
      takes: 'value',
      value: 'VENDOR',
      help: `the tool, where no source is meant: ${Object.keys(vendors).join(', ')}`,
    },
    module: {
      takes: 'value',
      value: 'PATH',
      help: 'a module of your own that exports `normalise(delivery)`, to try it',
    },
  },
  examples: [
    'tocsin normalise --source prometheus body.json',
    'tocsin normalise --vendor sentry --headers headers.json < body.json',
    'tocsin normalise --module vendors/acme.ts body.json',
  ],
};

/** `tocsin normalise`: exit code 0 for signals and ignored, 1 for rejected. Checks no authenticity. */
export const normaliseCommand: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const ways = ['source', 'vendor', 'module'].filter((name) => args.value(name) !== null);
  if (ways.length !== 1) {
    throw new UsageError('expected one of --source SOURCE, --vendor VENDOR and --module PATH');
  }
  const outcome = await outcomeOf(args, runtime);
  runtime.out(`${JSON.stringify(renderOutcome(outcome), null, 2)}\n`);
  return outcome.kind === 'rejected' ? EXIT.findings : EXIT.clean;
}

async function outcomeOf(args: Arguments, runtime: Runtime): Promise<Outcome> {
  const id = args.value('source');
  if (id !== null) {
    const root = organisationRoot(args, runtime);
    const source = findSource(await loadConfiguration(root, runtime), id);
    return await normaliseOfSource(root, source, await readWebhook(args, runtime));
  }
  const path = args.value('module');
  if (path !== null) {
    const adapter = await moduleOrFail(runtime.workingDirectory, path);
    return adapter.normalise(await readWebhook(args, runtime));
  }
  return normalise(knownVendor(args.value('vendor') ?? ''), await readWebhook(args, runtime));
}

function knownVendor(vendor: string): string {
  if (vendor === GENERIC) {
    throw new UsageError('`generic` needs the mapping of a source: use --source SOURCE');
  }
  if (findVendor(vendor) !== undefined) return vendor;
  const known = Object.keys(vendors);
  const hint = suggest(vendor, known) ?? `use one of ${known.join(', ')}`;
  throw new UsageError(`unexpected vendor \`${vendor}\`: ${hint}`);
}
