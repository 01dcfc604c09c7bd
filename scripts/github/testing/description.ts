// GitHub's own description of its API, cut to what Tocsin uses: which operation a request is, and whether request and
// answer are what GitHub promises. See prune-description.ts for its origin.
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { at, record } from './exchange.ts';

/** The operation that a request belongs to. */
export type Operation = {
  /** GitHub's name of it: `issues/create`. */
  readonly id: string;
  /** What stands in the braces of its path. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** Checks against the description. */
export type Description = {
  readonly find: (method: string, path: string) => Operation | null;
  /** What is wrong with a body that is sent, one sentence each. */
  readonly checkRequest: (operation: Operation, body: unknown) => readonly string[];
  /** What is wrong with an answer. */
  readonly checkAnswer: (operation: Operation, status: number, body: unknown) => readonly string[];
};

const FILE = new URL('./fixtures/github-api.json', import.meta.url);

type Entry = {
  readonly id: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly pointer: string;
  readonly value: unknown;
};

/** The committed description, read once; schemas are compiled when they are first needed. */
export function readDescription(): Description {
  known ??= compileDescription();
  return known;
}

/** It never changes, and one of its schemas takes longer to compile than a hundred requests to answer. */
let known: Description | null = null;

function compileDescription(): Description {
  const document = toJsonSchema(JSON.parse(readFileSync(FILE, 'utf8')));
  const ajv = new Ajv({
    strict: false,
    logger: false,
    allErrors: true,
    formats: FORMATS,
    code: { optimize: false },
  });
  ajv.addSchema({ $id: 'github', ...record(document) });
  const validators = new Map<string, ValidateFunction>();
  const check = (pointer: string, body: unknown): readonly string[] => {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` });
    validators.set(pointer, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath || 'the body'} ${message}`,
    );
  };
  const entries = listEntries(document);
  const byMethod = Map.groupBy(entries, ({ method }) => method);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const entryOf = (operation: Operation): Entry => {
    const found = byId.get(operation.id);
    if (found === undefined) throw new Error(`there is no operation ${operation.id}`);
    return found;
  };
  return {
    find: (method, path) => {
      for (const { id, pattern } of byMethod.get(method.toLowerCase()) ?? []) {
        const match = pattern.exec(path);
        if (match !== null) return { id, parameters: decode(match.groups ?? {}) };
      }
      return null;
    },
    checkRequest: (operation, body) => {
      const { pointer, value } = entryOf(operation);
      const schema = at(value, 'requestBody', ...CONTENT);
      if (schema === undefined) return body === null ? [] : ['there must be no body'];
      if (body === null && at(value, 'requestBody', 'required') !== true) return [];
      return check(`${pointer}/requestBody/${CONTENT.map(escape).join('/')}`, body);
    },
    checkAnswer: (operation, status, body) => {
      const { pointer, value } = entryOf(operation);
      const answer = at(value, 'responses', String(status));
      if (answer === undefined) return checkUndescribed(status, body);
      const reference = at(answer, '$ref');
      const [place, held] =
        typeof reference === 'string'
          ? [reference.slice(1), at(document, ...reference.slice(2).split('/'))]
          : [`${pointer}/responses/${status}`, answer];
      if (at(held, ...CONTENT) === undefined) return body === null ? [] : ['there must be no body'];
      return check(`${place}/${CONTENT.map(escape).join('/')}`, body);
    },
  };
}

const CONTENT = ['content', 'application/json', 'schema'] as const;

const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  /** GitHub writes an empty one for none. */
  uri: /^(https?:\/\/\S+)?$/,
  int64: true,
  email: true,
} as const;

/** GitHub answers these to any request. */
function checkUndescribed(status: number, body: unknown): readonly string[] {
  if (status < 400) return [`the description knows no answer ${status}`];
  return typeof at(body, 'message') === 'string' ? [] : ['a refusal must have a message'];
}

function listEntries(document: unknown): readonly Entry[] {
  const paths = Object.entries(record(at(document, 'paths')));
  const fewestGapsFirst = paths.toSorted(([a], [b]) => a.split('{').length - b.split('{').length);
  return fewestGapsFirst.flatMap(([path, methods]) =>
    Object.entries(record(methods)).map(([method, value]) => ({
      id: String(at(value, 'operationId')),
      method,
      pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
      pointer: `/paths/${escape(path)}/${method}`,
      value,
    })),
  );
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says `null`. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = record(value);
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, inner]) => [key, toJsonSchema(inner)]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
}

/** A part of a JSON pointer inside an address. */
function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function decode(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]),
  );
}
