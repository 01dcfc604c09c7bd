import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { type Drift, type EnvironmentPair, findDrift, pairOf } from '../correlation/drift.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Runtime } from '../runtime.ts';
import { loadConfiguration } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { readable } from '../cli/printable.ts';
import { INBOX_OPTION, openStoredInbox } from '../command-support/stored-inbox.ts';

const spec: CommandSpec = {
  summary:
    'List the newest deployments per service and environment, and how far staging and production drifted apart.',
  positionals: '',
  maxPositionals: 0,
  options: {
    service: { takes: 'value', value: 'SERVICE', help: 'only this service' },
    inbox: INBOX_OPTION,
  },
  examples: ['tocsin deployments', 'tocsin deployments --service payments-api --json'],
};

/** `tocsin deployments`. */
export const deployments: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const organisation = await loadConfiguration(organisationRoot(args, runtime), runtime);
  const service = args.value('service');
  const inbox = openStoredInbox(args, runtime);
  try {
    const all = await inbox.newestDeployments();
    const names = [...new Set([...organisation.services.keys(), ...all.map((one) => one.service)])];
    if (service !== null && !names.includes(service)) {
      const hint = suggest(service, names) ?? 'expected a service of ownership/products/';
      throw new UsageError(`unexpected service \`${service}\`: ${hint}`);
    }
    const shown = all.filter((each) => service === null || each.service === service);
    const pair = pairOf(organisation.settings.environments);
    const drift = pair === null ? [] : findDrift(shown, pair);
    runtime.out(
      args.flag('json')
        ? `${JSON.stringify({ deployments: shown, drift }, null, 2)}\n`
        : readable(render(shown, drift, pair), runtime),
    );
    return EXIT.clean;
  } finally {
    await inbox.close();
  }
}

function render(
  shown: readonly Deployment[],
  drift: readonly Drift[],
  pair: EnvironmentPair | null,
): string {
  if (shown.length === 0)
    return 'nothing deployed was reported yet: connect GitHub or Azure DevOps, see docs/vendors/\n';
  const compared =
    pair === null || drift.length === 0
      ? []
      : [
          '',
          `${pair.staging} against ${pair.production}:`,
          ...drift.map((each) => `  ${each.service}: ${words(each, pair)}`),
        ];
  return [...shown.map(line), ...compared, ''].join('\n');
}

function line({ service, environment, version, outcome, at, source }: Deployment): string {
  return `${at.slice(0, 16)}Z  ${service}@${version}  ${environment ?? 'unknown environment'}  ${outcome}  (${source})`;
}

function words(drift: Drift, { production, staging }: EnvironmentPair): string {
  const { state, byMs } = drift;
  const versions = `${drift.staging?.version ?? 'nothing'} against ${drift.production?.version ?? 'nothing'}`;
  switch (state) {
    case 'same':
      return `same, ${drift.production?.version ?? ''}`;
    case 'staging_ahead':
      return `${staging} is ahead by ${span(byMs ?? 0)}, ${versions}`;
    case 'production_ahead':
      return `${production} is ahead by ${span(byMs ?? 0)}, ${versions}`;
    case 'never_deployed':
      return `never deployed to ${drift.production === null ? production : staging}, ${versions}`;
  }
}

function span(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / (24 * 60))} d`;
}
