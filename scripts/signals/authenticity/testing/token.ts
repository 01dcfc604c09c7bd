// For tests: a signing key made at run time, with its key set and tokens as Microsoft Entra gives them.
import { Buffer } from 'node:buffer';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

export const TENANT = '0f0a3b2c-1d4e-4f5a-8b6c-7d8e9f0a1b2c';
export const AUDIENCE = 'api://tocsin';

/** 2026-11-21T09:18:00Z, the time of receipt in the tests. */
const NOW_SECONDS = 1_795_252_680;

/** A key with which a tenant signs. */
export type TestKey = {
  /** The public part as JSON, as the tenant publishes it. */
  readonly keySet: string;
  /** A token; `changes` replace claims, undefined removes one. */
  readonly token: (
    changes?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ) => string;
};

/** Makes a key with an id. */
export function createTestKey(kid = 'larder-key-1'): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  return {
    keySet: JSON.stringify({ keys: [jwk] }),
    token: (changes = {}, header = {}) => {
      const head = { typ: 'JWT', alg: 'RS256', kid, ...header };
      const claims = {
        iss: `https://sts.windows.net/${TENANT}/`,
        aud: AUDIENCE,
        iat: NOW_SECONDS - 60,
        nbf: NOW_SECONDS - 60,
        exp: NOW_SECONDS + 3_600,
        ...changes,
      };
      const text = `${encoded(head)}.${encoded(claims)}`;
      const signature =
        head.alg === 'HS256'
          ? createHmac('sha256', publicKey.export({ format: 'pem', type: 'spki' }))
              .update(text)
              .digest()
          : sign('RSA-SHA256', Buffer.from(text), privateKey);
      return `${text}.${signature.toString('base64url')}`;
    },
  };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
