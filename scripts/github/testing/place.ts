// Where the contract suite works: the double, or a real repository that environment variables name.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientOptions } from '../client.ts';
import { type Github, openGithub } from '../github.ts';
import { createLimiter } from '../limits.ts';
import { startDouble } from './double.ts';
import { ACTOR_VARIABLE } from './git-remote.ts';

/** A repository for the contract suite, with a clone to push from. */
export type Place = {
  readonly isReal: boolean;
  /** Somebody who may write, and so may be assigned. */
  readonly person: string;
  /** The branch that counts. */
  readonly branch: string;
  readonly options: () => ClientOptions;
  readonly open: () => Github;
  /** Commits files onto a branch, begun at the newest commit of the default branch, and pushes; answers the commit. */
  readonly push: (branch: string, files: Readonly<Record<string, string>>) => Promise<string>;
  readonly tip: (branch: string) => Promise<string>;
  readonly readFile: (branch: string, path: string) => Promise<string>;
  /** Waits until GitHub writes another second. */
  readonly passSecond: () => Promise<void>;
  readonly takeViolations: () => readonly string[];
  /** For requests that are wrong on purpose. */
  readonly expectViolations: (count: number) => void;
  readonly close: () => Promise<void>;
};

type Target = {
  readonly url: string | null;
  readonly owner: string;
  readonly repository: string;
  readonly person: string;
  readonly token: string;
  readonly gitUrl: string;
  readonly takeViolations: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** Opens the real repository if the environment names one, else a double. */
export async function openPlace(): Promise<Place> {
  const real = readRealTarget(process.env);
  const target = real ?? (await startTarget());
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-contract-'));
  const git = createGit(folder, target);
  const branch = prepareClone(git, folder, real === null);
  const options = (): ClientOptions => ({
    owner: target.owner,
    repository: target.repository,
    apiUrl: target.url,
    token: async () => target.token,
    limiter: createLimiter(),
    nowMs: Date.now,
    pause: async (ms) => await sleep(ms),
    timeoutMs: 10_000,
  });
  return {
    isReal: real !== null,
    person: target.person,
    branch,
    options,
    open: () => openGithub(options()),
    push: async (name, files) => {
      git('fetch', '--quiet', '--prune', 'origin');
      const isThere = git('branch', '--remotes', '--list', `origin/${name}`) !== '';
      git('checkout', '--quiet', '-B', name, isThere ? `origin/${name}` : `origin/${branch}`);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--message', `Contract: ${name}`);
      git('push', '--quiet', 'origin', name);
      return git('rev-parse', 'HEAD');
    },
    tip: async (name) => {
      git('fetch', '--quiet', 'origin');
      return git('rev-parse', `origin/${name}`);
    },
    readFile: async (name, path) => {
      git('fetch', '--quiet', 'origin');
      git('checkout', '--quiet', '--detach', `origin/${name}`);
      return readFileSync(join(folder, path), 'utf8');
    },
    passSecond: async () => await sleep(1010 - (Date.now() % 1000)),
    takeViolations: target.takeViolations,
    expectViolations: (count) => {
      const taken = target.takeViolations();
      if (real === null && taken.length !== count)
        throw new Error(`violations: ${taken.join('; ')}`);
    },
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await target.close();
    },
  };
}

function readRealTarget(environment: NodeJS.ProcessEnv): Target | null {
  const [owner, repository] = (environment['TOCSIN_GITHUB_CONTRACT_REPOSITORY'] ?? '').split('/');
  const token = environment['TOCSIN_GITHUB_CONTRACT_TOKEN'];
  if (owner === undefined || repository === undefined || token === undefined) return null;
  const url = environment['TOCSIN_GITHUB_CONTRACT_URL'] ?? null;
  const host = url === null ? 'https://github.com' : new URL(url).origin;
  return {
    url,
    owner,
    repository,
    person: environment['TOCSIN_GITHUB_CONTRACT_PERSON'] ?? owner,
    token,
    gitUrl: `${host}/${owner}/${repository}.git`,
    takeViolations: () => [],
    close: async () => undefined,
  };
}

async function startTarget(): Promise<Target> {
  const double = await startDouble();
  const { owner, repository, accounts, remote, takeViolations, close } = double;
  const { token } = accounts.app;
  // The prefix of GitHub Enterprise Server, so that it is tried too.
  const url = `${double.url}/api/v3/`;
  return {
    url,
    owner,
    repository,
    person: accounts.write.login,
    token,
    gitUrl: remote.path,
    takeViolations,
    close,
  };
}

type Git = (...args: readonly string[]) => string;

/** The token goes in by the environment, so that no list of processes shows it. */
function createGit(folder: string, { gitUrl, token }: Target): Git {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const environment = {
    ...process.env,
    GIT_TERMINAL_PROMPT: '0',
    [ACTOR_VARIABLE]: 'tocsin',
    GIT_CONFIG_COUNT: '4',
    GIT_CONFIG_KEY_0: `http.${gitUrl}.extraheader`,
    GIT_CONFIG_VALUE_0: `authorization: basic ${basic}`,
    GIT_CONFIG_KEY_1: 'user.name',
    GIT_CONFIG_VALUE_1: 'Somebody',
    GIT_CONFIG_KEY_2: 'user.email',
    GIT_CONFIG_VALUE_2: 'somebody@larder.example',
    GIT_CONFIG_KEY_3: 'commit.gpgsign',
    GIT_CONFIG_VALUE_3: 'false',
  };
  execFileSync('git', ['clone', '--quiet', gitUrl, folder], { env: environment, stdio: 'pipe' });
  return (...args) =>
    execFileSync('git', ['-C', folder, ...args], { env: environment, stdio: 'pipe' })
      .toString('utf8')
      .trim();
}

/** An empty repository gets its first commit; answers its default branch. */
function prepareClone(git: Git, folder: string, isEmpty: boolean): string {
  if (!isEmpty) return git('symbolic-ref', '--short', 'HEAD');
  writeFileSync(join(folder, 'README.md'), '# Incidents\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');
  git('push', '--quiet', 'origin', 'main');
  return 'main';
}
