// Tools that put the HMAC of the raw body, in hex behind the method's name, into one header.
import { equalsAny, hmacs } from './constant-time.ts';
import { header, refused, usableSecrets, verdict } from './scheme.ts';
import type { Scheme } from './scheme.ts';

/** The header of such a tool and the one method that is accepted, whatever the header names. */
export type HmacHeader = { readonly name: string; readonly algorithm: 'sha1' | 'sha256' };

/** A scheme that accepts `<algorithm>=<hex>` of the body in a fixed header. */
export function hmacHeader({ name, algorithm }: HmacHeader): Scheme {
  return {
    verify: (request, credentials) => {
      const secrets = usableSecrets(credentials);
      if (secrets.length === 0) return refused('not_configured');
      const value = header(request, name);
      if (value === null) return refused('proof_missing');
      const [, method, signature = ''] = SIGNATURE.exec(value) ?? [];
      const isComplete = method === algorithm && signature.length === HEX_LENGTH[algorithm];
      if (!isComplete) return refused('proof_malformed');
      const expected = hmacs({ algorithm, encoding: 'hex' }, secrets, [request.body]);
      return verdict(equalsAny(signature.toLowerCase(), expected));
    },
  };
}

const SIGNATURE = /^(sha1|sha256)=([0-9a-fA-F]{40,64})$/;
const HEX_LENGTH = { sha1: 40, sha256: 64 } as const;
