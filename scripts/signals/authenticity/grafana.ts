// Grafana's contact points sign the body, and with a configured header also the time of sending.
import { equalsAny, hmacs, isSha256Hex, type SignedParts } from './constant-time.ts';
import { header, isFresh, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts the HMAC-SHA256 of the body, or of `<seconds>:<body>` where a time header is configured. */
export const grafana = { verify } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  if (secrets.length === 0) return refused('not_configured');
  const signature = header(request, credentials.header?.toLowerCase() ?? DEFAULT_HEADER);
  if (signature === null) return refused('proof_missing');
  const timeHeader = credentials.timestampHeader ?? null;
  const seconds = timeHeader === null ? null : header(request, timeHeader.toLowerCase());
  if (timeHeader !== null && seconds === null) return refused('proof_missing');
  const isRightTime = seconds === null || UNIX_SECONDS.test(seconds);
  if (!isRightTime || !isSha256Hex(signature.toLowerCase())) return refused('proof_malformed');
  const signed: SignedParts = [seconds === null ? '' : `${seconds}:`, request.body];
  const expected = hmacs({ algorithm: 'sha256', encoding: 'hex' }, secrets, signed);
  if (!equalsAny(signature.toLowerCase(), expected)) return refused('proof_wrong');
  const isInWindow = seconds === null || isFresh(request, Number(seconds) * 1_000);
  return isInWindow ? verdict(true) : refused('outside_window');
}

const DEFAULT_HEADER = 'x-grafana-alerting-signature';
const UNIX_SECONDS = /^\d{9,11}$/;
