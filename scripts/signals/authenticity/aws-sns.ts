// Amazon SNS signs a canonical text of the envelope with a key of its own. Everybody with an AWS
// account can get that signature, so the topics that may speak are what a source configures.
import { Buffer } from 'node:buffer';
import { verify as verifySignature, X509Certificate } from 'node:crypto';
import { parseInstant, toMs } from '../../model/instant.ts';
import { at } from '../fields.ts';
import { parseJsonBody } from '../json-body.ts';
import { isSnsHost } from '../sns-host.ts';
import { equalsAny } from './constant-time.ts';
import { isFresh, refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts an envelope of SNS whose topic is one of the secrets (each the ARN of a topic). */
export const awsSns = { verify, certificateAddress } as const satisfies Scheme;

function verify(request: AuthenticityRequest, credentials: Credentials): Verdict {
  const topics = usableSecrets(credentials);
  if (topics.length === 0) return refused('not_configured');
  const envelope = envelopeOf(request);
  const proof = field(envelope, 'Signature');
  if (proof === null) return refused('proof_missing');
  const text = canonicalText(envelope);
  const digest = DIGESTS.get(field(envelope, 'SignatureVersion') ?? '');
  const sentAt = parseInstant(field(envelope, 'Timestamp') ?? '');
  const isComplete = text !== null && digest !== undefined && sentAt !== null;
  if (!isComplete || trustedAddress(envelope) === null) return refused('proof_malformed');
  if (!isOfTopic(envelope, topics)) return refused('proof_wrong');
  const certificate = certificateIn(credentials.certificate ?? null);
  if (certificate === null) return refused('certificate_unavailable');
  const isSigned =
    isValidAt(certificate, toMs(request.receivedAt)) &&
    verifySignature(digest, Buffer.from(text), certificate.publicKey, Buffer.from(proof, 'base64'));
  if (!isSigned) return refused('proof_wrong');
  return isFresh(request, toMs(sentAt), RETRY_WINDOW_MS)
    ? verdict(true)
    : refused('outside_window');
}

/** Nobody who does not know the topic can make the gateway fetch anything. */
function certificateAddress(request: AuthenticityRequest, credentials: Credentials): string | null {
  const envelope = envelopeOf(request);
  return isOfTopic(envelope, usableSecrets(credentials)) ? trustedAddress(envelope) : null;
}

function isOfTopic(envelope: unknown, topics: readonly string[]): boolean {
  return equalsAny(field(envelope, 'TopicArn') ?? '', topics);
}

/** Only SNS itself may give the certificate: any other address would let the sender choose the key. */
function trustedAddress(envelope: unknown): string | null {
  const url = URL.parse(
    field(envelope, 'SigningCertURL') ?? field(envelope, 'SigningCertUrl') ?? '',
  );
  const isTrusted =
    url !== null &&
    url.protocol === 'https:' &&
    url.username + url.password + url.port + url.search + url.hash === '' &&
    isSnsHost(url.hostname) &&
    CERTIFICATE_PATH.test(url.pathname);
  return isTrusted ? url.href : null;
}

/** Names and values of the signed fields, each in a line; null where a required one is missing. */
function canonicalText(envelope: unknown): string | null {
  const names = SIGNED_FIELDS.get(field(envelope, 'Type') ?? '');
  if (names === undefined) return null;
  const lines = names.flatMap((name) => {
    const value = field(envelope, name);
    return value === null ? [] : [`${name}\n${value}\n`];
  });
  const optional = names.includes('Subject') && field(envelope, 'Subject') === null ? 1 : 0;
  return lines.length + optional === names.length ? lines.join('') : null;
}

function envelopeOf({ body }: AuthenticityRequest): unknown {
  const json = parseJsonBody(new TextDecoder().decode(body));
  return json.kind === 'parsed' ? json.value : null;
}

/** Signed values count exactly as they were sent. */
function field(envelope: unknown, name: string): string | null {
  const value = at(envelope, name);
  return typeof value === 'string' ? value : null;
}

function certificateIn(pem: string | null): X509Certificate | null {
  try {
    return pem === null ? null : new X509Certificate(pem);
  } catch {
    return null;
  }
}

function isValidAt({ validFrom, validTo }: X509Certificate, ms: number): boolean {
  return Date.parse(validFrom) <= ms && ms <= Date.parse(validTo);
}

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);
const SUBSCRIPTION = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
];
const SIGNED_FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Notification', ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']],
  ['SubscriptionConfirmation', SUBSCRIPTION],
  ['UnsubscribeConfirmation', SUBSCRIPTION],
]);
const CERTIFICATE_PATH = /^\/[A-Za-z0-9_-]{1,200}\.pem$/;
/** SNS may retry a message for an hour, with the time at which it was published. */
const RETRY_WINDOW_MS = 3_600_000;
