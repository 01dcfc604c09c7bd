// What makes the pages out of the data: every file of the toolkit and of the site, the pinned packages, and Node.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOOLKIT = fileURLToPath(new URL('../../', import.meta.url));

let known: string | null = null;

/**
 * A digest that changes with the program, so that what another version left behind is not taken for its own; null
 * where the program does not lie in its own folder.
 */
export function programDigest(): string | null {
  return (known ??= digestOfProgram(TOOLKIT));
}

/** The digest of a checkout in a folder; null where there is none. */
export function digestOfProgram(folder: string): string | null {
  try {
    const files = SINGLE.concat(
      FOLDERS.flatMap((part) =>
        readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
          .filter((name) => PROGRAM.test(name) && !OTHER.test(name))
          .map((name) => `${part}/${name}`),
      ),
    ).toSorted();
    const digests = files.map((file) => [file, hash('sha256', readFileSync(join(folder, file)))]);
    return hash('sha256', JSON.stringify([process.version, digests]), 'base64url').slice(0, 22);
  } catch {
    return null;
  }
}

const FOLDERS = ['scripts', 'site/src'];
const SINGLE = ['package.json', 'package-lock.json', 'site/astro.config.ts'];
const PROGRAM = /\.(ts|js|json|css|astro)$/;
const OTHER = /\.test\.ts$|(^|\/)fixtures\//;
