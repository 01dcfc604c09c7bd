// What was published: a list of paths with digests. It lies at the place itself, so that any machine can go on from it.
import { hash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files with digests of their bytes. */
export type Published = ReadonlyMap<string, string>;

/** Instead of a digest, after a publish that was interrupted: the bytes of before or those of the site. */
export const UNSURE = '';
/** Instead of a digest, after a publish that was interrupted: a new file, which may not be there. */
export const MISSING = 'missing';

/** What the list at a place says of the site there. */
export type List = {
  readonly files: Published;
  /** The commits that it is newer than, in short. */
  readonly older: readonly string[];
  /** Incidents that it tells of and whose files, as it tells them, stand in no commit. */
  readonly uncommitted: readonly string[];
};

/** The name of the list at the place. */
export const LIST = 'published.json';

/** The files of a built site. */
export function readSite(folder: string): Published {
  return new Map(
    filesBelow(folder, '').map((path) => [
      path,
      hash('sha256', readFileSync(join(folder, path)), 'base64url').slice(0, 22),
    ]),
  );
}

/** The list as text. */
export function renderList({ files, older, uncommitted }: List): string {
  const entries = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const list = {
    schema: 'tocsin/published@1',
    files: Object.fromEntries(entries),
    older: older.join(' '),
    uncommitted: uncommitted.join(' '),
  };
  return `${JSON.stringify(list, null, 1)}\n`;
}

/** The list from its text; empty for none, null for what is no such list. */
export function parseList(text: string | null): List | null {
  if (text === null) return { files: new Map(), older: [], uncommitted: [] };
  const value = parseOrNull(text);
  if (!isRecord(value) || value['schema'] !== 'tocsin/published@1') return null;
  const { files, older = '', uncommitted = '' } = value;
  if (!isRecord(files)) return null;
  const entries = Object.entries(files).flatMap(([path, digest]): [string, string][] =>
    typeof digest === 'string' && isPlainPath(path) ? [[path, digest]] : [],
  );
  const isWhole = entries.length === Object.keys(files).length;
  if (!isWhole || typeof older !== 'string' || typeof uncommitted !== 'string') return null;
  return { files: new Map(entries), older: wordsOf(older), uncommitted: wordsOf(uncommitted) };
}

function wordsOf(line: string): readonly string[] {
  return line.split(' ').filter((word) => word !== '');
}

/** Whether a path names a file below the place and means the same everywhere. */
export function isPlainPath(path: string): boolean {
  return path.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part));
}

function filesBelow(folder: string, path: string): readonly string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry: Dirent) => {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(folder, below);
    return entry.isFile() ? [below] : [];
  });
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
