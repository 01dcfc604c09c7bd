// A folder of this machine. Its path is a link to the newest of several versions beside it: one rename changes the
// whole site, and an older version is one rename away.
import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FolderPlace } from '../model/publish.ts';
import { PlaceError } from './place.ts';
import { LIST, type List, renderList } from './published.ts';

/** Puts a site into a new version and shows it; older versions than are to be kept go. Gives the version's name. */
export async function publishFolder(
  { path, keep }: FolderPlace,
  list: List,
  from: string,
  onShown: () => void = () => {},
): Promise<string> {
  refuseForeign(path);
  const versions = versionsOf(path);
  try {
    await mkdir(versions, { recursive: true });
    const fresh = await mkdtemp(join(versions, '.new-'));
    try {
      await cp(from, fresh, { recursive: true });
      await writeFile(join(fresh, LIST), renderList(list));
      await chmod(fresh, 0o755);
      await dropNewer(path);
      const name = nextName(versions);
      await rename(fresh, join(versions, name));
      await show(path, name);
      onShown();
      await forget(path, keep);
      return name;
    } catch (error) {
      await rm(fresh, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw sentenceOf(error, path);
  }
}

/** Shows the version before the one that is shown, which goes, so that nothing leads back to it; gives its name. */
export async function rollBack({ path }: FolderPlace): Promise<string> {
  const name = versionBefore(path);
  if (name === null)
    throw new PlaceError(`there is no version of ${path} before the one that is shown`);
  await show(path, name);
  await dropNewer(path);
  return name;
}

/** What is newer than what is shown was rolled back from. */
async function dropNewer(path: string): Promise<void> {
  const versions = versionsOf(path);
  const shown = shownVersion(path);
  for (const name of namesIn(versions).filter((each) => shown !== null && each > shown))
    await rm(join(versions, name), { recursive: true, force: true });
}

/** The folder that is shown now; null before the first publish. */
export function shownFolder({ path }: FolderPlace): string | null {
  const name = shownVersion(path);
  return name === null ? null : join(versionsOf(path), name);
}

/** The folder that `rollBack` would show; null where there is none. */
export function folderBefore({ path }: FolderPlace): string | null {
  const name = versionBefore(path);
  return name === null ? null : join(versionsOf(path), name);
}

function versionBefore(path: string): string | null {
  const shown = shownVersion(path);
  if (shown === null) return null;
  return namesIn(versionsOf(path)).findLast((name) => name < shown) ?? null;
}

function versionsOf(path: string): string {
  return `${path}.versions`;
}

function shownVersion(path: string): string | null {
  try {
    const target = resolve(dirname(path), readlinkSync(path));
    return dirname(target) === resolve(versionsOf(path)) ? basename(target) : null;
  } catch {
    return null;
  }
}

/** Throws where a folder cannot be made, or is there and is not ours. */
export function refuseForeign(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) {
    if (!existsSync(dirname(path)))
      throw new PlaceError(
        `there is no folder ${dirname(path)}: make it, or correct \`publish.folder.path\``,
      );
    return;
  }
  if (shownVersion(path) === null)
    throw new PlaceError(
      `${path} is there and was not made by \`tocsin publish\`: move it away, or name another path`,
    );
}

/** A link under another name takes the place of the old link in one step. */
async function show(path: string, name: string): Promise<void> {
  const link = join(versionsOf(path), '.link');
  await rm(link, { force: true });
  await symlink(join(basename(versionsOf(path)), name), link);
  await rename(link, path);
}

async function forget(path: string, keep: number): Promise<void> {
  const versions = versionsOf(path);
  for (const name of namesIn(versions).slice(0, -keep))
    await rm(join(versions, name), { recursive: true, force: true });
}

function nextName(versions: string): string {
  const last = Number(namesIn(versions).at(-1) ?? '0');
  return String(last + 1).padStart(6, '0');
}

/** Oldest first. */
function namesIn(versions: string): readonly string[] {
  return readdirSync(versions)
    .filter((name) => /^\d{6,}$/.test(name))
    .toSorted();
}

function sentenceOf(error: unknown, path: string): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  return new PlaceError(
    `${path} cannot be written (${String(error.code)}): check its permissions and the space on its disk`,
    { cause: error },
  );
}
