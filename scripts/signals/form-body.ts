// Fields of HTML forms, url-encoded or multipart, and JSON documents inside them.
import type { PayloadProblem } from './adapter.ts';
import { parseJsonBody } from './json-body.ts';
import { parsed, unexpected, type Parsed } from './payload-problem.ts';

/** The text fields of a form in their order, the first of equal names, 1,000 at most. */
export function formFields(body: string): ReadonlyMap<string, string> {
  const text = body.trimStart();
  const boundary = BOUNDARY.exec(text)?.[0];
  const pairs =
    boundary === undefined ? new URLSearchParams(text.trimEnd()) : parts(text, boundary);
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (fields.size === MAX_FIELDS) break;
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

/** Parses the JSON document in a field of a form; problems point at the field. */
export function parseFormJson(body: string, field: string): Parsed<unknown> {
  const document = formFields(body).get(field);
  if (document === undefined) return unexpected({}, [field], `a form with the field \`${field}\``);
  const json = parseJsonBody(document);
  if (json.kind === 'parsed') return json;
  const problem: PayloadProblem = { ...json.problem, pointer: `/${field}` };
  return { kind: 'invalid', problem };
}

/** Parses a body as JSON, or the fields of a form, for tools that may send both and may not say which. */
export function parseJsonOrForm(body: string, contentType: string | undefined): Parsed<unknown> {
  const isForm =
    (FORM_TYPE.test(contentType ?? '') && !LOOKS_LIKE_JSON.test(body)) ||
    LOOKS_LIKE_FORM.test(body);
  return isForm ? parsed(Object.fromEntries(formFields(body))) : parseJsonBody(body);
}

/** Parts of a multipart body (RFC 7578) that are no files. */
function parts(text: string, boundary: string): readonly (readonly [string, string])[] {
  return `\r\n${text}`
    .split(`\r\n${boundary}`)
    .slice(1, MAX_PARTS)
    .flatMap((part) => {
      const end = part.indexOf(EMPTY_LINE);
      const head = part.slice(0, Math.max(0, end));
      const name = NAME.exec(head)?.[1];
      if (name === undefined || FILE_NAME.test(head)) return [];
      return [[name, part.slice(end + EMPTY_LINE.length)] as const];
    });
}

const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
const LOOKS_LIKE_JSON = /^[\s\uFEFF]*[[{]/;
/** Names and values without blanks, as a form encodes them. */
const LOOKS_LIKE_FORM = /^\s*[\w.%+*[\]-]{1,200}=[^\s"{}]*\s*$/;
const MAX_FIELDS = 1_000;
const MAX_PARTS = 10_000;
const BOUNDARY = /^--[^\s]{1,70}(?=\r\nContent-)/i;
const EMPTY_LINE = '\r\n\r\n';
const NAME = /^content-disposition:[^\r\n]{0,200}[;\s]name="([^"\r\n]{1,200})"/im;
const FILE_NAME = /^content-disposition:[^\r\n]{0,400}[;\s]filename\*?=/im;
