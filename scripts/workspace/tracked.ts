// The files that git tracks in the repository of a folder, which may be any checkout.
import { openRepository } from './git.ts';

/** Paths from the repository's top folder, sorted; null where the folder belongs to no git repository. */
export async function listTrackedFiles(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[] | null> {
  const listed = await openRepository(folder, environment).run([
    'ls-files',
    '-z',
    '--full-name',
    ':/',
  ]);
  if (listed.code !== 0) return null;
  return listed.stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
}
