// What lies at a place may have been made from commits that this clone does not have: it knows of incidents that the
// clone has never heard of.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../cli/exit-code.ts';
import { plural } from '../diagnostics/pretty.ts';
import type { Runtime } from '../runtime.ts';
import { openRepository } from '../workspace/git.ts';

/** Where a site says of which commit it was made. */
export const SUMMARY = 'api/v1/summary.json';

/** Two sites by their summaries, and the paths that would be deleted. */
export type Exchange = {
  readonly root: string;
  readonly place: string;
  readonly shown: string | null;
  readonly fresh: string | null;
  readonly deleted: readonly string[];
};

/** Refuses a site that is older than the one shown, or that knows less of incidents; of any other doubt people are told. */
export async function refuseOlder(exchange: Exchange, runtime: Runtime): Promise<void> {
  const shown = revisionIn(exchange.shown);
  const fresh = revisionIn(exchange.fresh);
  if (shown === null) return;
  if (shown === fresh) return refuseUnknown(exchange);
  const git = openRepository(exchange.root, runtime.environment);
  const holds = async (older: string, newer: string): Promise<boolean> =>
    (await git.run(['merge-base', '--is-ancestor', older, newer])).code === 0;
  if (fresh !== null && (await holds(shown, fresh))) return;
  const isOlder = fresh !== null && (await holds(fresh, shown));
  const [first, ...others] = exchange.deleted.filter((path) => INCIDENT.test(path));
  const what = `${exchange.place} shows commit ${shown.slice(0, 7)}, which ${isOlder ? 'is newer than' : 'is not in'} what this site was built from`;
  if (first === undefined && !isOlder) {
    runtime.err(`tocsin: ${what}; no page of an incident is lost by that\n`);
    return;
  }
  const loss = first === undefined ? '' : `; customers would lose ${named(first, others)}`;
  throw new CommandFailure(
    `${what}${loss}: fetch that commit first (\`git pull\`), or say --force to put the older site there`,
  );
}

/** Of one commit a site may know more than this clone: of incidents whose files were not committed where it was made. */
function refuseUnknown({ root, place, deleted }: Exchange): void {
  const [first, ...others] = deleted.filter((path) => {
    const id = INCIDENT.exec(path)?.[1];
    return id !== undefined && !existsSync(join(root, 'incidents', id.slice(0, 4), `${id}.md`));
  });
  if (first === undefined) return;
  throw new CommandFailure(
    `${place} was made of the same commit and of files that are not committed and not here; customers would lose ${named(first, others)}: have them committed where it was published, and \`git pull\`, or say --force`,
  );
}

function named(first: string, others: readonly string[]): string {
  return `${first}${others.length === 0 ? '' : ` and ${plural(others.length, 'other page')}`}`;
}

/** Says which files no other clone has: the next one to publish does not know of them. */
export async function tellUncommitted(root: string, runtime: Runtime): Promise<void> {
  const git = openRepository(root, runtime.environment);
  const status = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'];
  const { code, stdout } = await git.run([...status, '--', ...SOURCES]);
  if (code !== 0) return;
  const [first, ...others] = stdout
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '');
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ', …';
  runtime.err(
    `tocsin: ${others.length === 0 ? '1 file is' : `${others.length + 1} files are`} not committed (${first.slice(3)}${more}): commit and push, else whoever publishes next does not know of it\n`,
  );
}

/** What a public site is made of. */
const SOURCES = ['incidents', 'postmortems', 'ownership', 'tocsin.yaml'] as const;
const INCIDENT = /^incidents\/([^/]+)\.html$/;

function revisionIn(summary: string | null): string | null {
  return /"revision": ?"([0-9a-f]{40,64})"/.exec(summary ?? '')?.[1] ?? null;
}
