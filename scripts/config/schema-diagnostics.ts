// What a schema refused → one diagnostic a mistake, in words for the person who wrote the file.
import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { nearest } from '../text/nearest.ts';
import {
  constOf,
  describeSchema,
  expectation,
  firstExample,
  hintFor,
  isPlain,
  list,
  propertyOf,
  record,
  resolve,
  shorten,
  show,
  showWritten,
  text,
  TYPES,
} from './schema-words.ts';
import { withoutAlternatives } from './schema-alternatives.ts';
import { choicesOf, tellAlternatives, tellChoice, type Told } from './schema-choice.ts';
import type { ParsedYaml, Path } from './syntax.ts';
import { insteadOf } from './tested-facts.ts';

/** Turns schema errors into diagnostics, one for each mistake: what only repeats another error in other words is left out. */
export function describeSchemaErrors(
  errors: readonly ErrorObject[],
  yaml: ParsedYaml,
): readonly Diagnostic[] {
  const wrongKind = errors.filter(
    (error) => error.keyword === 'const' && error.instancePath === '/schema',
  );
  const told =
    wrongKind.length > 0
      ? wrongKind
      : withoutRepeats(withoutAlternatives(errors.filter((error) => !isImplied(error))));
  return told.map((error) => describe(error, yaml));
}

/** Keywords that only repeat what an inner error says in full. */
const IMPLIED: ReadonlySet<string> = new Set(['propertyNames', 'allOf', 'if', '$ref']);

/** Of keys that exclude each other, the choice itself says which there are. */
function isImplied({ keyword, schemaPath }: ErrorObject): boolean {
  return IMPLIED.has(keyword) || /\/oneOf\/\d+\/required$/.test(schemaPath);
}

/** A mistyped key is not also a missing one. */
function withoutRepeats(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const meant = errors
    .filter((error) => error.keyword === 'additionalProperties')
    .map(
      (error) =>
        `${error.instancePath} ${nearest(text(error.params['additionalProperty']), keysOf(error), 1)[0] ?? ''}`,
    );
  return errors.filter((error) => {
    const missing =
      error.keyword === 'oneOf'
        ? choicesOf(error)
        : error.keyword === 'required'
          ? [text(error.params['missingProperty'])]
          : [];
    return !missing.some((key) => meant.includes(`${error.instancePath} ${key}`));
  });
}

function describe(error: ErrorObject, yaml: ParsedYaml): Diagnostic {
  const path = toPath(error.instancePath);
  const told = tell(error, path, isPlain(error.data) ? yaml.written(path) : '');
  return {
    code: told.code,
    severity: 'error',
    message: told.message,
    place:
      told.key === null
        ? yaml.locate([...path, ...(told.within ?? [])])
        : yaml.locateKey([...path, told.key]),
    related: [],
    hint: told.hint,
  };
}

/** `written` is a number or a word as it stands in the file. */
function tell(error: ErrorObject, path: Path, written: string): Told {
  if (error.propertyName !== undefined) return tellWrongKey(error, error.propertyName);
  switch (error.keyword) {
    case 'required':
      return tellRequired(error);
    case 'additionalProperties':
      return tellUnknownKey(error);
    case 'const':
      return tellConst(error, path);
    case 'type':
      return tellType(error, written);
    case 'enum':
      return tellEnum(error);
    case 'uniqueItems':
      return tellRepeated(error);
    case 'anyOf':
      return tellAlternatives(error, written);
    case 'oneOf':
      return tellChoice(error);
    default:
      return {
        code: 'schema-value',
        message: `unexpected ${show(error.data)}, expected ${expectation(error)}`,
        hint: hintFor(error),
        key: null,
      };
  }
}

function tellWrongKey(error: ErrorObject, name: string): Told {
  const known = [
    ...text(record(error.parentSchema)['pattern']).matchAll(/[a-z_]{4,}(?=[|)])/g),
  ].map((match) => match[0]);
  return {
    code: 'schema-unknown-key',
    message: `unexpected key \`${shorten(name)}\`, expected ${known.length > 1 ? 'a field of a signal' : expectation(error)}`,
    hint:
      known.length > 1
        ? (suggest(name, known) ?? `use ${known.join(', ')} or label.NAME`)
        : hintFor(error),
    key: name,
  };
}

function tellConst(error: ErrorObject, path: Path): Told {
  const wanted = text(error.params['allowedValue']);
  const isKind = path.length === 1 && path[0] === 'schema';
  return {
    code: isKind ? 'schema-kind' : 'schema-value',
    message: `unexpected ${show(error.data)}, expected \`${wanted}\`${isKind ? ' in this folder' : ''}`,
    hint: isKind
      ? `write \`schema: ${wanted}\`, or move the file to the folder of its kind`
      : `write \`${wanted}\``,
    key: null,
  };
}

function tellType(error: ErrorObject, written: string): Told {
  const wanted = text(error.params['type']);
  return {
    code: 'schema-type',
    message: `unexpected ${showWritten(error.data, written)}, expected ${TYPES[wanted] ?? wanted}`,
    hint: hintForType(error, wanted, written),
    key: null,
  };
}

function hintForType(error: ErrorObject, wanted: string, written: string): string {
  const { data } = error;
  if (data === null)
    return 'write a value after the colon, or remove the key; a text that begins with `#` needs quotes';
  if (wanted === 'array' && typeof data === 'string') return `write a list: \`[${shorten(data)}]\``;
  if (wanted === 'string' && isPlain(data)) return hintToQuote(error, written);
  if ((wanted === 'integer' || wanted === 'number') && typeof data === 'string')
    return /^\d+$/.test(data) ? `write ${data} without quotes` : 'write digits without quotes';
  if (wanted === 'object') return hintForMap(error);
  if (wanted === 'boolean') return 'write `true` or `false` without quotes';
  return hintFor(error);
}

function hintForMap(error: ErrorObject): string {
  const kind = constOf(propertyOf(error.parentSchema, 'schema'));
  if (kind !== null) return `begin with a line \`schema: ${kind}\``;
  const keys = list(record(error.parentSchema)['required']).map((key) => `${text(key)}: …`);
  return keys.length > 0 ? `write \`{${keys.join(', ')}}\`` : 'write `key: value` lines below it';
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
    hint:
      allowed.length > 0
        ? `add \`${missing}: …\` with one of ${allowed.join(', ')}`
        : `add \`${missing}: ${example ?? '…'}\`${example === null || constOf(property) !== null ? '' : ', with your own value'}`,
    key: null,
  };
}

function tellUnknownKey(error: ErrorObject): Told {
  const key = text(error.params['additionalProperty']);
  const known = keysOf(error);
  return {
    code: 'schema-unknown-key',
    message: `unexpected key \`${shorten(key)}\`, expected one of the keys of this map`,
    hint:
      (isTested(error) ? insteadOf(key) : null) ??
      suggest(key, known) ??
      `use ${known.map((name) => `\`${name}\``).join(', ')}, or remove it`,
    key,
  };
}

/** Whether the map holds the facts of a test's signal. */
function isTested(error: ErrorObject): boolean {
  return text(record(error.parentSchema)['title']) === 'Signal';
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
  return {
    code: 'schema-value',
    message: `unexpected second ${repeated}, expected each entry once`,
    hint: `remove one ${repeated}`,
    key: null,
    within: [later],
  };
}

function keysOf(error: ErrorObject): readonly string[] {
  return Object.keys(record(error.parentSchema?.['properties']));
}

function toPath(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
