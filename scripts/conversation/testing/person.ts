// Somebody who may write, with a client of their own.
import type { Github } from '../../github/github.ts';
import { clientOf } from '../../github/testing/client.ts';
import type { CrashPlace } from './crash-place.ts';

/** Opens the client. */
export function openPerson({ double, nowMs }: CrashPlace): Github {
  return clientOf(double, double.accounts.write.token, { nowMs });
}
