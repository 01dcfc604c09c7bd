// What lies at a place may have been made from commits that this clone does not have: it knows of incidents that the
// clone has never heard of.
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
  if (shown === null || shown === fresh) return;
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
  const more = others.length === 0 ? '' : ` and ${plural(others.length, 'other page')}`;
  const loss = first === undefined ? '' : `; customers would lose ${first}${more}`;
  throw new CommandFailure(
    `${what}${loss}: fetch that commit first (\`git pull\`), or say --force to put the older site there`,
  );
}

const INCIDENT = /^incidents\/[^/]+\.html$/;

function revisionIn(summary: string | null): string | null {
  return /"revision": ?"([0-9a-f]{40,64})"/.exec(summary ?? '')?.[1] ?? null;
}
