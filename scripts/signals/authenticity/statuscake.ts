// StatusCake puts the MD5 of user name and API key into the form: a shared secret, not a signature.
import { createHash } from 'node:crypto';
import { formFields } from '../form-body.ts';
import { equalsAny } from './constant-time.ts';
import { refused, usableSecrets, verdict } from './scheme.ts';
import type { AuthenticityRequest, Credentials, Scheme, Verdict } from './scheme.ts';

/** Accepts a form whose `Token` is made of the configured user and an API key. */
export const statuscake = { verify, requires: ['user'] } as const satisfies Scheme;

function verify({ body }: AuthenticityRequest, credentials: Credentials): Verdict {
  const keys = usableSecrets(credentials);
  const user = credentials.user ?? '';
  if (keys.length === 0 || user === '') return refused('not_configured');
  const token = formFields(new TextDecoder().decode(body)).get('Token')?.trim() ?? '';
  if (token === '') return refused('proof_missing');
  if (!MD5_HEX.test(token)) return refused('proof_malformed');
  const expected = keys.map((key) => createHash('md5').update(`${user}${key}`).digest('hex'));
  return verdict(equalsAny(token.toLowerCase(), expected));
}

const MD5_HEX = /^[0-9a-f]{32}$/i;
