// Writes what machines read beside the pages.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OutputFile } from '../syndication/output.ts';

/** Writes each file below `folder`; one after the other, so that not all of them are in memory. */
export async function writeOutputs(folder: string, files: readonly OutputFile[]): Promise<void> {
  const made = new Set<string>();
  for (const file of files) {
    const path = join(folder, file.path);
    const parent = dirname(path);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    await writeFile(path, await file.text());
  }
}
