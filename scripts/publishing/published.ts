// What was published: a list of paths with digests. It lies at the place itself, so that any machine can go on from it.
import { hash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files with digests of their bytes; an empty digest stands for bytes that are not known for sure. */
export type Published = ReadonlyMap<string, string>;

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
export function renderList(files: Published): string {
  const entries = [...files].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `${JSON.stringify({ schema: 'tocsin/published@1', files: Object.fromEntries(entries) }, null, 1)}\n`;
}

/** The list from its text; empty for none, null for what is no such list. */
export function parseList(text: string | null): Published | null {
  if (text === null) return new Map();
  const value = parseOrNull(text);
  if (!isRecord(value) || value['schema'] !== 'tocsin/published@1') return null;
  const { files } = value;
  if (!isRecord(files)) return null;
  const entries = Object.entries(files).flatMap(([path, digest]): [string, string][] =>
    typeof digest === 'string' && isPlainPath(path) ? [[path, digest]] : [],
  );
  return entries.length === Object.keys(files).length ? new Map(entries) : null;
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
