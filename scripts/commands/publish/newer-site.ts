// What lies at a place may have been made of commits or files that this clone does not have: it knows of incidents, or
// of what was said of them, what the clone has never heard of.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../../cli/exit-code.ts';
import { plural } from '../../diagnostics/pretty.ts';
import { incidentPath, postmortemPath } from '../../model/history-path.ts';
import {
  type Loss,
  lossesOf,
  pagesIn,
  type SiteExchange,
  textOf,
} from '../../publishing/incident-losses.ts';
import type { List } from '../../publishing/published.ts';
import { revisionIn, shortCommit, SUMMARY } from '../../publishing/revision.ts';
import type { Runtime } from '../../runtime.ts';
import { type GitRepository, openRepository } from '../../workspace/git.ts';

/** A site that is to take the place of another, and the organisation that it was made of. */
export type Exchange = SiteExchange & {
  readonly root: string;
  /** What the list at the place says. */
  readonly before: List;
};

/** Refuses a site that is older than the one shown, or that knows less of incidents; of any other doubt people are told. */
export async function refuseOlder(exchange: Exchange, runtime: Runtime): Promise<void> {
  const { root, from, place, before } = exchange;
  const shown = revisionIn((await place.read([SUMMARY])).get(SUMMARY));
  const fresh = revisionIn(textOf(join(from, SUMMARY)));
  if (shown === null) return;
  const git = openRepository(root, runtime.environment);
  const holds = async (older: string, newer: string | null): Promise<boolean> =>
    newer !== null && (await git.run(['merge-base', '--is-ancestor', older, newer])).code === 0;
  const isListed = fresh !== null && before.older.includes(shortCommit(fresh));
  if (!isListed && (shown === fresh || (await holds(shown, fresh)))) {
    await refuseUnheard(exchange, git, shown);
    tellGone(exchange, runtime);
    return;
  }
  const losses = await lossesOf(exchange, null);
  const isOlder = isListed || (fresh !== null && (await holds(fresh, shown)));
  const what = `${place.name} shows commit ${shown.slice(0, 7)}, which ${isOlder ? 'is newer than' : 'is not in'} what this site was built from`;
  if (losses.length === 0 && !isOlder) {
    runtime.err(`tocsin: ${what}; nothing that was said of an incident is lost by that\n`);
    return;
  }
  throw new CommandFailure(
    `${what}${losses.length === 0 ? '' : `; customers would lose ${named(losses)}`}: fetch that commit first (\`git pull\`), or say --force to put the older site there`,
  );
}

/** Pages of incidents whose file was taken away or has another name: nobody said that customers are not to read them. */
function tellGone({ root, deleted }: Exchange, runtime: Runtime): void {
  const gone = pagesIn(deleted).filter(({ id }) => !existsSync(join(root, incidentPath(id))));
  if (gone.length > 0)
    runtime.err(
      `tocsin: customers lose the address ${named(gone)}: there is no ${incidentPath(gone[0]?.id ?? '')} any more. An incident keeps its page for ever as long as its file keeps its name; \`/unpublish\` takes it from the lists\n`,
    );
}

/**
 * A site that was made of files that were not committed knows of what stands in no commit. Whoever has the files of the
 * commit unchanged has never heard of it.
 */
async function refuseUnheard(exchange: Exchange, git: GitRepository, shown: string): Promise<void> {
  const { root, place, before } = exchange;
  const isAsCommitted = async (path: string): Promise<boolean> => {
    const { code, stdout } = await git.run(['show', `${shown}:./${path}`]);
    return textOf(join(root, path)) === (code === 0 ? stdout.toString('utf8') : '');
  };
  const unheard: Loss[] = [];
  for (const loss of await lossesOf(exchange, before.uncommitted)) {
    // A list of an earlier version names none; what is not here and in no commit is one all the same.
    const isUncommitted =
      before.uncommitted.includes(loss.id) || !existsSync(join(root, incidentPath(loss.id)));
    const isUntouched =
      (await isAsCommitted(incidentPath(loss.id))) &&
      (await isAsCommitted(postmortemPath(loss.id)));
    if (isUncommitted && isUntouched) unheard.push(loss);
  }
  if (unheard.length === 0) return;
  throw new CommandFailure(
    `${place.name} was made of commit ${shown.slice(0, 7)} and of files that are not committed and not here; customers would lose ${named(unheard)}: have them committed where it was published, and \`git pull\`, or say --force`,
  );
}

function named([first, ...others]: readonly Loss[]): string {
  const more = others.length === 0 ? '' : ` and of ${plural(others.length, 'other incident')}`;
  return `${first?.words ?? ''}${more}`;
}
