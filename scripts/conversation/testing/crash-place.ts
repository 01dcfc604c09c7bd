// A repository in which one incident after the other goes through a run that dies, each in a room of its own.
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  write,
} from '../../apply/testing/repository.ts';
import { clientOf } from '../../github/testing/client.ts';
import { type Double, startDouble } from '../../github/testing/double.ts';
import { openBudget } from '../../projection/budget.ts';
import { openSqliteLedger, type SqliteLedger } from '../../projection/sqlite-ledger.ts';
import { valueOf } from '../../projection/testing/world.ts';
import { smallFiles } from '../../rules/testing/organisation.ts';
import { openBranches } from '../../workspace/branches.ts';
import { openRepository } from '../../workspace/git.ts';
import { openWorkspace } from '../../workspace/workspace.ts';
import type { Desk } from '../desk.ts';
import { deskOf } from './desk.ts';

/** The place. */
export type CrashPlace = {
  readonly double: Double;
  /** A process of its own: it shares nothing with others but GitHub, git and the ledger. */
  readonly openDesk: () => Promise<Desk>;
  /** Takes everything of the incidents before away and commits the files of other ones. */
  readonly begin: (files: Readonly<Record<string, string>>) => Promise<void>;
  readonly show: (path: string) => Promise<string>;
  readonly passTime: (ms: number) => void;
  readonly nowMs: () => number;
  readonly close: () => Promise<void>;
};

const SHOP = `schema: tocsin/team@1
name: Shop
lead: mara
members: [mara, wim]
channel: "#shop"
`;
const LAG_MS = 20_000;

/** Opens it; GitHub's lists show what is new only after 20 seconds. */
export async function openCrashPlace(): Promise<CrashPlace> {
  let aheadMs = 0;
  const nowMs = (): number => Date.now() + aheadMs;
  const double = await startDouble({ isPrivate: true, nowMs });
  const clone = temporaryFolder();
  git(clone, 'clone', '--quiet', double.remote.path, '.');
  for (const file of smallFiles()) if ('text' in file) write(clone, file.path, file.text);
  write(clone, 'ownership/teams/shop.yaml', SHOP);
  let ledger: SqliteLedger | null = null;
  const somebody = openRepository(clone, GIT_ENVIRONMENT);
  const commitAndPush = async (): Promise<void> => {
    await somebody.read(['add', '--all']);
    await somebody.read(['commit', '--quiet', '--message', 'Somebody edits']);
    await somebody.read(['push', '--quiet', 'origin', 'HEAD:refs/heads/main']);
  };
  await commitAndPush();
  const pause = async (ms: number): Promise<void> => {
    aheadMs += ms;
  };
  const openDesk = async (): Promise<Desk> => {
    if (ledger === null) throw new Error('nothing was begun');
    const budget = openBudget(ledger);
    const place = { environment: GIT_ENVIRONMENT, remote: 'origin' };
    return deskOf({
      github: clientOf(double, double.accounts.app.token, { nowMs, pause, budget }),
      workspace: await openWorkspace(clone, {
        ...place,
        random: () => 0,
        now: () => new Date(nowMs()).toISOString(),
      }),
      branches: await openBranches(clone, place),
      budget,
      nowMs,
    });
  };
  return {
    double,
    openDesk,
    begin: async (files) => {
      ledger?.close();
      ledger = openSqliteLedger(join(temporaryFolder(), 'ledger.sqlite'));
      const { github } = await openDesk();
      double.setListLag(0);
      for (const label of ['incident', 'action-item'])
        for (const { number } of valueOf(await github.issues.list({ label, state: 'all' })))
          await double.deleteIssue(number);
      double.reset();
      double.setListLag(LAG_MS);
      await somebody.read(['pull', '--quiet', '--ff-only', 'origin', 'main']);
      rmSync(join(clone, 'incidents'), { recursive: true, force: true });
      for (const [path, text] of Object.entries(files)) write(clone, path, text);
      await commitAndPush();
    },
    show: async (path) => {
      const [file] = await somebody.readObjects([`origin/main:${path}`]);
      if (file?.kind !== 'blob') throw new Error(`there is no ${path}`);
      return file.content.toString('utf8').trimEnd();
    },
    passTime: (ms) => {
      aheadMs += ms;
    },
    nowMs,
    close: async () => {
      ledger?.close();
      await double.close();
      removeFolders();
    },
  };
}
