// Sentry signs the raw body; its timestamp header is not signed and therefore proves nothing.
import { equalsAny, hmacsSha256, isSha256Hex } from './constant-time.ts';
import { header, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts a request whose `sentry-hook-signature` is the HMAC-SHA256 of its body. */
export const sentry = { verify } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  if (secrets.length === 0) return refused('not_configured');
  const signature = header(request, 'sentry-hook-signature')?.toLowerCase() ?? null;
  if (signature === null) return refused('proof_missing');
  if (!isSha256Hex(signature)) return refused('proof_malformed');
  return verdict(equalsAny(signature, hmacsSha256(secrets, request.body)));
}
