// For tests: how a sender that knows the secret proves itself, for every scheme.
import { Buffer } from 'node:buffer';
import { createHash, createHmac } from 'node:crypto';
import type { SchemeName } from '../scheme-name.ts';
import type { AuthenticityRequest, Credentials } from '../scheme.ts';
import { createTestCertificate } from './certificate.ts';
import { AUDIENCE, createTestKey, TENANT } from './token.ts';

export const SECRET = 'LarderSecretOneLarderSecretOne01';
export const NEXT_SECRET = 'LarderSecretTwoLarderSecretTwo02';
export const CERTIFICATE = createTestCertificate();
export const KEY = createTestKey();
export const RECEIVED_AT = '2026-11-21T09:18:00.000Z';
const BODY = '{"title":"Grüße 🔥","n":1.0}';
const SECONDS = '1795252680';

/** What a source configures beside its secrets, for whichever scheme. */
export function credentials(secrets: readonly string[] = [SECRET]): Credentials {
  return {
    user: 'tocsin',
    secrets,
    header: 'X-Larder-Secret',
    certificate: CERTIFICATE.pem,
    tenant: TENANT,
    audience: AUDIENCE,
    keySet: KEY.keySet,
  };
}

/** A request without any proof. */
export function requestOf(parts: Partial<AuthenticityRequest>): AuthenticityRequest {
  return {
    method: 'POST',
    path: '/hooks/larder',
    headers: {},
    body: bytes(BODY),
    receivedAt: RECEIVED_AT,
    ...parts,
  };
}

/** The request that proves a secret. */
export const proofs: Readonly<Record<SchemeName, (secret: string) => AuthenticityRequest>> = {
  'aws-sns': (secret) => requestOf({ body: bytes(JSON.stringify(snsEnvelope(secret))) }),
  basic: (secret) =>
    headers({ authorization: `Basic ${Buffer.from(`tocsin:${secret}`).toString('base64')}` }),
  bearer: (secret) => headers({ authorization: `Bearer ${secret}` }),
  entra: (secret) => headers({ authorization: `Bearer ${KEY.token({ appid: secret })}` }),
  github: (secret) => headers({ 'x-hub-signature-256': `sha256=${hex('sha256', secret)}` }),
  grafana: (secret) => headers({ 'x-larder-secret': hex('sha256', secret) }),
  'header-secret': (secret) => headers({ 'x-larder-secret': secret }),
  honeycomb: (secret) => headers({ 'x-honeycomb-webhook-token': secret }),
  intercom: (secret) => headers({ 'x-hub-signature': `sha1=${hex('sha1', secret)}` }),
  jira: (secret) => headers({ 'x-hub-signature': `sha256=${hex('sha256', secret)}` }),
  pagerduty: (secret) => headers({ 'x-pagerduty-signature': `v1=${hex('sha256', secret)}` }),
  'path-token': (secret) => requestOf({ path: `/hooks/larder/${encodeURIComponent(secret)}` }),
  'rapid7-insightops': rapid7,
  sentry: (secret) => headers({ 'sentry-hook-signature': hex('sha256', secret) }),
  'standard-webhooks': (secret) => {
    const key = Buffer.from(secret, 'base64');
    const signature = createHmac('sha256', key).update(`msg_1.${SECONDS}.${BODY}`).digest('base64');
    return headers({
      'webhook-id': 'msg_1',
      'webhook-timestamp': SECONDS,
      'webhook-signature': `v1,${signature}`,
    });
  },
  statuscake: (secret) => {
    const token = createHash('md5').update(`tocsin${secret}`).digest('hex');
    return requestOf({ body: bytes(`Token=${token}&Name=Larder`) });
  },
  zendesk: (secret) =>
    headers({
      'x-zendesk-webhook-signature-timestamp': RECEIVED_AT,
      'x-zendesk-webhook-signature': createHmac('sha256', secret)
        .update(`${RECEIVED_AT}${BODY}`)
        .digest('base64'),
    }),
};

/** A notification of a topic, signed as SNS does it; `changes` happen before that, '' removes. */
export function snsEnvelope(
  topic: string,
  changes: Readonly<Record<string, string>> = {},
  version: '1' | '2' = '2',
): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string>> = {
    Type: 'Notification',
    MessageId: 'larder-1',
    TopicArn: topic,
    Subject: 'ALARM: "larder"',
    Message: BODY,
    Timestamp: RECEIVED_AT,
    ...changes,
  };
  const fields = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const names = Object.keys(fields).toSorted();
  const text = names.map((name) => `${name}\n${fields[name]}\n`).join('');
  return {
    ...fields,
    SignatureVersion: version,
    Signature: CERTIFICATE.sign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256', text),
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem',
  };
}

/** Text as bytes. */
export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function rapid7(secret: string): AuthenticityRequest {
  const date = 'Sat, 21 Nov 2026 09:18:00 GMT';
  const type = 'application/x-www-form-urlencoded';
  const md5 = createHash('md5').update(BODY).digest('base64');
  const text = ['POST', type, md5, date, '/hooks/larder', 'nonce-1'].join('\n');
  const signature = createHmac('sha1', secret).update(text).digest('base64');
  return headers({
    authorization: `LE tocsin:${signature}`,
    'content-type': type,
    date,
    'x-le-nonce': 'nonce-1',
  });
}

function headers(values: Readonly<Record<string, string>>): AuthenticityRequest {
  return requestOf({ headers: values });
}

function hex(algorithm: 'sha1' | 'sha256', secret: string): string {
  return createHmac(algorithm, secret).update(BODY).digest('hex');
}
