// Words of a command line → a value, checked against what the command declares.
import { parseArgs } from 'node:util';
import { suggest } from '../diagnostics/suggestion.ts';
import { UsageError } from './exit-code.ts';

/** An option as a command declares it. */
export type OptionSpec = {
  /** `flag` takes no value. */
  readonly takes: 'flag' | 'value';
  /** How the value is called in the help. */
  readonly value?: string;
  readonly help: string;
};

/** What a command accepts. */
export type CommandSpec = {
  readonly summary: string;
  /** Positional arguments as the help shows them. */
  readonly positionals: string;
  readonly maxPositionals: number;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly string[];
};

/** Arguments that fit the declaration. */
export type Arguments = {
  readonly positionals: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly value: (name: string) => string | null;
};

/** Options that every command accepts. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  root: {
    takes: 'value',
    value: 'DIR',
    help: 'the organisation (default: the nearest parent with a tocsin.yaml)',
  },
  json: { takes: 'flag', help: 'print JSON' },
  help: { takes: 'flag', help: 'print this help' },
};

/** Parses the words after the command's name; UsageError names the wrong word. */
export function parseArguments(spec: CommandSpec, words: readonly string[]): Arguments {
  const known = { ...COMMON_OPTIONS, ...spec.options };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, option]) => [
      name,
      {
        type: option.takes === 'flag' ? ('boolean' as const) : ('string' as const),
        multiple: true as const,
      },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...words],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string | null>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    checkOption(
      token.rawName,
      token.inlineValue === false && token.value.startsWith('--') ? undefined : token.value,
      Object.hasOwn(known, token.name) ? known[token.name] : undefined,
      Object.keys(known),
    );
    if (values.has(token.name))
      throw new UsageError(`unexpected second \`${token.rawName}\`, expected it once`);
    values.set(token.name, token.value ?? null);
  }
  if (positionals.length > spec.maxPositionals) {
    throw new UsageError(
      `unexpected argument \`${positionals[spec.maxPositionals]}\`, expected ${spec.positionals === '' ? 'no arguments' : `at most ${spec.positionals}`}`,
    );
  }
  return {
    positionals,
    flag: (name) => values.has(name),
    value: (name) => values.get(name) ?? null,
  };
}

function checkOption(
  rawName: string,
  value: string | undefined,
  option: OptionSpec | undefined,
  known: readonly string[],
): void {
  if (option === undefined) {
    const hint =
      suggest(rawName.replace(/^-+/, ''), known)?.replaceAll(/`([^`]+)`/g, '`--$1`') ??
      'see --help';
    throw new UsageError(`unexpected option \`${rawName}\`: ${hint}`);
  }
  if (option.takes === 'flag' && value !== undefined)
    throw new UsageError(`unexpected value for \`${rawName}\`, expected none`);
  if (option.takes === 'value' && (value === undefined || value === '')) {
    throw new UsageError(`unexpected \`${rawName}\` without ${option.value ?? 'a value'}`);
  }
}
