// Words for values and for what a schema says about them, from its own titles, descriptions and examples.
import type { ErrorObject } from 'ajv';
import definitions from './schema/definitions.schema.json' with { type: 'json' };

/** What stands after "expected" for a keyword that a value failed. */
export function expectation(error: ErrorObject): string {
  const limit = text(error.params['limit']);
  switch (error.keyword) {
    case 'minimum':
      return `${limit} or more`;
    case 'maximum':
      return `${limit} or less`;
    case 'minLength':
      return limit === '1' ? 'some text' : `${limit} characters or more`;
    case 'maxLength':
      return `${limit} characters or fewer`;
    case 'minItems':
    case 'minProperties':
      return limit === '1' ? 'at least one entry' : `at least ${limit} entries`;
    case 'maxItems':
    case 'maxProperties':
      return `at most ${limit} entries`;
    case 'pattern':
      return hasLooseSpace(error.data)
        ? 'one line without spaces at its ends'
        : (describeSchema(error.parentSchema) ?? 'another form');
    default:
      return describeSchema(error.parentSchema) ?? 'a value that the schema allows';
  }
}

function hasLooseSpace(data: unknown): boolean {
  return typeof data === 'string' && (data.trim() !== data || data.includes('\n'));
}

/** What to type; never nothing. */
export function hintFor(error: ErrorObject): string {
  const limit = Number(error.params['limit']);
  const schema = record(error.parentSchema);
  switch (error.keyword) {
    case 'minimum':
    case 'maximum':
      return typeof schema['maximum'] === 'number'
        ? `use a number from ${text(schema['minimum'])} to ${text(schema['maximum'])}`
        : `use ${limit} or more`;
    case 'maxLength':
      return `remove ${[...text(error.data)].length - limit} characters or more`;
    case 'minLength':
      return limit === 1 ? 'write a text, or remove the key' : `write ${limit} characters or more`;
    case 'minItems':
    case 'minProperties':
      return limit === 1
        ? 'add an entry, or remove the key'
        : `add entries until there are ${limit}`;
    case 'maxItems':
    case 'maxProperties':
      return 'remove entries, or spread them over several files';
    default:
      return exampleHint(schema);
  }
}

function exampleHint(schema: unknown): string {
  const example = firstExample(schema);
  if (example !== null) return `for example \`${example}\``;
  return `write ${describeSchema(schema) ?? TYPES[text(record(schema)['type'])] ?? 'what the schema of this file describes'}`;
}

/** The keys that a map must have, as they are typed. */
export function describeShape(schema: Record<string, unknown>): string | null {
  const keys = list(schema['required']).map((key) => `\`${text(key)}: …\``);
  return keys.length > 0 ? keys.join(' and ') : null;
}

/** The first sentence of a description, to stand after "expected". */
export function describeSchema(schema: unknown): string | null {
  const found = resolve(schema);
  const told = found['description'] ?? found['title'];
  if (typeof told !== 'string') return null;
  const sentence = told.split(/\.(?: |$)/)[0] ?? '';
  return /^[A-Z](?:[a-z]| )/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}

/** A schema together with the shared definition that it names. */
export function resolve(schema: unknown): Record<string, unknown> {
  const found = record(schema);
  const name = text(found['$ref']).split('/').at(-1) ?? '';
  const shared: Readonly<Record<string, unknown>> = definitions.definitions;
  return { ...(Object.hasOwn(shared, name) ? record(shared[name]) : {}), ...found };
}

/** The first example of a schema as it would be typed. */
export function firstExample(schema: unknown): string | null {
  const example = list(resolve(schema)['examples'])[0];
  if (example === undefined) return null;
  return typeof example === 'string' ? example : toFlow(example);
}

/** A value as one line of YAML. */
function toFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toFlow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${toFlow(inner)}`)
      .join(', ')}}`;
  return typeof value === 'string' && /^[\w./-]+$/.test(value) ? value : JSON.stringify(value);
}

/** The only text that a schema allows. */
export function constOf(schema: unknown): string | null {
  const fixed = record(schema)['const'];
  return typeof fixed === 'string' ? fixed : null;
}

/** The schema of a key. */
export function propertyOf(schema: unknown, name: string): unknown {
  return record(record(schema)['properties'])[name];
}

/** A value as it stands after "unexpected". */
export function show(data: unknown): string {
  if (data === null || data === undefined) return 'nothing';
  if (Array.isArray(data)) return data.length === 0 ? 'empty list' : `list of ${data.length}`;
  if (typeof data === 'object') return Object.keys(data).length === 0 ? 'empty map' : 'map';
  if (typeof data === 'string') return data === '' ? 'empty text' : `\`${shorten(data)}\``;
  return `${typeof data} \`${shorten(String(data))}\``;
}

/** The same of a number or word as it is written: `1.10` is the number 1.1, and whoever quotes it means `1.10`. */
export function showWritten(data: unknown, written: string): string {
  return isPlain(data) ? `${typeof data} \`${shorten(written)}\`` : show(data);
}

/** Whether a value is a number or `true` or `false`, which whoever wrote it may have meant as a text. */
export function isPlain(data: unknown): data is number | boolean {
  return typeof data === 'number' || typeof data === 'boolean';
}

/** A text on one line, cut where nobody reads on. */
export function shorten(data: string): string {
  const oneLine = JSON.stringify(data.toWellFormed())
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll('`', "'");
  return oneLine.length > 60 ? `${oneLine.slice(0, 57)}…` : oneLine;
}

/** Types in words. */
export const TYPES: Readonly<Record<string, string>> = {
  object: 'a map of `key: value` lines',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
};

/** A value as a map; empty when it is none. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A value as a list; empty when it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value as a text; empty when it is none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
