// What a schema refused → one diagnostic a mistake, in words for the person who wrote the file.
import type { ErrorObject } from 'ajv';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { nearest } from '../text/nearest.ts';
import definitions from './schema/definitions.schema.json' with { type: 'json' };
import type { ParsedYaml, Path } from './syntax.ts';

/** Turns schema errors into diagnostics, one for each mistake: what only repeats another error in other words is left out. */
export function describeSchemaErrors(errors: readonly ErrorObject[], yaml: ParsedYaml): readonly Diagnostic[] {
  const wrongKind = errors.filter((error) => error.keyword === 'const' && error.instancePath === '/schema');
  const told = wrongKind.length > 0 ? wrongKind : withoutRepeats(withoutAlternatives(errors.filter((error) => !IMPLIED.has(error.keyword))));
  return told.map((error) => describe(error, yaml));
}

/** Keywords that only repeat what an inner error says in full. */
const IMPLIED: ReadonlySet<string> = new Set(['propertyNames', 'allOf', 'if', '$ref']);

/** Of alternatives that all failed, tells what is wrong with the one that was meant, else what was expected. */
function withoutAlternatives(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf').map((error) => ({ error, meant: meantAlternative(error) }));
  return errors.filter((error) => {
    const choice = choices.find(({ error: parent }) => isWithin(error, parent));
    if (error.keyword === 'anyOf') return choices.some((entry) => entry.error === error && entry.meant === null);
    return choice === undefined || (choice.meant !== null && belongsTo(error, choice.error, choice.meant));
  });
}

function isWithin(error: ErrorObject, parent: ErrorObject): boolean {
  return error !== parent && (error.instancePath === parent.instancePath || error.instancePath.startsWith(`${parent.instancePath}/`));
}

/** The alternative of the same type as the data; of several maps the one whose key was written. */
function meantAlternative(error: ErrorObject): Record<string, unknown> | null {
  const fitting = list(error.schema).map(record).filter((option) => typeOfSchema(option) === typeOf(error.data));
  if (fitting.length <= 1) return fitting[0] ?? null;
  return fitting.find((option) => list(option['required']).some((key) => Object.hasOwn(record(error.data), text(key)))) ?? null;
}

function belongsTo(error: ErrorObject, parent: ErrorObject, meant: Record<string, unknown>): boolean {
  const owner = record(error.parentSchema);
  if (error.instancePath !== parent.instancePath) {
    const step = error.instancePath.slice(parent.instancePath.length + 1).split('/')[0] ?? '';
    return meant['properties'] === undefined || Object.hasOwn(record(meant['properties']), step);
  }
  return meant['$ref'] === undefined ? sameSchema(owner, meant) : !list(parent.schema).some((option) => sameSchema(owner, record(option)));
}

function sameSchema(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function typeOfSchema(schema: Record<string, unknown>): string {
  return typeof schema['type'] === 'string' ? schema['type'] : 'string';
}

function typeOf(data: unknown): string {
  return Array.isArray(data) ? 'array' : typeof data;
}

/** A mistyped key is not also a missing one. */
function withoutRepeats(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const meant = errors
    .filter((error) => error.keyword === 'additionalProperties')
    .map((error) => `${error.instancePath} ${nearest(text(error.params['additionalProperty']), keysOf(error), 1)[0] ?? ''}`);
  return errors.filter((error) => error.keyword !== 'required' || !meant.includes(`${error.instancePath} ${text(error.params['missingProperty'])}`));
}

function describe(error: ErrorObject, yaml: ParsedYaml): Diagnostic {
  const path = toPath(error.instancePath);
  const told = tell(error, path);
  return {
    code: told.code,
    severity: 'error',
    message: told.message,
    place: told.key === null ? yaml.locate([...path, ...(told.within ?? [])]) : yaml.locateKey([...path, told.key]),
    related: [],
    hint: told.hint,
  };
}

type Told = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
  /** The key at which the caret goes; null for the value itself. */
  readonly key: string | null;
  /** Steps below the value that was refused. */
  readonly within?: Path;
};

function tell(error: ErrorObject, path: Path): Told {
  if (error.propertyName !== undefined) return tellWrongKey(error, error.propertyName);
  switch (error.keyword) {
    case 'required':
      return tellRequired(error);
    case 'additionalProperties':
      return tellUnknownKey(error);
    case 'const':
      return tellConst(error, path);
    case 'type':
      return tellType(error);
    case 'enum':
      return tellEnum(error);
    case 'uniqueItems':
      return tellRepeated(error);
    case 'anyOf':
      return tellAlternatives(error);
    default:
      return { code: 'schema-value', message: `unexpected ${show(error.data)}, expected ${expectation(error)}`, hint: hintFor(error), key: null };
  }
}

function tellWrongKey(error: ErrorObject, name: string): Told {
  const known = [...text(record(error.parentSchema)['pattern']).matchAll(/[a-z_]{4,}(?=[|)])/g)].map((match) => match[0]);
  return {
    code: 'schema-unknown-key',
    message: `unexpected key \`${shorten(name)}\`, expected ${known.length > 1 ? 'a field of a signal' : expectation(error)}`,
    hint: known.length > 1 ? (suggest(name, known) ?? `use ${known.join(', ')} or label.NAME`) : hintFor(error),
    key: name,
  };
}

function tellConst(error: ErrorObject, path: Path): Told {
  const wanted = text(error.params['allowedValue']);
  const isKind = path.length === 1 && path[0] === 'schema';
  return {
    code: isKind ? 'schema-kind' : 'schema-value',
    message: `unexpected ${show(error.data)}, expected \`${wanted}\`${isKind ? ' in this folder' : ''}`,
    hint: isKind ? `write \`schema: ${wanted}\`, or move the file to the folder of its kind` : `write \`${wanted}\``,
    key: null,
  };
}

function tellType(error: ErrorObject): Told {
  const wanted = text(error.params['type']);
  return { code: 'schema-type', message: `unexpected ${show(error.data)}, expected ${TYPES[wanted] ?? wanted}`, hint: hintForType(error, wanted), key: null };
}

function hintForType(error: ErrorObject, wanted: string): string {
  const { data } = error;
  if (data === null) return 'write a value after the colon, or remove the key; a text that begins with `#` needs quotes';
  if (wanted === 'array' && typeof data === 'string') return `write a list: \`[${shorten(data)}]\``;
  if (wanted === 'string' && (typeof data === 'number' || typeof data === 'boolean')) return hintToQuote(error, String(data));
  if ((wanted === 'integer' || wanted === 'number') && typeof data === 'string') return /^\d+$/.test(data) ? `write ${data} without quotes` : 'write digits without quotes';
  if (wanted === 'boolean') return 'write `true` or `false` without quotes';
  return hintFor(error);
}

function hintToQuote(error: ErrorObject, data: string): string {
  const pattern = text(record(error.parentSchema)['pattern']);
  const fits = pattern === '' || new RegExp(pattern, 'u').test(data);
  return fits ? `put it in quotes: \`"${data}"\`` : hintFor(error);
}

function tellRequired(error: ErrorObject): Told {
  const missing = text(error.params['missingProperty']);
  const property = resolve(propertyOf(error.parentSchema, missing));
  const allowed = list(property['enum']).map((word) => `\`${text(word)}\``);
  const example = constOf(property) ?? firstExample(property);
  return {
    code: 'schema-required',
    message: `unexpected map without \`${missing}\`, expected ${describeSchema(property) ?? 'this key'}`,
    hint: allowed.length > 0 ? `add \`${missing}: …\` with one of ${allowed.join(', ')}` : `add \`${missing}: ${example ?? '…'}\`${example === null || constOf(property) !== null ? '' : ', with your own value'}`,
    key: null,
  };
}

function tellUnknownKey(error: ErrorObject): Told {
  const key = text(error.params['additionalProperty']);
  const known = keysOf(error);
  return {
    code: 'schema-unknown-key',
    message: `unexpected key \`${shorten(key)}\`, expected one of the keys of this map`,
    hint: suggest(key, known) ?? `use ${known.map((name) => `\`${name}\``).join(', ')}, or remove it`,
    key,
  };
}

function tellEnum(error: ErrorObject): Told {
  const allowed = list(error.params['allowedValues']).map(text);
  const given = typeof error.data === 'string' ? error.data : '';
  const words = allowed.map((word) => `\`${word}\``).join(', ');
  return {
    code: typeof error.data === 'string' ? 'schema-value' : 'schema-type',
    message: `unexpected ${show(error.data)}, expected one of ${words}`,
    hint: suggest(given, allowed) ?? `use one of ${words}`,
    key: null,
  };
}

function tellRepeated(error: ErrorObject): Told {
  const later = Math.max(Number(error.params['i']), Number(error.params['j']));
  const repeated = show(list(error.data)[later]);
  return { code: 'schema-value', message: `unexpected second ${repeated}, expected each entry once`, hint: `remove one ${repeated}`, key: null, within: [later] };
}

function tellAlternatives(error: ErrorObject): Told {
  const options = list(error.schema).map(record);
  const told = options.map((option) => describeShape(option) ?? describeSchema(option)).filter((entry) => entry !== null);
  const keys = options.flatMap((option) => list(option['required']).map(text));
  const written = Object.keys(record(error.data))[0];
  const isText = typeof error.data === 'number' || typeof error.data === 'boolean';
  const hint = written === undefined ? null : suggest(written, keys);
  return {
    code: typeof error.data === 'object' ? 'schema-value' : 'schema-type',
    message: `unexpected ${show(error.data)}, expected ${told.join('; or ')}`,
    hint: hint ?? (isText ? `put it in quotes: \`"${String(error.data)}"\`` : hintFor(error)),
    key: null,
  };
}

function expectation(error: ErrorObject): string {
  const limit = text(error.params['limit']);
  switch (error.keyword) {
    case 'minimum':
      return `${limit} or more`;
    case 'maximum':
      return `${limit} or less`;
    case 'minLength':
      return `${limit === '1' ? 'text' : `${limit} characters or more`}`;
    case 'maxLength':
      return `${limit} characters or fewer`;
    case 'minItems':
    case 'minProperties':
      return limit === '1' ? 'at least one entry' : `at least ${limit} entries`;
    case 'maxItems':
    case 'maxProperties':
      return `at most ${limit} entries`;
    case 'pattern':
      return hasLooseSpace(error.data) ? 'one line without spaces at its ends' : (describeSchema(error.parentSchema) ?? 'another form');
    default:
      return describeSchema(error.parentSchema) ?? 'a value that the schema allows';
  }
}

function hasLooseSpace(data: unknown): boolean {
  return typeof data === 'string' && (data.trim() !== data || data.includes('\n'));
}

/** What to type; never nothing. */
function hintFor(error: ErrorObject): string {
  const limit = Number(error.params['limit']);
  const schema = record(error.parentSchema);
  switch (error.keyword) {
    case 'minimum':
    case 'maximum':
      return typeof schema['maximum'] === 'number' ? `use a number from ${text(schema['minimum'])} to ${text(schema['maximum'])}` : `use ${limit} or more`;
    case 'maxLength':
      return `remove ${[...text(error.data)].length - limit} characters or more`;
    case 'minLength':
      return limit === 1 ? 'write a text, or remove the key' : `write ${limit} characters or more`;
    case 'minItems':
    case 'minProperties':
      return limit === 1 ? 'add an entry, or remove the key' : `add entries until there are ${limit}`;
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

function describeShape(schema: Record<string, unknown>): string | null {
  const keys = list(schema['required']).map((key) => `\`${text(key)}: …\``);
  return keys.length > 0 ? keys.join(' and ') : null;
}

/** The first sentence of a description, to stand after "expected". */
function describeSchema(schema: unknown): string | null {
  const found = resolve(schema);
  const told = found['description'] ?? found['title'];
  if (typeof told !== 'string') return null;
  const sentence = told.split(/\.(?: |$)/)[0] ?? '';
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

/** A schema together with the shared definition that it names. */
function resolve(schema: unknown): Record<string, unknown> {
  const found = record(schema);
  const name = text(found['$ref']).split('/').at(-1) ?? '';
  const shared: Readonly<Record<string, unknown>> = definitions.definitions;
  return { ...(Object.hasOwn(shared, name) ? record(shared[name]) : {}), ...found };
}

function firstExample(schema: unknown): string | null {
  const example = list(resolve(schema)['examples'])[0];
  if (example === undefined) return null;
  return typeof example === 'string' ? example : toFlow(example);
}

/** A value as one line of YAML. */
function toFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toFlow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, inner]) => `${key}: ${toFlow(inner)}`).join(', ')}}`;
  return typeof value === 'string' && /^[\w./-]+$/.test(value) ? value : JSON.stringify(value);
}

function keysOf(error: ErrorObject): readonly string[] {
  return Object.keys(record(error.parentSchema?.['properties']));
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
  if (Array.isArray(data)) return data.length === 0 ? 'empty list' : `list of ${data.length}`;
  if (typeof data === 'object') return Object.keys(data).length === 0 ? 'empty map' : 'map';
  if (typeof data === 'string') return data === '' ? 'empty text' : `\`${shorten(data)}\``;
  return `${typeof data} \`${shorten(String(data))}\``;
}

function shorten(data: string): string {
  const oneLine = JSON.stringify(data.toWellFormed()).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', "'");
  return oneLine.length > 60 ? `${oneLine.slice(0, 57)}…` : oneLine;
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map of `key: value` lines',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
};

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
