// The token of a GitHub App: it signs with its key, asks for the token of its installation in one repository, and keeps
// it for as long as it lives. The key and the tokens stand in no message.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { NoAnswer } from './transport.ts';

/** Where an App is installed, and how it proves itself. */
export type AppOptions = {
  /** Its number or its client id. */
  readonly appId: string;
  /** The text of the `.pem` file that GitHub gave. */
  readonly privateKey: string;
  readonly owner: string;
  readonly repository: string;
  /** GitHub Enterprise Server: `https://HOST/api/v3`; null for github.com. */
  readonly apiUrl: string | null;
  readonly nowMs: () => number;
  readonly timeoutMs: number;
};

/** No token can be had; the message is a sentence that says what to correct. */
export class NoToken extends Error {
  override readonly name = 'NoToken';
}

/** Gives the token whenever one is needed, for `ClientOptions`; those who ask at the same time get the same. */
export function createAppToken(options: AppOptions): () => Promise<string> {
  let kept: Token | null = null;
  let asking: Promise<Token> | null = null;
  return async () => {
    if (kept !== null && options.nowMs() < kept.expiresMs - EARLY_MS) return kept.text;
    asking ??= askForToken(options).finally(() => {
      asking = null;
    });
    kept = await asking;
    return kept.text;
  };
}

type Token = { readonly text: string; readonly expiresMs: number };

/** A long push may begin with a token that is still good. */
const EARLY_MS = 5 * 60_000;

async function askForToken(options: AppOptions): Promise<Token> {
  const { owner, repository } = options;
  const proof = await sign(options);
  const installation = await ask(options, proof, {
    method: 'GET',
    path: `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}/installation`,
  });
  const id = fieldOf(installation, 'id');
  if (typeof id !== 'number') throw new NoToken(UNEXPECTED);
  const given = await ask(options, proof, {
    method: 'POST',
    path: `/app/installations/${id}/access_tokens`,
    body: { repositories: [repository] },
  });
  const [text, expires] = [
    fieldOf(given, 'token'),
    Date.parse(String(fieldOf(given, 'expires_at'))),
  ];
  if (typeof text !== 'string' || Number.isNaN(expires)) throw new NoToken(UNEXPECTED);
  return { text, expiresMs: expires };
}

const UNEXPECTED = 'unexpected answer of GitHub to the App, expected an installation and its token';

/** GitHub takes at most ten minutes, and its clock may be a little behind. */
async function sign({ appId, privateKey, nowMs }: AppOptions): Promise<string> {
  const { SignJWT } = await import('jose');
  const now = Math.floor(nowMs() / 1000);
  return await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(appId)
    .setIssuedAt(now - 60)
    .setExpirationTime(now + 480)
    .sign(readKey(privateKey));
}

/** Variables of the environment often hold `\n` where the file has line ends. */
function readKey(text: string): KeyObject {
  try {
    return createPrivateKey(text.replaceAll(String.raw`\n`, '\n'));
  } catch {
    // The cause may quote the key.
    throw new NoToken(
      'the key of the GitHub App cannot be read: expected the text of the .pem file that GitHub gave',
    );
  }
}

type Question = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
};

async function ask(options: AppOptions, proof: string, question: Question): Promise<unknown> {
  const { apiUrl, timeoutMs } = options;
  const base = (apiUrl ?? 'https://api.github.com').replace(/\/+$/, '');
  try {
    const response = await fetch(`${base}${question.path}`, {
      method: question.method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${proof}`,
        'content-type': 'application/json',
        'user-agent': 'tocsin',
      },
      ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    });
    if (response.ok) return await response.json();
    await response.body?.cancel();
    throw refusalOf(response.status, options);
  } catch (error) {
    if (error instanceof NoToken || error instanceof NoAnswer) throw error;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    throw new NoAnswer(isLate ? 'timed-out' : 'connection-lost', error);
  }
}

function refusalOf(status: number, { owner, repository }: AppOptions): NoToken | NoAnswer {
  if (status >= 500) return new NoAnswer('connection-lost', null);
  switch (status) {
    case 401:
      return new NoToken(
        'GitHub does not take the signature of the App: check that its number and its key belong together, and that the clock of this machine is right',
      );
    case 404:
      return new NoToken(
        `the GitHub App is not installed in ${owner}/${repository}: install it there, in the settings of the App`,
      );
    default:
      return new NoToken(`GitHub answered ${status} when the App asked for a token`);
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
