// A shared secret in a header of its own, for tools that sign nothing but send headers of one's choice.
import { equalsAny } from './constant-time.ts';
import { header, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts a request if the configured header holds one of the secrets. */
export const headerSecret = {
  requires: ['header'],
  verify: (request, credentials) => verifyHeader(request, credentials, credentials.header ?? ''),
} as const satisfies Scheme;

/** Honeycomb's webhook recipients: the same with a header that has a fixed name. */
export const honeycomb = {
  verify: (request, credentials) => verifyHeader(request, credentials, 'x-honeycomb-webhook-token'),
} as const satisfies Scheme;

function verifyHeader(
  request: AuthenticityRequest,
  credentials: Credentials,
  name: string,
): Verdict {
  const secrets = usableSecrets(credentials);
  if (secrets.length === 0 || name === '') return refused('not_configured');
  const value = header(request, name.toLowerCase());
  return value === null ? refused('proof_missing') : verdict(equalsAny(value, secrets));
}
