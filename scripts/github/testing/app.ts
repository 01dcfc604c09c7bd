// A GitHub App of the double: it proves itself with a signed token of minutes and gets tokens of an hour for the
// repository in which it is installed.
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { HOUR_MS } from '../../model/instant.ts';
import type { Account } from './accounts.ts';
import { at, type Handler, refuse, reply } from './exchange.ts';

/** The App. */
export type TestApp = {
  readonly id: string;
  /** As GitHub hands it out. */
  readonly privateKey: string;
  /** Who a token is: the App itself, its installation, or nobody. */
  readonly identify: (token: string) => Account | null;
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Takes it out of the repository, or puts it back. */
  readonly setInstalled: (isInstalled: boolean) => void;
  /** How many tokens were given out. */
  readonly given: () => number;
};

const ID = '4711';
const INSTALLATION = 815;

/** Makes one with a new key; `installed` is the account that its tokens act as. */
export function createTestApp(installed: Account, url: () => string, nowMs: () => number): TestApp {
  const { privateKey, publicKey } = KEYS;
  const tokens = new Map<string, number>();
  let isInstalled = true;
  const itself: Account = { login: 'tocsin', token: '', level: 'read', kind: 'app-itself' };
  return {
    id: ID,
    privateKey,
    identify: (token) => {
      const expiresMs = tokens.get(token);
      if (expiresMs !== undefined) return nowMs() < expiresMs ? installed : null;
      return isSigned(token, publicKey, nowMs()) ? itself : null;
    },
    handlers: {
      'apps/get-repo-installation': () =>
        isInstalled ? reply(200, installation(url(), instant(nowMs()))) : refuse(404, 'Not Found'),
      'apps/create-installation-access-token': ({ parameters, body }) => {
        if (!isInstalled || parameters['installation_id'] !== String(INSTALLATION))
          return refuse(404, 'Not Found');
        const token = `ghs_${'x'.repeat(32)}${tokens.size}`;
        tokens.set(token, nowMs() + HOUR_MS);
        const selection = at(body, 'repositories') === undefined ? 'all' : 'selected';
        const expires_at = instant(nowMs() + HOUR_MS);
        return reply(201, { token, expires_at, permissions: {}, repository_selection: selection });
      },
    },
    setInstalled: (is) => {
      isInstalled = is;
    },
    given: () => tokens.size,
  };
}

/** Made once: a key costs a tenth of a second. */
const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** As GitHub checks it: right key, right App, at most ten minutes long, not from the future. */
function isSigned(token: string, publicKey: string, nowMs: number): boolean {
  const [head = '', claims = '', signature = ''] = token.split('.');
  if (signature === '') return false;
  const key = createPublicKey(publicKey);
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) return false;
  const said: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  const [from, until] = [Number(at(said, 'iat')), Number(at(said, 'exp'))];
  const now = nowMs / 1000;
  return at(said, 'iss') === ID && from <= now && now < until && until - now <= 600;
}

function installation(url: string, now: string): Record<string, unknown> {
  return {
    id: INSTALLATION,
    account: null,
    app_id: Number(ID),
    app_slug: 'tocsin',
    target_id: 1,
    target_type: 'User',
    single_file_name: null,
    repository_selection: 'selected',
    access_tokens_url: `${url}/app/installations/${INSTALLATION}/access_tokens`,
    html_url: `${url}/settings/installations/${INSTALLATION}`,
    repositories_url: `${url}/installation/repositories`,
    events: [],
    permissions: {},
    created_at: now,
    updated_at: now,
    suspended_by: null,
    suspended_at: null,
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
