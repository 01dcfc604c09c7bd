// Git as a process, and who starts it. Whoever starts a process has the tables of all its memory copied first, which
// takes a toolkit of 200 MB several times as long as git takes for its work: after some commands a small process starts
// git for it.
import { type ChildProcess, spawn } from 'node:child_process';

/** What a git command answered. */
export type GitAnswer = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };

/** A git command to be run. */
export type GitCall = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string | Uint8Array;
};

/** It could not be started, or nobody knows what became of it. */
export type NoAnswer = { readonly code: null; readonly reason: 'not_started' | 'lost' };

/** Runs git and gives its answer whatever the exit code. */
export async function runGit(call: GitCall): Promise<GitAnswer | NoAnswer> {
  if (calls < CALLS_OF_ITS_OWN) {
    calls += 1;
    return await startGit(spawn, call);
  }
  if (starter === null || !starter.isThere()) starter = openStarter();
  return await starter.run(call);
}

/** A command that ends after some calls of git is done before a process more would have paid. */
const CALLS_OF_ITS_OWN = 20;

let calls = 0;
let starter: Starter | null = null;

/** Runs in both processes, so that it refers to nothing of this file. */
function startGit(
  start: typeof spawn,
  { args, env, input }: GitCall,
): Promise<GitAnswer | NoAnswer> {
  return new Promise((resolve) => {
    const child = start('git', [...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', () => resolve({ code: null, reason: 'not_started' }));
    child.on('close', (code) => {
      const said = Buffer.concat(stderr).toString('utf8');
      resolve({ code: code ?? 1, stdout: Buffer.concat(stdout), stderr: said });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

type Order = { readonly number: number; readonly call: GitCall };
type Report = { readonly number: number; readonly answer: GitAnswer | NoAnswer };

/**
 * The whole program of the small process; it has no file of its own, since the toolkit may be a single one. Signals are
 * for the toolkit, which may need git until its end; with that end this one ends.
 */
function serveCalls(start: typeof startGit, isCall: typeof isOrder): void {
  const { spawn: spawnHere } = process.getBuiltinModule('node:child_process');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit());
  process.on('message', (message: unknown) => {
    if (!isCall(message)) return;
    const { number, call } = message;
    void start(spawnHere, call)
      .catch(() => ({ code: null, reason: 'not_started' }))
      .then((answer) => process.send?.({ number, answer }));
  });
}

/** Runs in the small process alone. */
function isOrder(message: unknown): message is Order {
  return typeof message === 'object' && message !== null && 'call' in message;
}

const LOST: NoAnswer = { code: null, reason: 'lost' };

type Starter = {
  readonly isThere: () => boolean;
  readonly run: (call: GitCall) => Promise<GitAnswer | NoAnswer>;
};

function openStarter(): Starter {
  const child = spawn(process.execPath, ['--eval', `(${serveCalls})(${startGit}, ${isOrder})`], {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, (answer: GitAnswer | NoAnswer) => void>();
  let count = 0;
  const settle = (number: number, answer: GitAnswer | NoAnswer): void => {
    waiting.get(number)?.(answer);
    waiting.delete(number);
    if (waiting.size === 0) keepAwaited(child, false);
  };
  const giveUp = (): void => {
    for (const number of waiting.keys()) settle(number, LOST);
  };
  child.on('message', (message: unknown) => {
    if (isReport(message)) settle(message.number, message.answer);
  });
  child.on('exit', giveUp);
  child.on('error', giveUp);
  child.unref();
  keepAwaited(child, false);
  return {
    isThere: () => child.connected,
    run: (call) =>
      new Promise((resolve) => {
        count += 1;
        const number = count;
        waiting.set(number, resolve);
        keepAwaited(child, true);
        child.send({ number, call }, (error) => {
          if (error !== null) settle(number, LOST);
        });
      }),
  };
}

/** A small process that nothing is awaited from keeps nobody from ending. */
function keepAwaited(child: ChildProcess, isAwaited: boolean): void {
  if (isAwaited) child.channel?.ref();
  else child.channel?.unref();
}

function isReport(message: unknown): message is Report {
  return typeof message === 'object' && message !== null && 'answer' in message;
}
