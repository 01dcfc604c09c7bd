// What a build takes over from the folder that it replaces. The list of the last build only says where to look: a file
// stays if its bytes are those that were written then, and if all that they depend on is the same.
import { hash } from 'node:crypto';
import { copyFileSync, linkSync, lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
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
  const last = new Map([...memory.read()].flatMap(toEntry));
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

function toEntry(line: string): readonly [string, Written][] {
  const [key = '', bytes = '', ...rest] = line.split(' ');
  const path = rest.join(' ');
  return [[path, { path, key, bytes }]];
}

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
  try {
    if (!lstatSync(path).isFile()) return null;
    return hash('sha256', readFileSync(path), 'base64url').slice(0, 22);
  } catch {
    return null;
  }
}
