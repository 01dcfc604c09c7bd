// Puts a finished folder in the place of another one.
import { rmSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { freshFolder } from './fresh-folder.ts';

/** A new empty folder beside `target`, on the same file system, so that a rename can replace it. */
export async function siblingOf(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  return await freshFolder(dirname(target), `.${basename(target)}-`);
}

/** Puts `fresh` at `target` by renames: readers find the old folder or the new one, never a mixture. */
export async function swapIn(fresh: string, target: string): Promise<void> {
  const aside = `${fresh}-old`;
  const hadOld = await renameIfThere(target, aside);
  try {
    await rename(fresh, target);
  } catch (error) {
    if (hadOld) await rename(aside, target);
    throw error;
  }
  // Waiting for each of ten thousands of files costs three times as much as removing it.
  if (hadOld) rmSync(aside, { recursive: true, force: true });
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
