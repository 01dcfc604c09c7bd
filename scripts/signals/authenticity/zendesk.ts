// Zendesk signs the time of sending and the body together.
import { parseInstant, toMs } from '../../model/instant.ts';
import { equalsAny, hmacs } from './constant-time.ts';
import { header, isFresh, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts the HMAC-SHA256 in base64 of time and body, if that time is within the window. */
export const zendesk = { verify } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  if (secrets.length === 0) return refused('not_configured');
  const signature = header(request, 'x-zendesk-webhook-signature');
  const time = header(request, 'x-zendesk-webhook-signature-timestamp');
  if (signature === null || time === null) return refused('proof_missing');
  const sentAt = parseInstant(time);
  if (sentAt === null || !SHA256_BASE64.test(signature)) return refused('proof_malformed');
  const form = { algorithm: 'sha256', encoding: 'base64' } as const;
  const expected = hmacs(form, secrets, [time, request.body]);
  if (!equalsAny(signature, expected)) return refused('proof_wrong');
  return isFresh(request, toMs(sentAt)) ? verdict(true) : refused('outside_window');
}

const SHA256_BASE64 = /^[A-Za-z0-9+/]{43}=$/;
