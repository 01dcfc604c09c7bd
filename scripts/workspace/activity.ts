// Who changed which files when, as git tells it. Names and addresses stay in memory and are never printed.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Instant, parseInstant } from '../model/instant.ts';
import { type GitRepository, openRepository } from './git.ts';

/** One commit: its author as git knows them, and the files that it changed. */
export type Change = {
  readonly name: string;
  readonly address: string;
  readonly at: Instant;
  readonly files: readonly string[];
};

/** What a checkout knows of the work in it. */
export type Activity = {
  /** Commits on the checked-out branch, newest first; paths from the repository's top folder. */
  readonly changes: readonly Change[];
  /** Where a shallow checkout begins, when that is later than what was asked for; null where nothing is missing. */
  readonly cutAt: Instant | null;
};

/** The commits since an instant; null outside of git. */
export async function readActivity(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  { since, path }: { readonly since: Instant; readonly path: string | null },
): Promise<Activity | null> {
  const repository = openRepository(folder, environment);
  const answer = await repository.run([
    'log',
    '--no-merges',
    '--use-mailmap',
    '--name-only',
    '--no-renames',
    '-z',
    `--since=${since}`,
    `--format=${MARK}%H%x1f%aN%x1f%aE%x1f%aI%x1f`,
    '--',
    path === null ? ':/' : `:(top,literal)${path}`,
  ]);
  if (answer.code !== 0) return null;
  const ends = await endsOf(repository, folder);
  const commits = answer.stdout.toString('utf8').split(MARK).slice(1).flatMap(toCommit);
  const cuts = commits.filter(({ id }) => ends.has(id)).map(({ change }) => change.at);
  return {
    // The oldest commit of a shallow checkout looks as if it had written every file.
    changes: commits.flatMap(({ id, change }) => (ends.has(id) ? [] : [change])),
    cutAt: cuts.toSorted().at(-1) ?? null,
  };
}

/** Commits whose parents a shallow checkout lacks. */
async function endsOf(repository: GitRepository, folder: string): Promise<ReadonlySet<string>> {
  const path = await repository.run(['rev-parse', '--git-path', 'shallow']);
  const file = resolve(folder, path.stdout.toString('utf8').trim());
  if (path.code !== 0 || !existsSync(file)) return new Set();
  return new Set(readFileSync(file, 'utf8').split('\n'));
}

/** Stands before each commit; git allows no such character in names of people. */
const MARK = '\u001E';

type Commit = { readonly id: string; readonly change: Change };

function toCommit(text: string): readonly Commit[] {
  const [id = '', name = '', address = '', time = '', files = ''] = text.split('\u001F');
  const at = parseInstant(time);
  if (at === null) return [];
  const paths = files
    .split('\0')
    .map((file) => file.replace(/^\n/, ''))
    .filter((file) => file !== '');
  return [{ id, change: { name, address, at, files: paths } }];
}
