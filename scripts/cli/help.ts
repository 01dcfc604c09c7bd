import { COMMON_OPTIONS, type CommandSpec } from './arguments.ts';

/** The help of one command. */
export function renderCommandHelp(name: string, spec: CommandSpec): string {
  const options = Object.entries({ ...spec.options, ...COMMON_OPTIONS }).map(
    ([option, { takes, value, help }]): [string, string] => [
      `--${option}${takes === 'value' ? ` ${value ?? 'VALUE'}` : ''}`,
      help,
    ],
  );
  return [
    spec.summary,
    '',
    `  tocsin ${name}${spec.positionals === '' ? '' : ` ${spec.positionals}`} [options]`,
    '',
    ...columns(options),
    ...(spec.examples.length === 0
      ? []
      : ['', 'Examples', ...spec.examples.map((example) => `  ${example}`)]),
    '',
  ].join('\n');
}

/** The help of the whole program. */
export function renderHelp(commands: readonly (readonly [string, string])[]): string {
  return [
    'tocsin: incident management as code',
    '',
    '  tocsin COMMAND [options]',
    '',
    ...columns(commands),
    '',
    'tocsin COMMAND --help tells more, tocsin --version the version. Exit codes: 0 clean, 1 findings, 2 wrong use, 3 failure.',
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
