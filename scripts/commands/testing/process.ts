// The program as a process of its own, and organisations in temporary folders for it to work on.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PROGRAM } from '../../cli/testing/program.ts';
import { ORGANISATION_PATHS } from '../../config/layout.ts';
import { incidentOfPath } from '../../model/history-path.ts';
import { smallFiles } from '../../rules/testing/organisation.ts';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const PATIENCE_MS = 200_000;

/** A started process. */
export type Started = {
  readonly pid: number;
  /** Everything that it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until its output or complaints match; gives the first group, else the whole match. */
  readonly says: (pattern: RegExp) => Promise<string>;
  /** Sends a signal and waits for the end; gives the exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
  readonly exit: () => Promise<number | null>;
};

/** How a process is started. */
export type StartOptions = {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
};

const folders: string[] = [];
const running = new Set<ChildProcess>();

/** A temporary folder that `cleanUp` removes. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tocsin-${name}-`));
  folders.push(folder);
  return folder;
}

/** Ends every process that is still running and removes every folder. */
export async function cleanUp(): Promise<void> {
  for (const child of running) {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/**
 * The example organisation as a git repository of its own; where `incidents` are named, without all others and their
 * post-mortems, which take most of the time of whatever reads them.
 */
export function exampleOrganisation(incidents: readonly string[] | null = null): string {
  const folder = temporaryFolder('organisation');
  const isTaken = (path: string): boolean => {
    const id = incidentOfPath(path.slice(REPOSITORY.length));
    return id === null || incidents === null || incidents.includes(id);
  };
  for (const path of ORGANISATION_PATHS) {
    cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true, filter: isTaken });
  }
  return committed(folder);
}

/** A small organisation as a git repository of its own, for what does not depend on what the organisation is. */
export function smallOrganisation(): string {
  const folder = temporaryFolder('organisation');
  for (const file of smallFiles()) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    if ('text' in file) writeFileSync(join(folder, file.path), file.text);
  }
  return committed(folder);
}

function committed(folder: string): string {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commitAll(folder, 'The organisation');
  return folder;
}

/** Runs git in a folder and gives its output. */
export function git(folder: string, ...args: readonly string[]): string {
  const settings = [
    '-c',
    'user.name=Somebody',
    '-c',
    'user.email=somebody@larder.example',
    '-c',
    'commit.gpgsign=false',
  ];
  return execFileSync('git', ['-C', folder, ...settings, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();
}

/** Commits everything in a folder as a person would. */
export function commitAll(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

/** Subjects of the commits that the program made, oldest first. */
export function tocsinCommits(folder: string, branch = 'HEAD'): readonly string[] {
  return git(folder, 'log', '--reverse', '--format=%s', branch)
    .split('\n')
    .filter((subject) => subject.startsWith('tocsin: '));
}

/** Starts the command line. */
export function startTocsin(args: readonly string[], options: StartOptions): Started {
  return startProgram(process.execPath, [PROGRAM, ...args], options);
}

/** Starts any program. Secrets of the machine that runs the tests are kept away from it. */
export function startProgram(
  program: string,
  args: readonly string[],
  { cwd, environment = {} }: StartOptions,
): Started {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, [...args], {
    cwd,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(() => {
    running.delete(child);
    return child.exitCode;
  });
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    says: (pattern) =>
      until(
        () => {
          const match = pattern.exec(out) ?? pattern.exec(err);
          if (match === null && child.exitCode !== null)
            throw new Error(`the process ended without saying ${pattern}:\n${out}\n${err}`);
          return match === null ? null : (match[1] ?? match[0]);
        },
        () => `${pattern} in\n${out}\n${err}`,
      ),
    end: async (signal = 'SIGINT') => {
      child.kill(signal);
      return await ended;
    },
    exit: () => ended,
  };
}

/** Runs the command line to its end. */
export async function runTocsin(
  args: readonly string[],
  options: StartOptions,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const started = startTocsin(args, options);
  const code = await started.exit();
  return { code, out: started.out(), err: started.err() };
}

/** Asks again and again until there is an answer; null means not yet. */
export async function until<T>(
  ask: () => T | null | Promise<T | null>,
  describe: () => string,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${describe()}`);
    await sleep(50);
  }
}

/** Waits until the page at an address matches, and gives its text. */
export async function pageShows(url: string, pattern: RegExp): Promise<string> {
  let seen = '';
  return await until(
    async () => {
      seen = await (await fetch(url)).text();
      return pattern.test(seen) ? seen : null;
    },
    () => `${pattern} on ${url}:\n${headlineOf(seen)}`,
  );
}

/** What the top of a page says. */
export function headlineOf(page: string): string {
  return (/<h1[\s\S]*?<\/h1>/.exec(page)?.[0] ?? '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Processes below a process, as the operating system knows them. */
export function descendantsOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Whether a process exists; one that has ended and was not yet collected does not count. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
