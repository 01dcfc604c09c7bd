// A client of the double, as somebody has one.
import type { ClientOptions } from '../client.ts';
import { type Github, openGithub } from '../github.ts';
import { createLimiter } from '../limits.ts';
import type { Double } from './double.ts';

/** The client of whoever has a token; it waits for nothing, and by the clock of the machine, unless it is told otherwise. */
export function clientOf(
  double: Pick<Double, 'owner' | 'repository' | 'url'>,
  token: string | ClientOptions['token'],
  changes: Partial<ClientOptions> = {},
): Github {
  const { owner, repository, url } = double;
  return openGithub({
    owner,
    repository,
    apiUrl: url,
    token: typeof token === 'string' ? async () => token : token,
    limiter: createLimiter(),
    nowMs: Date.now,
    pause: async () => undefined,
    timeoutMs: 60_000,
    ...changes,
  });
}
