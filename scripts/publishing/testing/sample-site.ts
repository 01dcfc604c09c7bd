import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes files of a site that is as large as a test needs; gives the folder. */
export function writeSite(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A small site. */
export const SITE: Readonly<Record<string, string>> = {
  'index.html': '<h1>All is well</h1>',
  '404.html': 'Not here',
  'history.html': 'History',
  'incidents/2026-11-20-shop.html': 'It was slow',
  'api/v2/status.json': '{}',
  'history.atom': '<feed/>',
  'assets/site-0123abcd.css': 'h1 {}',
  'de/index.html': '<h1>Alles gut</h1>',
};
