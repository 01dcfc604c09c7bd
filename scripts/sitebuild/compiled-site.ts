// The program of the site as Astro makes it of the sources. It holds no data, so what one build has made serves the next,
// whatever that one shows; it lies with the installed packages and goes with them.
import { hash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Files by their path in the folder of a site: modules that render the pages, and what browsers load. */
export type CompiledSite = ReadonlyMap<string, Uint8Array>;

/** The folder of the modules, which are no part of a site. */
export const MODULES = '.prerender';

/** What an earlier build compiled of the same program; null where nothing whole is left of it. */
export function readCompiled(cache: string, program: string): CompiledSite | null {
  try {
    const [seal, text = ''] = splitAt(readFileSync(pathOf(cache, program), 'utf8'), SEAL);
    if (seal !== sealOf(program, text)) return null;
    const files: readonly (readonly [string, string])[] = JSON.parse(text);
    return new Map(files.map(([path, bytes]) => [path, Buffer.from(bytes, 'base64')]));
  } catch {
    return null;
  }
}

/** Keeps it for the next build; packages that cannot be written to are left without. */
export function keepCompiled(cache: string, program: string, site: CompiledSite): void {
  try {
    const files = [...site].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]);
    const text = JSON.stringify(files);
    const path = pathOf(cache, program);
    const unfinished = `${path}.${process.pid}`;
    mkdirSync(cache, { recursive: true });
    writeFileSync(unfinished, sealOf(program, text) + text);
    renameSync(unfinished, path);
    removeOld(cache);
  } catch {
    // The next build compiles it again.
  }
}

/** Whatever was compiled of this program is of no use. */
export function forgetCompiled(cache: string, program: string): void {
  try {
    rmSync(pathOf(cache, program), { force: true });
  } catch {
    // What cannot be removed is found to be of no use by the next build as well.
  }
}

/** The files below a folder that a build has just compiled. */
export function collectCompiled(folder: string, parts: readonly string[]): CompiledSite {
  return new Map(
    parts
      .filter((part) => existsSync(join(folder, part)))
      .flatMap((part) =>
        readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
          .map((name) => join(part, name))
          .filter((path) => statSync(join(folder, path)).isFile())
          .map((path) => [path, readFileSync(join(folder, path))] as const),
      ),
  );
}

/** Writes the modules below one folder and what browsers load below another. */
export function writeCompiled(
  site: CompiledSite,
  { modules, pages }: { readonly modules: string; readonly pages: string },
): void {
  for (const [path, bytes] of site) {
    const place = join(path.startsWith(`${MODULES}/`) ? modules : pages, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
}

function pathOf(cache: string, program: string): string {
  return join(cache, `${program}.json`);
}

/** Every change of a source makes another; whoever goes back and forth between a few finds them again. */
function removeOld(cache: string): void {
  const byAge = readdirSync(cache)
    .filter((name) => /\.json(?:\.\d+)?$/.test(name))
    .map((name) => join(cache, name))
    .toSorted((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const path of byAge.slice(KEPT)) rmSync(path, { force: true });
}

const KEPT = 8;

/** Binds the files to the program, and tells when a part of them is lost. */
function sealOf(program: string, text: string): string {
  return hash('sha256', `${program}\0${text}`, 'base64url').slice(0, SEAL);
}

const SEAL = 22;

function splitAt(text: string, place: number): readonly string[] {
  return [text.slice(0, place), text.slice(place)];
}
