// Holds something alone. The operating system lets go of it when the process ends, however it ends.
import { DatabaseSync } from 'node:sqlite';
import { primaryCode } from '../inbox/sqlite-open.ts';

/** What is held until `release`. */
export type Hold = { readonly release: () => void };

/** Takes the lock that the file at `path` stands for; null when another process has it. */
export function holdAlone(path: string): Hold | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (primaryCode(error) === SQLITE_BUSY) return null;
    throw error;
  }
}

/** Lets go of what is held. */
export function letGo(hold: Hold): void {
  hold.release();
}

const SQLITE_BUSY = 5;
