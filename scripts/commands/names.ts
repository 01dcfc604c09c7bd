import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import type { Organisation } from '../model/organisation.ts';
import { type NameReading, readName } from '../rules/name-lint.ts';
import type { Runtime } from '../runtime.ts';
import { loadConfiguration } from '../command-support/load.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { readable } from '../cli/printable.ts';

const spec: CommandSpec = {
  summary:
    'Say which naming convention a name fits and what it tells, or why it fits none and how it should read.',
  positionals: '[NAME…]',
  maxPositionals: 1000,
  options: {
    from: { takes: 'value', value: 'FIELD', help: 'only conventions of this field: label.job' },
  },
  examples: [
    'tocsin names prod/order-api/http',
    'tocsin names --from label.job prod/order-apy/http --json',
  ],
};

/** `tocsin names`. */
export const names: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const organisation = await loadConfiguration(organisationRoot(args, runtime), runtime);
  const from = fieldOf(organisation, args.value('from'));
  if (args.positionals.length === 0)
    throw new UsageError('expected names, such as `tocsin names prod/order-api/http`');
  const readings = args.positionals.map((name) => ({
    name,
    reading: readName(organisation, name, from),
  }));
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify(readings, null, 2)}\n`
      : readable(readings.map(({ name, reading }) => render(name, reading)).join(''), runtime),
  );
  return readings.every(({ reading }) => reading?.kind === 'fits') ? EXIT.clean : EXIT.findings;
}

function fieldOf({ rules }: Organisation, from: string | null): string | null {
  const fields = [...new Set(rules.extract.map((rule) => rule.from))];
  if (fields.length === 0)
    throw new UsageError('there are no naming conventions: add `extract` to rules/00-global.yaml');
  if (from === null || fields.includes(from)) return from;
  throw new UsageError(
    `unexpected field \`${from}\`, expected one that a convention reads: ${fields.join(', ')}`,
  );
}

function render(name: string, reading: NameReading | null): string {
  if (reading === null) return `${name}\n  fits no convention\n`;
  if (reading.kind === 'fits') {
    const fields = Object.entries(reading.fields).map(([field, value]) => `${field} ${value}`);
    return `${name}\n  fits ${reading.convention}: ${fields.join(', ')}\n`;
  }
  const { convention, character, unexpected, expected, suggestions, pattern, place } = reading;
  return [
    name,
    `  fails ${convention} at character ${character}: unexpected ${unexpected}, expected ${expected}`,
    ...(suggestions.length === 0 ? [] : [`  should read ${suggestions.join(' or ')}`]),
    `  wanted is ${pattern} (${place.file}:${place.line})\n`,
  ].join('\n');
}
