// Tokens of Microsoft Entra: every claim and key that must be right, each wrong in turn.
import { describe, expect, test } from 'vitest';
import { entra } from './entra.ts';
import { verifyAuthenticity } from './registry.ts';
import type { Credentials } from './scheme.ts';
import { credentials, KEY, requestOf, SECRET } from './testing/proofs.ts';
import { createTestKey, TENANT } from './testing/token.ts';

const NOW_SECONDS = 1_795_252_680;
const OTHER_TENANT = '11111111-2222-3333-4444-555555555555';

describe('a token of Entra', () => {
  test.each([
    ['of version 1', { appid: SECRET }, 'authentic'],
    [
      'of version 2',
      { azp: SECRET, iss: `https://login.microsoftonline.com/${TENANT}/v2.0` },
      'authentic',
    ],
    ['for several audiences', { appid: SECRET, aud: ['x', 'api://tocsin'] }, 'authentic'],
    [
      'of another tenant',
      { appid: SECRET, iss: `https://sts.windows.net/${OTHER_TENANT}/` },
      'proof_wrong',
    ],
    ['without an issuer', { appid: SECRET, iss: undefined }, 'proof_wrong'],
    ['for another audience', { appid: SECRET, aud: 'api://other' }, 'proof_wrong'],
    ['without an audience', { appid: SECRET, aud: undefined }, 'proof_wrong'],
    ['of another application', { appid: 'somebody' }, 'proof_wrong'],
    ['of no application', {}, 'proof_wrong'],
    ['that expired two minutes ago', { appid: SECRET, exp: NOW_SECONDS - 120 }, 'outside_window'],
    ['that expired within the tolerance', { appid: SECRET, exp: NOW_SECONDS - 30 }, 'authentic'],
    ['that never expires', { appid: SECRET, exp: undefined }, 'proof_wrong'],
    ['that is not valid yet', { appid: SECRET, nbf: NOW_SECONDS + 120 }, 'outside_window'],
  ])('%s is %s', async (_what, claims, expected) => {
    expect(await verify(KEY.token(claims))).toBe(expected);
  });

  test.each([
    ['no algorithm', { alg: 'none' }],
    ['the public key as shared secret', { alg: 'HS256' }],
    ['another algorithm than it names', { alg: 'RS512' }],
  ])('signed with %s is refused', async (_what, header) => {
    expect(await verify(KEY.token({ appid: SECRET }, header))).toBe('proof_malformed');
  });

  test('signed by somebody else under the same key id is refused', async () => {
    expect(await verify(createTestKey().token({ appid: SECRET }))).toBe('proof_wrong');
  });

  test('under a key that is not known yet makes the sender deliver again', async () => {
    const token = createTestKey('larder-key-2').token({ appid: SECRET });
    expect(await verify(token)).toBe('certificate_unavailable');
  });

  test.each([null, '', 'no json', '{}', '{"keys":[]}', '{"keys":[{"kty":"oct","k":"AA"}]}'])(
    'is not accepted while the key set is %j',
    async (keySet) => {
      expect(await verify(KEY.token({ appid: SECRET }), { keySet })).toBe(
        'certificate_unavailable',
      );
    },
  );
});

test('only the configured tenant says where the keys are', () => {
  expect(entra.keySetAddress(credentials())).toBe(
    `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`,
  );
  for (const tenant of [null, '', 'common', `${TENANT}/../x`, `x@evil.example/${TENANT}`]) {
    expect(entra.keySetAddress({ ...credentials(), tenant })).toBeNull();
  }
});

async function verify(token: string, changes: Partial<Credentials> = {}): Promise<string> {
  const request = requestOf({ headers: { authorization: `Bearer ${token}` } });
  const verdict = await verifyAuthenticity('entra', request, { ...credentials(), ...changes });
  return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
}
