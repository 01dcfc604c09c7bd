// Where rooms are: the repository, its address, the token, and the ledger that all processes here share.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arguments } from '../cli/arguments.ts';
import { CommandFailure, UsageError } from '../cli/exit-code.ts';
import { type Github, openGithub } from '../github/github.ts';
import { createLimiter } from '../github/limits.ts';
import { toMs } from '../model/instant.ts';
import { type Budget, openBudget, openDistantBudget } from '../projection/budget.ts';
import { openGitLedger } from '../projection/git-ledger.ts';
import { openSqliteLedger } from '../projection/sqlite-ledger.ts';
import type { Runtime } from '../runtime.ts';
import { openRepository } from '../workspace/git.ts';
import { githubIdentity, serverOf } from './github-connection.ts';
import { scratchPath } from './scratch.ts';

/** GitHub as a command uses it for rooms. */
export type RoomPlace = {
  readonly name: string;
  readonly github: Github;
  readonly budget: Budget;
  /** Address of a file of a branch, where people read it. */
  readonly fileUrl: (branch: string, path: string) => string;
  /** Address of the pull requests of a branch. */
  readonly pullsUrl: (branch: string) => string;
  /** Address of the page of an issue. */
  readonly issueUrl: (number: number) => string;
  readonly close: () => void;
};

/** Opens it; a sentence says what is missing. */
export async function openRoomPlace(
  args: Arguments,
  runtime: Runtime,
  root: string,
): Promise<RoomPlace> {
  const { environment } = runtime;
  const set = (name: string): string | null => environment[name]?.trim() || null;
  const name = await repositoryName(args, runtime, root);
  const [, owner = '', repository = ''] = /^([\w.-]+)\/([\w.-]+)$/.exec(name ?? '') ?? [];
  if (owner === '')
    throw new UsageError(
      name === null
        ? 'no repository is named: use --repository OWNER/NAME, or set GITHUB_REPOSITORY'
        : `unexpected repository \`${name}\`, expected OWNER/NAME`,
    );
  const apiUrl = set('GITHUB_API_URL');
  const identity = githubIdentity(runtime, { owner, repository, apiUrl });
  if ('missing' in identity) throw new CommandFailure(`this needs GitHub: ${identity.missing}`);
  const { budget, close } = await openLedger(args, runtime, root);
  const github = openGithub({
    owner,
    repository,
    apiUrl,
    token: identity.token,
    limiter: createLimiter(),
    nowMs: () => toMs(runtime.now()),
    pause: async (ms) => await sleep(ms),
    timeoutMs: 15_000,
    budget,
  });
  const server = serverIn(runtime);
  const prefix = (await gitSays(root, runtime, ['rev-parse', '--show-prefix'])) ?? '';
  return {
    name: `${owner}/${repository}`,
    github,
    budget,
    fileUrl: (branch, path) => `${server}/${owner}/${repository}/blob/${branch}/${prefix}${path}`,
    pullsUrl: (branch) =>
      `${server}/${owner}/${repository}/pulls?q=${encodeURIComponent(`is:pr head:${branch}`)}`,
    issueUrl: issueUrlOn(server, `${owner}/${repository}`),
    close,
  };
}

/** Where issues of the repository are read, as far as it is known without asking GitHub. */
export async function knownIssueUrl(
  args: Arguments,
  runtime: Runtime,
  root: string,
): Promise<RoomPlace['issueUrl'] | undefined> {
  const server = serverIn(runtime);
  const name = givenName(args, runtime);
  if (name !== null) return issueUrlOn(server, name);
  const url = await remoteUrl(root, runtime);
  const host = URL.parse(server)?.hostname ?? '';
  const known = new RegExp(`^(?:\\w+://)?(?:[^@/]+@)?${host.replaceAll('.', '\\.')}[:/]`, 'i');
  const own = known.test(url) ? nameIn(url) : null;
  return own === null ? undefined : issueUrlOn(server, own);
}

function issueUrlOn(server: string, name: string): RoomPlace['issueUrl'] {
  return (number) => `${server}/${name}/issues/${number}`;
}

function serverIn({ environment }: Runtime): string {
  const set = (name: string): string | null => environment[name]?.trim() || null;
  return set('GITHUB_SERVER_URL') ?? serverOf(set('GITHUB_API_URL'));
}

/** Runs of GitHub Actions share nothing but the repository; everybody else here shares the folder. */
async function openLedger(
  args: Arguments,
  runtime: Runtime,
  root: string,
): Promise<{ readonly budget: Budget; readonly close: () => void }> {
  const { environment } = runtime;
  if (environment['GITHUB_ACTIONS'] === 'true') {
    const store = openGitLedger(
      openRepository(root, environment),
      args.value('remote') ?? 'origin',
    );
    return { budget: openDistantBudget(store), close: () => undefined };
  }
  const ledger = openSqliteLedger(scratchPath(root, 'github.sqlite'));
  return { budget: openBudget(ledger), close: ledger.close };
}

/** OWNER/NAME as it was given, else as the environment or the remote says; null where nothing does. */
export async function repositoryName(
  args: Arguments,
  runtime: Runtime,
  root: string,
): Promise<string | null> {
  return givenName(args, runtime) ?? nameIn(await remoteUrl(root, runtime));
}

function givenName(args: Arguments, { environment }: Runtime): string | null {
  return args.value('repository') ?? (environment['GITHUB_REPOSITORY']?.trim() || null);
}

async function remoteUrl(root: string, runtime: Runtime): Promise<string> {
  return (await gitSays(root, runtime, ['remote', 'get-url', 'origin'])) ?? '';
}

function nameIn(url: string): string | null {
  return /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? null;
}

async function gitSays(
  root: string,
  runtime: Runtime,
  args: readonly string[],
): Promise<string | null> {
  const said = await openRepository(root, runtime.environment).run(args);
  return said.code === 0 ? said.stdout.toString('utf8').trim() : null;
}
