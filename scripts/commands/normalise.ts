import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { Runtime } from '../runtime.ts';
import { normalise, renderOutcome } from '../signals/normalise.ts';
import { findVendor, vendors } from '../signals/registry.ts';
import { findSource, loadOrganisation } from './load.ts';
import { organisationRoot } from './organisation-root.ts';
import { readWebhook, WEBHOOK_OPTIONS } from './webhook-input.ts';

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
  },
  examples: [
    'tocsin normalise --source prometheus body.json',
    'tocsin normalise --vendor sentry --headers headers.json < body.json',
  ],
};

/** `tocsin normalise`: exit code 0 for signals and ignored, 1 for rejected. Checks no authenticity. */
export const normaliseCommand: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const vendor = vendorOf(args, runtime);
  const outcome = normalise(vendor, await readWebhook(args, runtime));
  runtime.out(`${JSON.stringify(renderOutcome(outcome), null, 2)}\n`);
  return outcome.kind === 'rejected' ? EXIT.findings : EXIT.clean;
}

function vendorOf(args: Arguments, runtime: Runtime): string {
  const source = args.value('source');
  const vendor = args.value('vendor');
  if ((source === null) === (vendor === null))
    throw new UsageError('expected either --source SOURCE or --vendor VENDOR');
  if (source !== null)
    return findSource(
      loadOrganisation(organisationRoot(args, runtime), runtime).organisation,
      source,
    ).vendor;
  if (vendor === null || findVendor(vendor) === undefined) {
    throw new UsageError(
      `unexpected vendor \`${vendor ?? ''}\`: ${suggest(vendor ?? '', Object.keys(vendors)) ?? `use one of ${Object.keys(vendors).join(', ')}`}`,
    );
  }
  return vendor;
}
