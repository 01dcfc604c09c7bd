// Things that can be worked out again at any time, kept in `.tocsin/cache`. A cache that fails is an empty cache.
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The lines of a cached list; empty when there is none. */
export function readCachedLines(root: string, name: string): ReadonlySet<string> {
  try {
    return new Set(
      readFileSync(pathOf(root, name), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    );
  } catch {
    return new Set();
  }
}

/** Keeps a list of lines for the next run; a folder that cannot be written, or is a link to elsewhere, is left without. */
export function writeCachedLines(root: string, name: string, lines: readonly string[]): boolean {
  const path = pathOf(root, name);
  const folders = [join(root, '.tocsin'), dirname(path)];
  try {
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      if (!lstatSync(folder).isDirectory()) return false;
    }
    replaceWith(join(root, '.tocsin', '.gitignore'), '*\n');
    replaceWith(path, `${lines.join('\n')}\n`);
    return true;
  } catch {
    return false;
  }
}

/** Writes a file in one step; a link that lies there is replaced, never followed. */
function replaceWith(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { flag: 'wx' });
  renameSync(temporary, path);
}

function pathOf(root: string, name: string): string {
  return join(root, '.tocsin', 'cache', name);
}
