// The files that git tracks in a folder; the folder may be any checkout.
import { openRepository } from './git.ts';

/** Paths from the folder, sorted; null where the folder belongs to no git repository. */
export async function listTrackedFiles(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[] | null> {
  const listed = await openRepository(folder, environment).run(['ls-files', '-z']);
  if (listed.code !== 0) return null;
  return listed.stdout
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
}
