// What a schema refused → one diagnostic a mistake, in words for the person who wrote the file.
import type { ErrorObject } from 'ajv';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { ParsedYaml, Path } from './syntax.ts';

/** Turns schema errors into diagnostics; of alternatives that all failed it tells only what was expected. */
export function describeSchemaErrors(errors: readonly ErrorObject[], yaml: ParsedYaml): readonly Diagnostic[] {
  const alternatives = errors.filter((error) => error.keyword === 'anyOf');
  return errors
    .filter((error) => !IMPLIED.has(error.keyword))
    .filter((error) => !alternatives.some((parent) => parent !== error && isWithin(error, parent)))
    .map((error) => describe(error, yaml));
}

/** Keywords that only repeat what an inner error says in full. */
const IMPLIED: ReadonlySet<string> = new Set(['propertyNames', 'allOf', 'if', '$ref']);

function isWithin(error: ErrorObject, parent: ErrorObject): boolean {
  return error.instancePath.startsWith(parent.instancePath) && error.keyword !== 'anyOf';
}

function describe(error: ErrorObject, yaml: ParsedYaml): Diagnostic {
  const path = toPath(error.instancePath);
  const told = tell(error, path);
  return {
    code: told.code,
    severity: 'error',
    message: told.message,
    place: told.key === null ? yaml.locate(path) : yaml.locateKey([...path, told.key]),
    related: [],
    hint: told.hint,
  };
}

type Told = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string | null;
  /** The key at which the caret goes; null for the value itself. */
  readonly key: string | null;
};

function tell(error: ErrorObject, path: Path): Told {
  if (error.propertyName !== undefined) {
    return {
      code: 'schema-unknown-key',
      message: `unexpected key \`${shorten(error.propertyName)}\`, expected ${expectation(error)}`,
      hint: exampleHint(error),
      key: error.propertyName,
    };
  }
  switch (error.keyword) {
    case 'required':
      return tellRequired(error);
    case 'additionalProperties':
      return tellUnknownKey(error);
    case 'const':
      return path.length === 1 && path[0] === 'schema'
        ? { code: 'schema-kind', message: `unexpected ${show(error.data)}, expected \`${text(error.params['allowedValue'])}\` in this folder`, hint: `write \`schema: ${text(error.params['allowedValue'])}\``, key: null }
        : value(error, `\`${text(error.params['allowedValue'])}\``);
    case 'type':
      return { ...value(error, article(text(error.params['type']))), code: 'schema-type' };
    case 'enum':
      return tellEnum(error);
    default:
      return value(error, expectation(error));
  }
}

function tellRequired(error: ErrorObject): Told {
  const missing = text(error.params['missingProperty']);
  const property = propertyOf(error.parentSchema, missing);
  const example = firstExample(property);
  return {
    code: 'schema-required',
    message: `unexpected map without \`${missing}\`, expected ${describeSchema(property) ?? 'this key'}`,
    hint: `add \`${missing}: ${example ?? constOf(property) ?? '…'}\``,
    key: null,
  };
}

function tellUnknownKey(error: ErrorObject): Told {
  const key = text(error.params['additionalProperty']);
  const known = Object.keys(record(error.parentSchema?.['properties']));
  return {
    code: 'schema-unknown-key',
    message: `unexpected key \`${shorten(key)}\`, expected one of the keys of this map`,
    hint: suggest(key, known) ?? (known.length === 0 ? null : `use ${known.map((name) => `\`${name}\``).join(', ')}`),
    key,
  };
}

function tellEnum(error: ErrorObject): Told {
  const allowed = list(error.params['allowedValues']).map(text);
  const given = typeof error.data === 'string' ? error.data : '';
  return {
    code: typeof error.data === 'string' ? 'schema-value' : 'schema-type',
    message: `unexpected ${show(error.data)}, expected one of ${allowed.map((word) => `\`${word}\``).join(', ')}`,
    hint: suggest(given, allowed),
    key: null,
  };
}

function value(error: ErrorObject, expected: string): Told {
  return { code: 'schema-value', message: `unexpected ${show(error.data)}, expected ${expected}`, hint: exampleHint(error), key: null };
}

function expectation(error: ErrorObject): string {
  const limit = text(error.params['limit']);
  switch (error.keyword) {
    case 'minimum':
      return `${limit} or more`;
    case 'maximum':
      return `${limit} or less`;
    case 'minLength':
      return `${limit} characters or more`;
    case 'maxLength':
      return `${limit} characters or fewer`;
    case 'minItems':
    case 'minProperties':
      return limit === '1' ? 'at least one entry' : `at least ${limit} entries`;
    case 'maxItems':
    case 'maxProperties':
      return `at most ${limit} entries`;
    case 'uniqueItems':
      return 'each entry once';
    case 'anyOf':
      return alternatives(error);
    default:
      return describeSchema(error.parentSchema) ?? 'a value that the schema allows';
  }
}

function alternatives(error: ErrorObject): string {
  const told = list(error.schema).map((option) => describeSchema(record(option)) ?? describeShape(record(option)));
  return told.filter((entry) => entry !== null).join('; or ') || 'one of the documented forms';
}

function describeShape(schema: Record<string, unknown>): string | null {
  const keys = list(schema['required']).map((key) => `\`${text(key)}: …\``);
  if (keys.length > 0) return keys.join(' and ');
  return typeof schema['$ref'] === 'string' ? 'an id' : null;
}

function describeSchema(schema: unknown): string | null {
  const found = record(schema);
  const reference = found['$ref'];
  const name = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
  const told = found['description'] ?? found['title'] ?? (name === undefined ? undefined : REFERRED[name]);
  if (typeof told !== 'string') return null;
  const sentence = told.endsWith('.') ? told.slice(0, -1) : told;
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

const REFERRED: Readonly<Record<string, string>> = { id: 'an id', name: 'a name in one line', person: 'a GitHub login' };

function exampleHint(error: ErrorObject): string | null {
  const example = firstExample(error.parentSchema);
  return example === null ? null : `for example \`${example}\``;
}

function firstExample(schema: unknown): string | null {
  const example = list(record(schema)['examples'])[0];
  if (example === undefined) return null;
  return typeof example === 'string' ? example : JSON.stringify(example);
}

function constOf(schema: unknown): string | null {
  const fixed = record(schema)['const'];
  return typeof fixed === 'string' ? fixed : null;
}

function propertyOf(schema: unknown, name: string): unknown {
  return record(record(schema)['properties'])[name];
}

function show(data: unknown): string {
  if (data === null || data === undefined) return 'nothing';
  if (Array.isArray(data)) return `list of ${data.length}`;
  if (typeof data === 'object') return 'map';
  if (typeof data === 'string') return `\`${shorten(data)}\``;
  return `${typeof data} \`${shorten(String(data))}\``;
}

function shorten(data: string): string {
  const oneLine = JSON.stringify(data.toWellFormed()).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', "'");
  return oneLine.length > 60 ? `${oneLine.slice(0, 57)}…` : oneLine;
}

function article(type: string): string {
  const names: Readonly<Record<string, string>> = {
    object: 'a map',
    array: 'a list',
    string: 'a text (quote it if it looks like a number or a date)',
    integer: 'a whole number',
    number: 'a number',
    boolean: '`true` or `false`',
  };
  return names[type] ?? type;
}

function toPath(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
