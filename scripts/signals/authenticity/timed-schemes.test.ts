// Schemes that sign a time or ask for a certificate, case by case.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addMs } from '../../model/instant.ts';
import { awsSns } from './aws-sns.ts';
import { verifyAuthenticity } from './registry.ts';
import type { AuthenticityRequest, Credentials } from './scheme.ts';
import { createTestCertificate } from './testing/certificate.ts';
import {
  bytes,
  credentials,
  proofs,
  RECEIVED_AT,
  requestOf,
  SECRET,
  snsEnvelope,
} from './testing/proofs.ts';

describe.each(['zendesk', 'rapid7-insightops', 'standard-webhooks'] as const)('%s', (name) => {
  test.each([
    [-301_000, 'outside_window'],
    [-300_000, 'authentic'],
    [300_000, 'authentic'],
    [301_000, 'outside_window'],
  ])('received %i ms from the time of sending is %s', async (ms, expected) => {
    const request = { ...proofs[name](SECRET), receivedAt: addMs(RECEIVED_AT, ms) };
    expect(await verify(name, request)).toBe(expected);
  });
});

test('rapid7-insightops gives the nonce, for whoever remembers it', async () => {
  const request = proofs['rapid7-insightops'](SECRET);
  const verdict = await verifyAuthenticity('rapid7-insightops', request, credentials());
  expect(verdict).toEqual({ kind: 'authentic', nonce: 'nonce-1' });
});

test('standard-webhooks takes a secret with its prefix, and one of several signatures', async () => {
  const request = proofs['standard-webhooks'](SECRET);
  const signature = request.headers['webhook-signature'] ?? '';
  const list = `v1a,x v2,${signature} v1,${'A'.repeat(43)}= ${signature}`;
  const other = { ...request, headers: { ...request.headers, 'webhook-signature': list } };
  expect(await verify('standard-webhooks', other, credentials([`whsec_${SECRET}`]))).toBe(
    'authentic',
  );
});

test.each([
  ['a dot in the id', { 'webhook-id': 'msg_1.1' }],
  ['a time with a fraction', { 'webhook-timestamp': '1795252680.5' }],
  ['signatures of other versions only', { 'webhook-signature': 'v2,x v1a,y' }],
])('standard-webhooks refuses %s', async (_what, changes) => {
  const request = proofs['standard-webhooks'](SECRET);
  const changed = { ...request, headers: { ...request.headers, ...changes } };
  expect(await verify('standard-webhooks', changed)).toBe('proof_malformed');
});

describe('grafana with a configured time header', () => {
  const seconds = String(Date.parse(RECEIVED_AT) / 1_000);
  const body = bytes('{}');
  const signature = createHmac('sha256', SECRET).update(`${seconds}:{}`).digest('hex');
  const own = { user: null, secrets: [SECRET], timestampHeader: 'X-Larder-Time' };
  const headers = { 'x-grafana-alerting-signature': signature, 'x-larder-time': seconds };

  test('accepts what was signed with that time', async () => {
    expect(await verify('grafana', requestOf({ headers, body }), own)).toBe('authentic');
  });

  test.each([
    [{ 'x-larder-time': '' }, 'proof_missing'],
    [{ 'x-larder-time': '2026-11-21' }, 'proof_malformed'],
    [{ 'x-larder-time': String(Number(seconds) + 1) }, 'proof_wrong'],
  ])('refuses %j', async (changes, expected) => {
    const request = requestOf({ headers: { ...headers, ...changes }, body });
    expect(await verify('grafana', request, own)).toBe(expected);
  });
});

describe('path-token', () => {
  test.each([
    [`/hooks/larder/${SECRET}?x=1`, 'authentic'],
    [`/hooks/${SECRET}`, 'proof_missing'],
    [`/hooks/larder?token=${SECRET}`, 'proof_missing'],
    [`/hooks/larder/${SECRET}/x`, 'proof_missing'],
    ['/hooks/larder/%E0%A4%A', 'proof_malformed'],
    ['/hooks/larder/other', 'proof_wrong'],
  ])('%s is %s', async (path, expected) => {
    expect(await verify('path-token', requestOf({ path }))).toBe(expected);
  });
});

describe('aws-sns', () => {
  const other = createTestCertificate();

  test.each(['1', '2'] as const)('accepts signature version %s', async (version) => {
    expect(await verify('aws-sns', sns(snsEnvelope(SECRET, {}, version)))).toBe('authentic');
  });

  test('accepts a message without subject, and the confirmation of a subscription', async () => {
    expect(await verify('aws-sns', sns(snsEnvelope(SECRET, { Subject: '' })))).toBe('authentic');
    const fields = { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: 'u', Subject: '' };
    const confirmation = snsEnvelope(SECRET, fields);
    expect(await verify('aws-sns', sns(confirmation))).toBe('authentic');
    expect(await verify('aws-sns', sns({ ...confirmation, Token: 'x' }))).toBe('proof_wrong');
    expect(await verify('aws-sns', sns({ ...confirmation, Token: 7 }))).toBe('proof_malformed');
  });

  test.each([
    ['a changed subject', { Subject: 'x' }, 'proof_wrong'],
    ['another topic', { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:other' }, 'proof_wrong'],
    ['an unknown type', { Type: 'Other' }, 'proof_malformed'],
    ['an unknown version', { SignatureVersion: '3' }, 'proof_malformed'],
    ['a time that is none', { Timestamp: 'now' }, 'proof_malformed'],
    ['a signature that is no base64', { Signature: '***' }, 'proof_wrong'],
    ['no signature', { Signature: 7 }, 'proof_missing'],
  ])('refuses %s', async (_what, changes, expected) => {
    expect(await verify('aws-sns', sns({ ...snsEnvelope(SECRET), ...changes }))).toBe(expected);
  });

  test.each([
    'http://sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
    'https://s3.eu-west-1.amazonaws.com/a.pem',
    'https://sns.amazonaws.com/a.pem',
    'https://sns.a.b.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com/?Action=x.pem',
    'https://sns.eu-west-1.amazonaws.com/a.pem?x',
    'https://sns.eu-west-1.amazonaws.com/a/b.pem',
    'https://169.254.169.254/a.pem',
    'nothing',
  ])('takes no certificate from %s', async (SigningCertURL) => {
    const request = sns({ ...snsEnvelope(SECRET), SigningCertURL });
    expect(awsSns.certificateAddress(request, credentials())).toBeNull();
    expect(await verify('aws-sns', request)).toBe('proof_malformed');
  });

  test('names the address of the certificate, in China too, and only for a known topic', () => {
    const request = sns(snsEnvelope(SECRET));
    expect(awsSns.certificateAddress(request, credentials())).toBe(
      'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem',
    );
    const SigningCertURL = 'https://sns.cn-north-1.amazonaws.com.cn/a.pem';
    const china = sns({ ...snsEnvelope(SECRET), SigningCertURL });
    expect(awsSns.certificateAddress(china, credentials())).toBe(SigningCertURL);
    expect(awsSns.certificateAddress(request, credentials(['another']))).toBeNull();
    expect(awsSns.certificateAddress(request, credentials([]))).toBeNull();
  });

  test.each([
    ['no certificate', null, 'certificate_unavailable'],
    ['a certificate that is none', 'x', 'certificate_unavailable'],
    ['the certificate of another key', other.pem, 'proof_wrong'],
    ['a certificate that expired', createTestCertificate(2025).pem, 'proof_wrong'],
  ])('refuses with %s', async (_what, certificate, expected) => {
    const own = { ...credentials(), certificate };
    expect(await verify('aws-sns', sns(snsEnvelope(SECRET)), own)).toBe(expected);
  });

  test('accepts what SNS retries for an hour, not more', async () => {
    const late = (ms: number) => ({
      ...sns(snsEnvelope(SECRET)),
      receivedAt: addMs(RECEIVED_AT, ms),
    });
    expect(await verify('aws-sns', late(3_600_000))).toBe('authentic');
    expect(await verify('aws-sns', late(3_600_001))).toBe('outside_window');
  });
});

function sns(envelope: object): AuthenticityRequest {
  return requestOf({ body: bytes(JSON.stringify(envelope)) });
}

async function verify(
  scheme: string,
  request: AuthenticityRequest,
  own: Credentials = credentials(),
): Promise<string> {
  const verdict = await verifyAuthenticity(scheme, request, own);
  return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
}
