// Who changed which files when, as git tells it. Names and addresses stay in memory and are never printed.
import { type Instant, parseInstant } from '../model/instant.ts';
import { openRepository } from './git.ts';

/** One commit: its author as git knows them, and the files that it changed. */
export type Change = {
  readonly name: string;
  readonly address: string;
  readonly at: Instant;
  readonly files: readonly string[];
};

/** Commits on the checked-out branch since an instant, newest first, paths from the repository's top folder; null outside of git. */
export async function readActivity(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  { since, path }: { readonly since: Instant; readonly path: string | null },
): Promise<readonly Change[] | null> {
  const answer = await openRepository(folder, environment).run([
    'log',
    '--no-merges',
    '--use-mailmap',
    '--name-only',
    '--no-renames',
    '-z',
    `--since=${since}`,
    `--format=${MARK}%aN%x1f%aE%x1f%aI%x1f`,
    '--',
    path === null ? ':/' : `:(top,literal)${path}`,
  ]);
  if (answer.code !== 0) return null;
  return answer.stdout.toString('utf8').split(MARK).slice(1).flatMap(toChange);
}

/** Stands before each commit; git allows no such character in names of people. */
const MARK = '\u001E';

function toChange(text: string): readonly Change[] {
  const [name = '', address = '', time = '', files = ''] = text.split('\u001F');
  const at = parseInstant(time);
  if (at === null) return [];
  const paths = files
    .split('\0')
    .map((file) => file.replace(/^\n/, ''))
    .filter((file) => file !== '');
  return [{ name, address, at, files: paths }];
}
