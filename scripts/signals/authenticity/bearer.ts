// A shared secret in `Authorization: Bearer …` (RFC 6750).
import { equalsAny } from './constant-time.ts';
import { header, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts a request whose bearer token is one of the secrets. */
export const bearer = { verify } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  if (secrets.length === 0) return refused('not_configured');
  const authorization = header(request, 'authorization');
  if (authorization === null) return refused('proof_missing');
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return refused('proof_malformed');
  return verdict(equalsAny(token, secrets));
}

const BEARER = /^Bearer +(\S+)$/i;
