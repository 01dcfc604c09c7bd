// The way from a command to GitHub: which repository, by which address, with whose token; and the same for git.
import { setTimeout as sleep } from 'node:timers/promises';
import { createAppToken, NoToken } from '../github/app-token.ts';
import { withGitCredentials } from '../github/git-credentials.ts';
import { type Github, openGithub } from '../github/github.ts';
import { createLimiter } from '../github/limits.ts';
import { NoAnswer } from '../github/transport.ts';
import type { Runtime } from '../runtime.ts';
import { GitError, type GitProof } from '../workspace/git.ts';

/** A repository on GitHub as the environment names it. */
export type GithubPlace = {
  readonly owner: string;
  readonly repository: string;
  /** Null for github.com. */
  readonly apiUrl: string | null;
  /** Where git finds it. */
  readonly serverUrl: string;
  readonly token: () => Promise<string>;
  /** Whose token that is. */
  readonly identity: 'app' | 'token';
};

/** What the environment says of GitHub, or a sentence that says what to set. */
export function githubPlace(runtime: Runtime): GithubPlace | { readonly missing: string } {
  const { environment } = runtime;
  const set = (name: string): string | null => environment[name]?.trim() || null;
  const [, owner = '', repository = ''] =
    /^([\w.-]+)\/([\w.-]+)$/.exec(set('GITHUB_REPOSITORY') ?? '') ?? [];
  if (owner === '') return { missing: 'set GITHUB_REPOSITORY to OWNER/REPOSITORY' };
  const apiUrl = set('GITHUB_API_URL');
  if (apiUrl !== null && !isSafe(apiUrl))
    return { missing: 'set GITHUB_API_URL to an https address, or to nothing for github.com' };
  const serverUrl = set('GITHUB_SERVER_URL') ?? serverOf(apiUrl);
  const identity = githubIdentity(runtime, { owner, repository, apiUrl });
  return 'missing' in identity ? identity : { owner, repository, apiUrl, serverUrl, ...identity };
}

/** GitHub Enterprise Server answers at `https://HOST/api/v3`. */
export function serverOf(apiUrl: string | null): string {
  const url = apiUrl === null ? null : URL.parse(apiUrl);
  return url === null || url.hostname === 'api.github.com' ? 'https://github.com' : url.origin;
}

/** Whose token is asked for: that of an App where its key is set, else the one that is set. */
export function githubIdentity(
  runtime: Runtime,
  place: Pick<GithubPlace, 'owner' | 'repository' | 'apiUrl'>,
): Pick<GithubPlace, 'token' | 'identity'> | { readonly missing: string } {
  const set = (name: string): string | null => runtime.environment[name]?.trim() || null;
  const [appId, privateKey] = [set('TOCSIN_APP_ID'), set('TOCSIN_APP_KEY')];
  if (appId !== null && privateKey !== null) {
    const nowMs = (): number => Date.parse(runtime.now());
    const token = createAppToken({ ...place, appId, privateKey, nowMs, timeoutMs: TIMEOUT_MS });
    return { token, identity: 'app' };
  }
  if (appId !== null || privateKey !== null)
    return { missing: 'set both TOCSIN_APP_ID and TOCSIN_APP_KEY, or neither' };
  const token = set('GITHUB_TOKEN');
  if (token === null)
    return { missing: 'set GITHUB_TOKEN, or TOCSIN_APP_ID and TOCSIN_APP_KEY of a GitHub App' };
  return { token: () => Promise.resolve(token), identity: 'token' };
}

/** The port to a place. */
export function openPlace(place: GithubPlace, runtime: Runtime): Github {
  return openGithub({
    ...place,
    limiter: createLimiter(),
    nowMs: () => Date.parse(runtime.now()),
    pause: async (ms) => await sleep(ms),
    timeoutMs: TIMEOUT_MS,
  });
}

const TIMEOUT_MS = 15_000;

/**
 * How git proves itself below the address of the server: in a run of a workflow, whose checkout holds no token, and
 * wherever an App is set. Null where people have ways of their own: a deploy key, a credential helper.
 */
export function gitProof(runtime: Runtime, repository: string | null = null): GitProof | null {
  const named = repository === null ? {} : { GITHUB_REPOSITORY: repository };
  const place = githubPlace({ ...runtime, environment: { ...runtime.environment, ...named } });
  if ('missing' in place) return null;
  const isRun = runtime.environment['GITHUB_ACTIONS'] === 'true';
  if (!isRun && place.identity !== 'app') return null;
  return async (environment) => {
    try {
      return withGitCredentials(environment, place.serverUrl, await place.token());
    } catch (error) {
      if (error instanceof NoToken) throw new GitError(error.message, { cause: error });
      if (error instanceof NoAnswer)
        throw new GitError('GitHub gave the App no token in time: run it again later', {
          cause: error,
        });
      throw error;
    }
  };
}

/** What git must see to push for as long as a token lives, by the same proof. */
export async function gitEnvironment(runtime: Runtime): Promise<Runtime['environment']> {
  const { environment } = runtime;
  return (await gitProof(runtime)?.(environment)) ?? environment;
}

/** The token goes to nobody who listens on the way. */
function isSafe(address: string): boolean {
  const { protocol, hostname } = URL.parse(address) ?? { protocol: '', hostname: '' };
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}
