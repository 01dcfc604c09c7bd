// Gathers the program into few files, once for all tests of a run: reading a thousand modules costs a process more than
// most of what it is asked to do. Every module is what its source gives.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { GATHERED, SOURCE } from './program.ts';

/** Runs before all tests, and gives what takes the gathered program away after them. */
export async function setup(): Promise<(() => void) | undefined> {
  if (process.env[GATHERED] !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-gathered-'));
  process.env[GATHERED] = join(folder, 'tocsin.js');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const sources = await rolldown({
    input: SOURCE,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      { name: 'places-of-the-sources', transform: keepPlace },
      { name: 'cache-beside-the-program', transform: keepCacheBeside },
    ],
  });
  await sources.write({ dir: folder, format: 'esm', comments: false });
  await sources.close();
  return () => {
    delete process.env[GATHERED];
    rmSync(folder, { recursive: true, force: true });
  };
}

/** What a module finds beside itself (the site, the process of Astro) it finds where its source lies. */
function keepPlace(code: string, path: string): string {
  return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
}

/** What Node compiled of the gathered program goes with it. */
function keepCacheBeside(code: string, path: string): string | null {
  if (path !== SOURCE) return null;
  return code.replace(
    'enableCompileCache?.()',
    "enableCompileCache?.(new URL('compiled', import.meta.url).pathname)",
  );
}
