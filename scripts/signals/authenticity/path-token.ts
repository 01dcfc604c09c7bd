// A secret as the last part of the address, for tools that can set nothing but an address. The
// address is a secret then: nothing may log or store it.
import { equalsAny } from './constant-time.ts';
import { refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts a request to `/hooks/<source>/<secret>`. */
export const pathToken = { verify } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  if (secrets.length === 0) return refused('not_configured');
  const segment = TOKEN_SEGMENT.exec(request.path)?.[1];
  if (segment === undefined) return refused('proof_missing');
  const token = decoded(segment);
  return token === null ? refused('proof_malformed') : verdict(equalsAny(token, secrets));
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

const TOKEN_SEGMENT = /^\/hooks\/[^/?]+\/([^/?]+)(?:\?|$)/;
