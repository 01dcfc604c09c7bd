// What every scheme promises, run over the whole registry.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findScheme, verifyAuthenticity } from './registry.ts';
import type { SchemeName } from './scheme-name.ts';
import type { AuthenticityRequest } from './scheme.ts';
import { bytes, credentials, NEXT_SECRET, proofs, requestOf, SECRET } from './testing/proofs.ts';

const each = Object.entries(proofs);

/** Schemes whose proof covers the body. */
const SIGNING: readonly SchemeName[] = [
  'aws-sns',
  'github',
  'grafana',
  'intercom',
  'jira',
  'pagerduty',
  'rapid7-insightops',
  'sentry',
  'standard-webhooks',
  'zendesk',
];

describe.each(each)('%s', (name, prove) => {
  const request = prove(SECRET);

  test('accepts what its sender proves, in any order of secrets', async () => {
    expect(await verify(name, request)).toBe('authentic');
    expect(await verify(name, request, [NEXT_SECRET, SECRET])).toBe('authentic');
    expect(await verify(name, prove(NEXT_SECRET), [NEXT_SECRET, SECRET])).toBe('authentic');
  });

  test('refuses the proof of another secret and a request without proof', async () => {
    expect(await verify(name, request, [NEXT_SECRET])).toBe('proof_wrong');
    expect(await verify(name, requestOf({}))).toBe('proof_missing');
  });

  test.each([[[]], [['']], [['  ', '\n']]])(
    'refuses everything with the secrets %j',
    async (secrets) => {
      expect(await verify(name, prove(secrets[0] ?? ''), secrets)).toBe('not_configured');
      expect(await verify(name, request, secrets)).toBe('not_configured');
    },
  );

  test('never accepts an empty secret beside a real one', async () => {
    expect(await verify(name, prove(''), ['', SECRET])).not.toBe('authentic');
  });

  test('refuses everything where something that it needs is not configured', async () => {
    const requires = findScheme(name)?.requires ?? [];
    for (const missing of requires) {
      for (const value of [null, '']) {
        const bare = { ...credentials(), [missing]: value };
        expect(await verifyAuthenticity(name, request, bare)).toEqual({
          kind: 'refused',
          reason: 'not_configured',
        });
      }
    }
  });

  test('depends on no header but its own', async () => {
    const other = { ...request.headers, 'x-forwarded-for': '1', 'x-scheme': 'none' };
    expect(await verify(name, { ...request, headers: other })).toBe('authentic');
  });

  test('answers any value of any header without throwing or accepting it', async () => {
    const names = Object.keys(request.headers).filter((header) => header !== 'content-type');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (value) => {
        for (const header of names) {
          const changed = { ...request, headers: { ...request.headers, [header]: value } };
          expect(await verify(name, changed)).not.toBe('authentic');
        }
      }),
    );
  });

  test('answers any body and any path without throwing', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const path = `/hooks/larder/${value}`;
        expect(['proof_missing', 'proof_malformed', 'proof_wrong']).toContain(
          await verify(name, requestOf({ path, body: bytes(value) })),
        );
      }),
    );
  });

  test('tells nothing about the secret', async () => {
    const verdict = await verifyAuthenticity(name, prove('x'.repeat(32)), credentials());
    expect(JSON.stringify(verdict)).toBe('{"kind":"refused","reason":"proof_wrong"}');
  });
});

describe.each(SIGNING)('%s', (name) => {
  test('refuses a body in which one byte differs', async () => {
    const request = proofs[name](SECRET);
    const text = new TextDecoder().decode(request.body).replace('1.0', '1.1');
    expect(await verify(name, { ...request, body: bytes(text) })).toBe('proof_wrong');
  });
});

test('only the scheme in the configuration counts, whatever a request proves', async () => {
  const everything = each.map(([, prove]) => prove(SECRET).headers);
  const headers: Readonly<Record<string, string>> = Object.assign({}, ...everything);
  for (const scheme of ['none', '', '__proto__', 'constructor']) {
    expect(await verify(scheme, requestOf({ headers }))).toBe('scheme_unknown');
  }
});

async function verify(
  scheme: string,
  request: AuthenticityRequest,
  secrets: readonly string[] = [SECRET],
): Promise<string> {
  const verdict = await verifyAuthenticity(scheme, request, credentials(secrets));
  return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
}
