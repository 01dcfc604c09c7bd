// Checks that the text of a body can be worked on: UTF-8, and for JSON its limits and its syntax.
import { formFields } from '../signals/form-body.ts';
import { checkJsonLimits } from '../signals/json-limits.ts';
import type { JsonLimits } from '../signals/json-limits.ts';
import type { RefusalCode } from './refusal.ts';

/** What is known of a body before it is read: what the sender calls it, and whether only JSON makes sense. */
export type ContentFacts = { readonly type: string | null; readonly isAlwaysJson: boolean };

/** The code for which a body is refused; null when it is fine. */
export function checkContent(
  body: Uint8Array,
  { type: contentType, isAlwaysJson }: ContentFacts,
  limits: JsonLimits,
): RefusalCode | null {
  const text = decode(body);
  if (text === null) return 'not_utf8';
  const declaredJson = isAlwaysJson || JSON_TYPE.test(contentType ?? '');
  // Some tools send JSON as plain text, so whatever a parser could take for JSON keeps the limits.
  const isForm = FORM_TYPE.test(contentType ?? '');
  if (!declaredJson && isForm) return checkFields(text, limits);
  if (!declaredJson && !LOOKS_LIKE_JSON.test(text)) return null;
  return checkLimits(body, limits) ?? (declaredJson && !isJson(text) ? 'json_syntax' : null);
}

/** Some tools put their JSON into a field of a form. */
function checkFields(text: string, limits: JsonLimits): RefusalCode | null {
  for (const value of [text, ...formFields(text).values()]) {
    if (!LOOKS_LIKE_JSON.test(value)) continue;
    const code = checkLimits(new TextEncoder().encode(value), limits);
    if (code !== null) return code;
  }
  return null;
}

function checkLimits(bytes: Uint8Array, limits: JsonLimits): RefusalCode | null {
  const limit = checkJsonLimits(bytes, limits);
  if (limit.kind === 'too_deep') return 'json_too_deep';
  return limit.kind === 'too_many_tokens' ? 'json_too_many_tokens' : null;
}

/** Text without a byte order mark; null for bytes that are no UTF-8. */
function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const JSON_TYPE = /^\s*(?:application|text)\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
const LOOKS_LIKE_JSON = /^\s*[[{]/;
