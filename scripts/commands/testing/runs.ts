// An organisation at the double of GitHub, and runs of Actions there: each a process in a fresh clone that shares
// nothing with the others but the repository.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  write,
} from '../../apply/testing/repository.ts';
import type { Github } from '../../github/github.ts';
import { clientOf } from '../../github/testing/client.ts';
import { ACTOR_VARIABLE } from '../../github/testing/git-remote.ts';
import { type Delivery } from '../../github/testing/webhooks.ts';
import { type Double, startDouble } from '../../github/testing/double.ts';
import { smallFiles } from '../../rules/testing/organisation.ts';
import { cleanUp, runTocsin } from './process.ts';

/** Somebody of the double. */
export type Person = keyof Double['accounts'];

/** What a process said at its end. */
export type Finished = Awaited<ReturnType<typeof runTocsin>>;

/** An organisation whose writer is Actions. */
export type Organisation = {
  readonly double: Double;
  readonly as: (person: Person) => Github;
  /** A run: a process in a fresh clone of the main branch. */
  readonly run: (...words: readonly string[]) => Promise<Finished>;
  /** A run for something that happened. */
  readonly hear: (delivery: Pick<Delivery, 'event' | 'payload'>) => Promise<Finished>;
  /** What happened since the last time and starts a run: what people do in rooms and with pull requests. */
  readonly takeDeliveries: () => readonly Delivery[];
  /** Somebody changes files on a branch with a push of their own. */
  readonly push: (
    branch: string,
    changes: Readonly<Record<string, (text: string) => string>>,
    from?: string,
  ) => void;
  readonly show: (branch: string, path: string) => Promise<string>;
  /** An hour passes: nobody remembers any more how much was written. */
  readonly passHour: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts one: the small organisation, its shop in the hands of people whom the double knows. */
export async function startOrganisation(): Promise<Organisation> {
  const double = await startDouble({ isPrivate: true });
  const first = clone(double);
  for (const file of smallFiles()) if ('text' in file) write(first, file.path, file.text);
  write(first, 'tocsin.yaml', `${organisationFile()}writer: actions\n`);
  write(first, 'ownership/teams/shop.yaml', SHOP);
  write(first, '.gitignore', '.tocsin/\n');
  commitAndPush(first, 'main', 'A person');
  double.remote.protect(['main'], [APP]);
  let heard = 0;
  const run: Organisation['run'] = async (...words) =>
    await runTocsin(words, { cwd: clone(double), environment: environmentOf(double) });
  return {
    double,
    as: (person) => clientOf(double, double.accounts[person].token),
    run,
    hear: async ({ event, payload }) => {
      const file = join(temporaryFolder(), 'event.json');
      writeFileSync(file, JSON.stringify(payload));
      return await run('github-event', '--remote', 'origin', '--name', event, file);
    },
    takeDeliveries: () => {
      const fresh = double.webhooks.deliveries().slice(heard);
      heard += fresh.length;
      return fresh.filter(({ event, payload }) => STARTING.has(event) && !isOfProgram(payload));
    },
    push: (branch, changes, from = branch) => {
      const folder = clone(double);
      git(folder, 'checkout', '--quiet', '--detach', `origin/${from}`);
      for (const [path, change] of Object.entries(changes)) {
        const isThere = git(folder, 'ls-files', '--', path) !== '';
        write(folder, path, change(isThere ? `${git(folder, 'show', `HEAD:${path}`)}\n` : ''));
      }
      commitAndPush(folder, branch, 'A person');
    },
    show: async (branch, path) =>
      (await double.remote.git(['show', `${branch}:${path}`])).toString('utf8'),
    passHour: async () => {
      await double.remote.git(['update-ref', '-d', 'refs/tocsin/ledger']);
    },
    close: async () => {
      await cleanUp();
      await double.close();
      removeFolders();
    },
  };
}

const STARTING = new Set(['issue_comment', 'issues', 'pull_request', 'pull_request_review']);
const APP = 'tocsin[bot]';

const SHOP = `schema: tocsin/team@1
name: Shop
lead: mara
members: [mara, wim, tove]
channel: "#shop"
`;

function organisationFile(): string {
  const file = smallFiles().find(({ path }) => path === 'tocsin.yaml');
  return file !== undefined && 'text' in file ? file.text : '';
}

function clone(double: Double): string {
  const folder = temporaryFolder();
  git(folder, 'clone', '--quiet', double.remote.path, '.');
  return folder;
}

function commitAndPush(folder: string, branch: string, subject: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', subject);
  git(folder, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
}

function environmentOf(double: Double): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(
      Object.entries(GIT_ENVIRONMENT).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    [ACTOR_VARIABLE]: APP,
    GITHUB_ACTIONS: 'true',
    GITHUB_TOKEN: double.accounts.app.token,
    GITHUB_REPOSITORY: `${double.owner}/${double.repository}`,
    GITHUB_API_URL: double.url,
  };
}

/** As the workflows ask before they start anything. */
function isOfProgram(payload: Readonly<Record<string, unknown>>): boolean {
  const { sender } = payload;
  return typeof sender === 'object' && sender !== null && Reflect.get(sender, 'type') === 'Bot';
}
