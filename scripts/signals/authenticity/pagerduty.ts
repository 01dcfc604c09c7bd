// PagerDuty sends one signature per active secret in a comma list; unknown versions are ignored.
import { equalsAny, hmacsSha256, isSha256Hex } from './constant-time.ts';
import { header, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts a request if one of its first five `v1` signatures is the HMAC-SHA256 of its body. */
export const pagerduty = { verify } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  if (secrets.length === 0) return refused('not_configured');
  const list = header(request, 'x-pagerduty-signature');
  if (list === null) return refused('proof_missing');
  const signatures = signaturesIn(list);
  if (signatures.length === 0) return refused('proof_malformed');
  const expected = hmacsSha256(secrets, request.body);
  return verdict(signatures.some((signature) => equalsAny(signature, expected)));
}

function signaturesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry.startsWith(VERSION))
    .slice(0, MAX_SIGNATURES)
    .map((entry) => entry.slice(VERSION.length).toLowerCase())
    .filter(isSha256Hex);
}

const VERSION = 'v1=';
const MAX_SIGNATURES = 5;
