// Built samples for the tests: each is built once, in one child process.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SiteBuilder } from '../../scripts/sitebuild/site-build.ts';
import type { Snapshot } from '../../scripts/publication/view.ts';

/** Folders of built sites, and their removal. */
export type BuiltSites = {
  readonly folder: (name: string) => string;
  readonly remove: () => Promise<void>;
};

/** Builds each snapshot into a temporary folder of its name. */
export async function buildSites(
  snapshots: Readonly<Record<string, Snapshot>>,
): Promise<BuiltSites> {
  const work = await mkdtemp(join(tmpdir(), 'tocsin-sites-'));
  const builder = new SiteBuilder();
  for (const [name, snapshot] of Object.entries(snapshots)) {
    const result = await builder.build(snapshot, join(work, name));
    if (result.kind === 'failed') throw new Error(result.reason);
  }
  await builder.close();
  return { folder: (name) => join(work, name), remove: () => rm(work, { recursive: true }) };
}

/** The files of a site by their path, sorted. */
export async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

/** The pages of a site with their text. */
export async function pagesOf(
  folder: string,
): Promise<readonly { readonly path: string; readonly html: string }[]> {
  const paths = (await filesOf(folder)).filter((path) => path.endsWith('.html'));
  return Promise.all(
    paths.map(async (path) => ({ path, html: await readFile(join(folder, path), 'utf8') })),
  );
}
