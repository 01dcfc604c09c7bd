// What a build takes over from the folder that it replaces. The list of the last build only says where to look: a file
// stays if its bytes are those that were written then, and if all that they depend on is the same.
import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlannedFile } from './plan.ts';

/** Where the list of the last build is kept; a list that is lost or wrong costs time and nothing else. */
export type SiteMemory = {
  readonly read: () => ReadonlySet<string>;
  readonly write: (lines: readonly string[]) => void;
};

/** Keeps nothing: every build makes everything. */
export const NO_MEMORY: SiteMemory = { read: () => new Set(), write: () => undefined };

/** A planned file with a digest of its bytes. */
type Written = PlannedFile & { readonly bytes: string };

/** Links into `fresh` what may stay of `target`; gives what is there now. */
export function takeOver(
  plan: readonly PlannedFile[],
  memory: SiteMemory,
  { target, fresh }: { readonly target: string; readonly fresh: string },
): readonly Written[] {
  const last = entriesOf(memory.read());
  const made = new Set<string>();
  return plan.flatMap(({ path, key }) => {
    const entry = last.get(path);
    if (entry?.key !== key) return [];
    const place = join(fresh, path);
    const folder = dirname(place);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    if (link(join(target, path), place) && bytesOf(place) === entry.bytes)
      return [{ path, key, bytes: entry.bytes }];
    rmSync(place, { recursive: true, force: true });
    return [];
  });
}

/** The list of a finished folder for the next build. */
export function remember(
  plan: readonly PlannedFile[],
  kept: readonly Written[],
  folder: string,
): readonly string[] {
  const known = new Map(kept.map(({ path, bytes }) => [path, bytes]));
  return plan.flatMap(({ path, key }) => {
    const bytes = known.get(path) ?? bytesOf(join(folder, path));
    return bytes === null ? [] : [`${key} ${bytes} ${path}`];
  });
}

function entriesOf(lines: ReadonlySet<string>): ReadonlyMap<string, Omit<Written, 'path'>> {
  const entries = new Map<string, Omit<Written, 'path'>>();
  for (const line of lines) {
    const [key, bytes] = [line.slice(0, DIGEST), line.slice(DIGEST + 1, 2 * DIGEST + 1)];
    entries.set(line.slice(2 * DIGEST + 2), { key, bytes });
  }
  return entries;
}

/** Letters of each digest in a line. */
const DIGEST = 22;

/** Two names for the same bytes cost a twentieth of a copy; some file systems have none. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return copy(from, to);
  }
}

function copy(from: string, to: string): boolean {
  try {
    copyFileSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Null for what is no regular file. */
function bytesOf(path: string): string | null {
  let file: number | null = null;
  try {
    file = openSync(path, UNFOLLOWED);
    const stats = fstatSync(file);
    if (!stats.isFile()) return null;
    return hash('sha256', contentOf(file, stats.size), 'base64url').slice(0, DIGEST);
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** A link leads nowhere, and what nobody writes to is not waited for. */
const UNFOLLOWED = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Nearly every page fits into the same memory. */
const PAGE = Buffer.allocUnsafe(65_536);

function contentOf(file: number, size: number): Uint8Array {
  if (size >= PAGE.length) return readFileSync(file);
  const read = readSync(file, PAGE, 0, size, null);
  return PAGE.subarray(0, read);
}
