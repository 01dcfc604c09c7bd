// Checks that the text of a body can be worked on: UTF-8, and for JSON its limits and its syntax.
import { checkJsonLimits } from '../signals/json-limits.ts';
import type { JsonLimits } from '../signals/json-limits.ts';
import type { RefusalCode } from './refusal.ts';

/** The code for which a body is refused; null when it is fine. */
export function checkContent(
  body: Uint8Array,
  contentType: string | null,
  limits: JsonLimits,
): RefusalCode | null {
  const text = decode(body);
  if (text === null) return 'not_utf8';
  const declaredJson = JSON_TYPE.test(contentType ?? '');
  // Some tools send JSON as plain text, so whatever a parser could take for JSON keeps the limits.
  if (!declaredJson && !LOOKS_LIKE_JSON.test(text)) return null;
  const limit = checkJsonLimits(body, limits);
  if (limit.kind === 'too_deep') return 'json_too_deep';
  if (limit.kind === 'too_many_tokens') return 'json_too_many_tokens';
  return declaredJson && !isJson(text) ? 'json_syntax' : null;
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
const LOOKS_LIKE_JSON = /^\s*[[{]/;
