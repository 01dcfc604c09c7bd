// The folders that a build fills before anything is shown. Their names say whose they are, so that what a killed build left
// is cleared by the next one.
import { hash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A new empty folder `<prefix><machine>-<process>-<random>` in `parent`; clears those there whose process is gone. */
export async function freshFolder(parent: string, prefix: string): Promise<string> {
  await clearLeftovers(parent, prefix);
  return await mkdtemp(join(parent, `${prefix}${MACHINE}-${process.pid}-`));
}

const MACHINE = hash('sha256', hostname()).slice(0, 6);

/** One that cannot be removed, since it is another user's, stops no build. */
async function clearLeftovers(parent: string, prefix: string): Promise<void> {
  const names = await readdir(parent);
  await Promise.allSettled(
    names.map(async (name) => {
      const owner = name.startsWith(prefix) ? OWNED.exec(name.slice(prefix.length)) : null;
      const folder = join(parent, name);
      // Processes of another machine that writes to the same place cannot be asked.
      if (owner?.[1] === MACHINE && (await isLeft(folder, Number(owner[2]))))
        await rm(folder, { recursive: true, force: true });
    }),
  );
}

const OWNED = /^([0-9a-f]{6})-(\d+)-\w{6}(?:-old)?$/;

/** In a container the next run often has the number of the last one; then what is older than the run is not its own. */
async function isLeft(folder: string, owner: number): Promise<boolean> {
  if (owner === process.pid) return (await stat(folder)).mtimeMs < performance.timeOrigin;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
