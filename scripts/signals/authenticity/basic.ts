// User and password in `Authorization: Basic …` (RFC 7617).
import { Buffer } from 'node:buffer';
import { equalsAny } from './constant-time.ts';
import { header, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts a request with the configured user and one of the secrets as password. */
export const basic = { verify, requires: ['user'] } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  const user = credentials.user ?? '';
  if (secrets.length === 0 || user === '') return refused('not_configured');
  const authorization = header(request, 'authorization');
  if (authorization === null) return refused('proof_missing');
  const encoded = BASIC.exec(authorization)?.[1];
  if (encoded === undefined) return refused('proof_malformed');
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  return verdict(
    equalsAny(
      pair,
      secrets.map((secret) => `${user}:${secret}`),
    ),
  );
}

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;
