// The closed list of reasons for which the gateway refuses, each with its status and one sentence.
// 429 is missing on purpose: most tools do not deliver again after it.
import type { UnavailableReason } from '../inbox/inbox.ts';
import type { RefusalReason } from '../signals/authenticity/scheme.ts';

/** Every refusal by its code. */
export const REFUSALS = {
  path_unknown: { status: 404, message: 'Unexpected address, expected `/hooks/` and a source.' },
  source_unknown: { status: 404, message: 'Unexpected source, expected one of this organisation.' },
  method_not_allowed: { status: 405, message: 'Unexpected method, expected POST.' },
  encoding_unsupported: {
    status: 415,
    message: 'Unexpected content encoding, expected a body that is not compressed.',
  },
  body_too_large: { status: 413, message: 'Unexpected size of the body, expected fewer bytes.' },
  body_incomplete: { status: 400, message: 'The body ended early, expected all of its bytes.' },
  not_authentic: {
    status: 401,
    message: 'Missing or wrong proof of origin, expected a valid one.',
  },
  not_utf8: { status: 400, message: 'Unexpected bytes in the body, expected UTF-8 text.' },
  json_too_deep: { status: 400, message: 'The body is nested too deeply, expected fewer levels.' },
  json_too_many_tokens: { status: 400, message: 'The body has too many values, expected fewer.' },
  json_syntax: { status: 400, message: 'Unexpected text in the body, expected one JSON document.' },
  source_not_ready: {
    status: 503,
    message: 'This source is not configured completely; please deliver again later.',
  },
  busy: { status: 503, message: 'Too many large bodies at once; please deliver again later.' },
  inbox_unavailable: {
    status: 503,
    message: 'The request could not be stored; please deliver again later.',
  },
  internal: { status: 500, message: 'The gateway failed; please deliver again later.' },
} as const satisfies Record<string, { readonly status: RefusalStatus; readonly message: string }>;

type RefusalStatus = 400 | 401 | 404 | 405 | 413 | 415 | 500 | 503;

/** Why a request is refused. */
export type RefusalCode = keyof typeof REFUSALS;

/** All codes, in the order of the checks. */
export const REFUSAL_CODES: readonly RefusalCode[] = [
  'path_unknown',
  'source_unknown',
  'method_not_allowed',
  'encoding_unsupported',
  'body_too_large',
  'body_incomplete',
  'not_authentic',
  'not_utf8',
  'json_too_deep',
  'json_too_many_tokens',
  'json_syntax',
  'source_not_ready',
  'busy',
  'inbox_unavailable',
  'internal',
];

/** More about a refusal for the log: words of ours, never text from the request. */
export type RefusalDetail =
  | RefusalReason
  | UnavailableReason
  | 'vendor_unknown'
  | 'subscription_unconfirmed'
  | null;

/** A refused request; `bytes` is what was read or declared, null when neither is known. */
export type Refusal = {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;
  readonly bytes: number | null;
};

/** A refusal as a value. */
export function refuse(
  code: RefusalCode,
  bytes: number | null,
  detail: RefusalDetail = null,
): Refusal {
  return { kind: 'refused', code, detail, bytes };
}

/** The answer to a refused request: the code and its sentence, nothing from the request. */
export function refusalResponse(code: RefusalCode, challenge: string | null = null): Response {
  const { status, message } = REFUSALS[code];
  const headers: Record<string, string> = { ...JSON_HEADERS };
  if (status === 405) headers['allow'] = 'POST';
  if (code === 'body_too_large' || code === 'busy') headers['connection'] = 'close';
  if (status === 503) headers['retry-after'] = RETRY_AFTER_SECONDS;
  if (status === 401 && challenge !== null) headers['www-authenticate'] = challenge;
  return new Response(JSON.stringify({ error: { code, message } }), { status, headers });
}

/** The answer where there is something to read and nothing else to do. */
export function readOnlyResponse(): Response {
  const code: RefusalCode = 'method_not_allowed';
  const error = { code, message: 'Unexpected method, expected GET or HEAD.' };
  const headers = { ...JSON_HEADERS, allow: 'GET, HEAD' };
  return new Response(JSON.stringify({ error }), { status: REFUSALS[code].status, headers });
}

/** Headers of every JSON answer of the gateway. */
export const JSON_HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

/** Short: some tools deliver again only when they are asked to wait less than a minute. */
const RETRY_AFTER_SECONDS = '5';
