// Standard Webhooks (standardwebhooks.com): id, time and body are signed together.
import { Buffer } from 'node:buffer';
import { equalsAny, hmacs } from './constant-time.ts';
import { header, isFresh, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts one of the first five `v1` signatures, if the time of sending is within the window. */
export const standardWebhooks = { verify } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const keys = usableSecrets(credentials).flatMap(keyOf);
  if (keys.length === 0) return refused('not_configured');
  const id = header(request, 'webhook-id');
  const time = header(request, 'webhook-timestamp');
  const list = header(request, 'webhook-signature');
  if (id === null || time === null || list === null) return refused('proof_missing');
  const signatures = signaturesIn(list);
  // A dot in the id could move the borders between what is signed.
  const isRight = !id.includes('.') && UNIX_SECONDS.test(time) && signatures.length > 0;
  if (!isRight) return refused('proof_malformed');
  const form = { algorithm: 'sha256', encoding: 'base64' } as const;
  const expected = hmacs(form, keys, [`${id}.${time}.`, request.body]);
  const isSigned = signatures.some((signature) => equalsAny(signature, expected));
  if (!isSigned) return refused('proof_wrong');
  return isFresh(request, Number(time) * 1_000) ? verdict(true) : refused('outside_window');
}

/** The key's bytes stand in base64 behind `whsec_`; other text is no key. */
function keyOf(secret: string): readonly Uint8Array[] {
  const encoded = SECRET.exec(secret.trim())?.[1];
  return encoded === undefined ? [] : [Buffer.from(encoded, 'base64')];
}

function signaturesIn(list: string): readonly string[] {
  return list
    .split(' ')
    .filter((entry) => entry.startsWith(VERSION))
    .slice(0, MAX_SIGNATURES)
    .map((entry) => entry.slice(VERSION.length))
    .filter((signature) => SHA256_BASE64.test(signature));
}

const SECRET = /^(?:whsec_)?([A-Za-z0-9+/]{22,}={0,2})$/;
const UNIX_SECONDS = /^\d{9,11}$/;
const SHA256_BASE64 = /^[A-Za-z0-9+/]{43}=$/;
const VERSION = 'v1,';
const MAX_SIGNATURES = 5;
