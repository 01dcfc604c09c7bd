// Octokit as Tocsin uses it: one repository, any GitHub, answers from a closed set. Loaded with the first question.
import type { Octokit } from '@octokit/rest';
import type { Answer } from './answer.ts';
import { explainFailure } from './failure.ts';
import { createTransport, type TransportOptions } from './transport.ts';

/** What the outside gives to a client. */
export type ClientOptions = TransportOptions & {
  readonly owner: string;
  readonly repository: string;
  /** GitHub Enterprise Server: `https://HOST/api/v3`; null for github.com. */
  readonly apiUrl: string | null;
};

/** Asks GitHub about one repository. */
export type Client = {
  readonly place: { readonly owner: string; readonly repo: string };
  /** Runs one question; `what` names it in sentences: "create an issue". */
  readonly ask: <T>(what: string, run: (octokit: Octokit) => Promise<T>) => Promise<Answer<T>>;
};

/** A client for one repository. */
export function createClient(options: ClientOptions): Client {
  let octokit: Promise<Octokit> | null = null;
  let secret = '';
  const token = async (): Promise<string> => (secret = await options.token());
  return {
    place: { owner: options.owner, repo: options.repository },
    ask: async (what, run) => {
      octokit ??= openOctokit({ ...options, token });
      try {
        return { kind: 'answered', value: await run(await octokit) };
      } catch (error) {
        return explainFailure(error, {
          what,
          secret,
          limiter: options.limiter,
          nowMs: options.nowMs(),
        });
      }
    },
  };
}

async function openOctokit(options: ClientOptions): Promise<Octokit> {
  const module = await import('@octokit/rest');
  return new module.Octokit({
    userAgent: 'tocsin',
    log: { debug: say, info: say, warn: say, error: say },
    request: { fetch: createTransport(options) },
    ...(options.apiUrl === null ? {} : { baseUrl: options.apiUrl.replace(/\/+$/, '') }),
  });
}

/** What octokit would print belongs into nobody's log. */
function say(): void {}
