// Rapid7 InsightOps (Logentries) signs a canonical text of the request, into which the body enters
// by its MD5: recomputed here, since a header could state any.
import { createHash } from 'node:crypto';
import { equalsAny, hmacs } from './constant-time.ts';
import { header, isFresh, refused, usableSecrets } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts `Authorization: LE user:signature` of the configured user, and gives the nonce. */
export const rapid7InsightOps = { verify, requires: ['user'] } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const secrets = usableSecrets(credentials);
  const user = credentials.user ?? '';
  if (secrets.length === 0 || user === '') return refused('not_configured');
  const authorization = header(request, 'authorization');
  const date = header(request, 'date');
  const nonce = header(request, 'x-le-nonce');
  if (authorization === null || date === null || nonce === null) return refused('proof_missing');
  const proof = LOGENTRIES.exec(authorization)?.[1];
  if (proof === undefined || !HTTP_DATE.test(date)) return refused('proof_malformed');
  const text = canonicalText(request, date, nonce);
  const expected = hmacs({ algorithm: 'sha1', encoding: 'base64' }, secrets, [text]).map(
    (signature) => `${user}:${signature}`,
  );
  if (!equalsAny(proof, expected)) return refused('proof_wrong');
  if (!isFresh(request, Date.parse(date))) return refused('outside_window');
  return { kind: 'authentic', nonce };
}

function canonicalText(request: AuthenticityRequest, date: string, nonce: string): string {
  const { method, path, body } = request;
  const md5 = createHash('md5').update(body).digest('base64');
  return [method, header(request, 'content-type') ?? '', md5, date, path, nonce].join('\n');
}

const LOGENTRIES = /^LE +(\S+:[A-Za-z0-9+/]{27}=)$/i;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
