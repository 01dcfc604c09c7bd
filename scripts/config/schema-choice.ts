// What a schema refused where several answers are allowed: keys that exclude each other, and shapes of one value.
import type { ErrorObject } from 'ajv';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import {
  describeSchema,
  describeShape,
  hintFor,
  isPlain,
  list,
  record,
  showWritten,
  text,
} from './schema-words.ts';
import type { Path } from './syntax.ts';

/** What is said of a refusal, and where. */
export type Told = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
  /** The key at which the caret goes; null for the value itself. */
  readonly key: string | null;
  /** Steps below the value that was refused. */
  readonly within?: Path;
};

/** The keys of which exactly one must be there. */
export function choicesOf(error: ErrorObject): readonly string[] {
  return list(error.schema).flatMap((option) => list(record(option)['required']).map(text));
}

/** Keys that exclude each other: none was written, a part of what goes together, or several. */
export function tellChoice(error: ErrorObject): Told {
  const options = list(error.schema).map((option) => list(record(option)['required']).map(text));
  const data = record(error.data);
  const begun = options.filter(([key = '']) => Object.hasOwn(data, key));
  const [[first = '', ...beside] = [], [second = null] = []] = begun;
  const missing = beside.find((key) => !Object.hasOwn(data, key));
  if (second === null && missing !== undefined)
    return {
      code: 'schema-required',
      message: `unexpected map without \`${missing}\`, expected it beside \`${first}\``,
      hint: `add \`${missing}: …\``,
      key: null,
    };
  const expected = expectedChoice(options);
  return second === null
    ? {
        code: 'schema-required',
        message: `unexpected map with none of its answers, ${expected}`,
        hint: 'add the one that you mean',
        key: null,
      }
    : {
        code: 'schema-value',
        message: `unexpected \`${second}\` beside \`${first}\`, ${expected}`,
        hint: 'remove one, or make two of it',
        key: second,
      };
}

function expectedChoice(options: readonly (readonly string[])[]): string {
  const words = options.map((keys) => keys.map((key) => `\`${key}\``).join(' with '));
  return options.some((keys) => keys.length > 1)
    ? `expected ${words.slice(0, -1).join(', ')}, or ${words.at(-1) ?? ''}`
    : `expected exactly one of ${words.join(', ')}`;
}

/** A value that has none of several shapes; `written` is a number or a word as it stands in the file. */
export function tellAlternatives(error: ErrorObject, written: string): Told {
  const options = list(error.schema).map(record);
  const told = options
    .map((option) => describeShape(option) ?? describeSchema(option))
    .filter((entry) => entry !== null);
  const keys = options.flatMap((option) => list(option['required']).map(text));
  const named = Object.keys(record(error.data))[0];
  const hint = named === undefined ? null : suggest(named, keys);
  return {
    code: typeof error.data === 'object' ? 'schema-value' : 'schema-type',
    message: `unexpected ${showWritten(error.data, written)}, expected ${told.join('; or ')}`,
    hint: hint ?? (isPlain(error.data) ? `put it in quotes: \`"${written}"\`` : hintFor(error)),
    key: null,
  };
}
