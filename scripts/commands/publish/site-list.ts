// What the list at a place says of a site, so that other clones know whether they know less.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HISTORY, incidentOfPath } from '../../model/history-path.ts';
import type { List, Published } from '../../publishing/published.ts';
import { revisionIn, shortCommit, SUMMARY } from '../../publishing/revision.ts';
import type { Runtime } from '../../runtime.ts';
import { type GitRepository, openRepository } from '../../workspace/git.ts';

/** The list of the site in the folder `from`, made of the organisation in `root`. */
export async function listOf(
  files: Published,
  { root, from }: { readonly root: string; readonly from: string },
  runtime: Runtime,
): Promise<List> {
  const git = openRepository(root, runtime.environment);
  const ids = (await uncommittedIn(git)).flatMap((path) => incidentOfPath(path) ?? []);
  return {
    files,
    older: files.has(SUMMARY)
      ? await olderThan(revisionIn(readFileSync(join(from, SUMMARY), 'utf8')), git)
      : [],
    // An incident that customers do not see is named nowhere.
    uncommitted: [...new Set(ids)].filter((id) => files.has(`incidents/${id}.html`)).toSorted(),
  };
}

async function olderThan(revision: string | null, git: GitRepository): Promise<readonly string[]> {
  if (revision === null) return [];
  const { code, stdout } = await git.run(['rev-list', `--max-count=${MANY}`, revision]);
  return code === 0 ? stdout.toString('utf8').trim().split('\n').slice(1).map(shortCommit) : [];
}

/** Says which files no other clone has: the next one to publish does not know of them. */
export async function tellUncommitted(root: string, runtime: Runtime): Promise<void> {
  const [first, ...others] = await uncommittedIn(openRepository(root, runtime.environment));
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ', …';
  runtime.err(
    `tocsin: ${others.length === 0 ? '1 file is' : `${others.length + 1} files are`} not committed (${first}${more}): commit and push, else whoever publishes next does not know of it\n`,
  );
}

async function uncommittedIn(git: GitRepository): Promise<readonly string[]> {
  const status = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'];
  const { code, stdout } = await git.run([...status, '--', ...SOURCES]);
  if (code !== 0) return [];
  const lines = stdout.toString('utf8').split('\0');
  return lines.filter((line) => line !== '').map((line) => line.slice(3));
}

/** What a public site is made of. */
const SOURCES = [...HISTORY, 'ownership', 'tocsin.yaml'] as const;
/** How many commits a list names; whoever is further behind is told by what customers would lose. */
const MANY = 1000;
