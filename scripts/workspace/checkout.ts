// A checkout of any repository: its name, and the files in which a word stands.
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from './git.ts';

/** The top folder of the repository that a folder belongs to; null outside of git. */
export async function topFolder(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const top = await openRepository(folder, environment).run(['rev-parse', '--show-toplevel']);
  return top.code === 0 ? top.stdout.toString('utf8').replace(/\n$/, '') : null;
}

/** Where a folder lies in its repository (`operations/` or empty); empty outside of git. */
export async function folderInRepository(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const prefix = await openRepository(folder, environment).run(['rev-parse', '--show-prefix']);
  return prefix.code === 0 ? prefix.stdout.toString('utf8').replace(/\n$/, '') : '';
}

/** The name of the repository as its remote `origin` has it (`larder/shop`); null without one. */
export async function repositoryName(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const remote = await openRepository(folder, environment).run(['remote', 'get-url', 'origin']);
  const address = remote.stdout
    .toString('utf8')
    .trim()
    .replace(/\/?(\.git)?\/?$/, '');
  if (remote.code !== 0 || address === '') return null;
  return /([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)$/.exec(address.replace(':', '/'))?.[1] ?? null;
}

/** The text of every tracked file below a top folder in which a word stands, in any case; binary and very large files are left out. */
export async function readFilesWith(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  word: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const found = await openRepository(folder, environment).run([
    'grep',
    '-z',
    '-l',
    '-I',
    '-i',
    '--fixed-strings',
    '-e',
    word,
  ]);
  return found.stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '')
    .flatMap((path) => {
      const full = join(folder, path);
      const stat = lstatSync(full, { throwIfNoEntry: false });
      if (stat === undefined || !stat.isFile() || stat.size > MAX_BYTES) return [];
      return [{ path, text: readFileSync(full, 'utf8') }];
    });
}

const MAX_BYTES = 1024 * 1024;
