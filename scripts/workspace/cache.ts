// Things that can be worked out again at any time, kept in `.tocsin/cache`. A cache that fails is an empty cache.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The lines of a cached list; empty when there is none. */
export function readCachedLines(root: string, name: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(pathOf(root, name), 'utf8').split('\n').filter((line) => line !== ''));
  } catch {
    return new Set();
  }
}

/** Keeps a list of lines for the next run; a folder that cannot be written is left without. */
export function writeCachedLines(root: string, name: string, lines: readonly string[]): boolean {
  const path = pathOf(root, name);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(join(dirname(path), '..', '.gitignore'), '*\n');
    writeFileSync(`${path}.tmp`, `${lines.join('\n')}\n`);
    renameSync(`${path}.tmp`, path);
    return true;
  } catch {
    return false;
  }
}

function pathOf(root: string, name: string): string {
  return join(root, '.tocsin', 'cache', name);
}
