// The machine's own folder for what is temporary: for what is proven to be stored, and for what the next run finds there.
import { tmpdir } from 'node:os';

/** The variable that names it where temporary folders lie in memory. */
export const ON_DISK = 'TOCSIN_ON_DISK';

/** The folder. */
export function diskFolder(): string {
  return process.env[ON_DISK] ?? tmpdir();
}
