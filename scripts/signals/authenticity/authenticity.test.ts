// The schemes with one header, case by case. What all schemes promise is in `schemes.test.ts`.
import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyAuthenticity } from './registry.ts';

const SECRET = 'larder-secret-one';
const BODY = '{"title":"Grüße 🔥","n":1.0}';

const signed = sign(SECRET);
const sentryHeader = (value: string) => ({ 'sentry-hook-signature': value });
const pagerdutyHeader = (value: string) => ({ 'x-pagerduty-signature': value });
const authorization = (value: string) => ({ authorization: value });
const others = Array.from({ length: 5 }, (_, index) => `v1=${sign(`other-${index}`)}`).join(',');

describe.each([
  ['bearer', 'the secret as token', authorization(`Bearer ${SECRET}`), 'authentic'],
  ['bearer', 'the scheme in any case', authorization(`bearer  ${SECRET} `), 'authentic'],
  ['bearer', 'another token', authorization(`Bearer ${SECRET}x`), 'proof_wrong'],
  ['bearer', 'a prefix of the secret', authorization('Bearer larder'), 'proof_wrong'],
  ['bearer', 'two words', authorization(`Bearer ${SECRET} x`), 'proof_malformed'],
  ['bearer', 'no token', authorization('Bearer'), 'proof_malformed'],
  ['bearer', 'basic credentials', authorization(pair('tocsin', SECRET)), 'proof_malformed'],
  ['bearer', 'no header', {}, 'proof_missing'],
  ['bearer', 'a blank header', authorization('  '), 'proof_missing'],
  ['basic', 'user and password', authorization(pair('tocsin', SECRET)), 'authentic'],
  ['basic', 'another user', authorization(pair('Tocsin', SECRET)), 'proof_wrong'],
  ['basic', 'another password', authorization(pair('tocsin', 'x')), 'proof_wrong'],
  ['basic', 'an empty password', authorization(pair('tocsin', '')), 'proof_wrong'],
  ['basic', 'the password alone', authorization(`Basic ${base64(SECRET)}`), 'proof_wrong'],
  ['basic', 'what is no base64', authorization('Basic ***'), 'proof_malformed'],
  ['basic', 'a bearer token', authorization(`Bearer ${SECRET}`), 'proof_malformed'],
  ['basic', 'no header', {}, 'proof_missing'],
  ['sentry', 'the signature', sentryHeader(signed), 'authentic'],
  ['sentry', 'the signature in upper case', sentryHeader(signed.toUpperCase()), 'authentic'],
  ['sentry', 'a signature with another secret', sentryHeader(sign('x')), 'proof_wrong'],
  ['sentry', 'a signature cut short', sentryHeader(signed.slice(0, 32)), 'proof_malformed'],
  ['sentry', 'a signature with a prefix', sentryHeader(`sha256=${signed}`), 'proof_malformed'],
  ['sentry', 'what is no hex', sentryHeader('z'.repeat(64)), 'proof_malformed'],
  ['sentry', 'the header of another tool', pagerdutyHeader(`v1=${signed}`), 'proof_missing'],
  ['pagerduty', 'one signature', pagerdutyHeader(`v1=${signed}`), 'authentic'],
  ['pagerduty', 'the second of two', pagerdutyHeader(`v1=${sign('x')}, v1=${signed}`), 'authentic'],
  ['pagerduty', 'one after unknown ones', pagerdutyHeader(`v9=1,v2=x,v1=${signed}`), 'authentic'],
  ['pagerduty', 'unknown versions only', pagerdutyHeader(`v0=${signed}`), 'proof_malformed'],
  ['pagerduty', 'no version', pagerdutyHeader(signed), 'proof_malformed'],
  ['pagerduty', 'none that matches', pagerdutyHeader(others), 'proof_wrong'],
  ['pagerduty', 'the sixth of six', pagerdutyHeader(`${others},v1=${signed}`), 'proof_wrong'],
  ['pagerduty', '10,000 empty entries', pagerdutyHeader(','.repeat(10_000)), 'proof_malformed'],
  ['pagerduty', 'no header', {}, 'proof_missing'],
  ['__proto__', 'anything', authorization(`Bearer ${SECRET}`), 'scheme_unknown'],
  ['none', 'anything', authorization(`Bearer ${SECRET}`), 'scheme_unknown'],
])('%s: %s', (scheme, _what, headers, expected) => {
  test(`is ${expected}`, async () => {
    expect(await verify(scheme, headers)).toBe(expected);
  });
});

describe.each([
  ['sentry', sentryHeader(signed)],
  ['pagerduty', pagerdutyHeader(`v1=${signed}`)],
])('%s', (scheme, headers) => {
  test('refuses a body in which one byte differs', async () => {
    const request = { ...requestWith(headers), body: bytes(BODY.replace('1.0', '1.1')) };
    const verdict = await verifyAuthenticity(scheme, request, { user: null, secrets: [SECRET] });
    expect(verdict).toEqual({ kind: 'refused', reason: 'proof_wrong' });
  });

  test('signs raw bytes, which need not be UTF-8', async () => {
    const body = Uint8Array.from([0xff, 0x00, 0xfe]);
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    const own = scheme === 'sentry' ? sentryHeader(signature) : pagerdutyHeader(`v1=${signature}`);
    const request = { ...requestWith(own), body };
    const verdict = await verifyAuthenticity(scheme, request, { user: null, secrets: [SECRET] });
    expect(verdict).toEqual({ kind: 'authentic' });
  });
});

test('basic refuses everything without a configured user', async () => {
  for (const user of [null, '']) {
    const request = requestWith(authorization(pair(user ?? '', SECRET)));
    expect(await verifyAuthenticity('basic', request, { user, secrets: [SECRET] })).toEqual({
      kind: 'refused',
      reason: 'not_configured',
    });
  }
});

async function verify(
  scheme: string,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[] = [SECRET],
): Promise<string> {
  const verdict = await verifyAuthenticity(scheme, requestWith(headers), {
    user: 'tocsin',
    secrets,
  });
  return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
}

function requestWith(headers: Readonly<Record<string, string>>) {
  const receivedAt = '2026-11-21T09:18:00.000Z';
  return { method: 'POST', path: '/hooks/larder', headers, body: bytes(BODY), receivedAt };
}

function sign(secret: string): string {
  return createHmac('sha256', secret).update(BODY).digest('hex');
}

function pair(user: string, password: string): string {
  return `Basic ${base64(`${user}:${password}`)}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
