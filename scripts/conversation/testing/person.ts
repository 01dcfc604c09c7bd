// Somebody who may write, with a client of their own.
import { type Github, openGithub } from '../../github/github.ts';
import { createLimiter } from '../../github/limits.ts';
import type { CrashPlace } from './crash-place.ts';

/** Opens the client. */
export function openPerson({ double, nowMs }: CrashPlace): Github {
  const { owner, repository, url, accounts } = double;
  return openGithub({
    owner,
    repository,
    apiUrl: url,
    token: async () => accounts.write.token,
    limiter: createLimiter(),
    nowMs,
    pause: async () => undefined,
    timeoutMs: 10_000,
  });
}
