// Objects of a repository, read by one git process that stays for a while: what git is asked for most often is there
// already, and starting a process costs several times what the answer does.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** An object as git keeps it; the name is the one of its content. */
export type GitObject = {
  readonly name: string;
  readonly kind: string;
  readonly content: Buffer;
};

/** Reads objects by any of git's names; null where the process knows none, or is no longer there to tell. */
export type ReadObjects = (names: readonly string[]) => Promise<readonly (GitObject | null)[]>;

/** A reader for the repository around a folder; its process starts with the first question. */
export function createObjectReader(folder: string, env: NodeJS.ProcessEnv): ReadObjects {
  let reading: Reading | null = null;
  return async (names) => {
    if (names.length === 0) return [];
    if (names.some((name) => name.includes('\n'))) return names.map(() => null);
    if (reading === null || !reading.isThere()) reading = startReading(folder, env);
    return await reading.ask(names);
  };
}

/** Whoever asks again within it finds the process there. */
const IDLE_MS = 1000;

type Reading = { readonly isThere: () => boolean; readonly ask: ReadObjects };

type Question = {
  readonly count: number;
  readonly found: (GitObject | null)[];
  readonly resolve: (found: readonly (GitObject | null)[]) => void;
};

function startReading(folder: string, env: NodeJS.ProcessEnv): Reading {
  const child = spawn('git', ['-C', folder, 'cat-file', '--batch'], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const questions: Question[] = [];
  let isThere = true;
  let rest: NodeJS.Timeout | undefined;
  const leave = (): void => {
    isThere = false;
    child.stdin.end();
  };
  const giveUp = (): void => {
    isThere = false;
    clearTimeout(rest);
    for (const { count, found, resolve } of questions.splice(0))
      resolve([...found, ...Array.from({ length: count - found.length }, () => null)]);
  };
  const take = (object: GitObject | null): void => {
    const [question] = questions;
    question?.found.push(object);
    if (question === undefined || question.found.length < question.count) return;
    questions.shift();
    question.resolve(question.found);
    if (questions.length > 0) return;
    keepAwaited(child, false);
    rest = setTimeout(leave, IDLE_MS).unref();
  };
  child.stdout.on('data', createAnswerParser(take));
  child.stdin.on('error', () => undefined);
  child.on('error', giveUp);
  child.on('close', giveUp);
  child.unref();
  return {
    isThere: () => isThere,
    ask: (names) =>
      new Promise((resolve) => {
        clearTimeout(rest);
        keepAwaited(child, true);
        questions.push({ count: names.length, found: [], resolve });
        child.stdin.write(`${names.join('\n')}\n`);
      }),
  };
}

/** A process that nothing is awaited from keeps nobody from ending. */
function keepAwaited(
  { stdin, stdout }: ChildProcessByStdio<Writable, Readable, null>,
  isAwaited: boolean,
): void {
  for (const stream of [stdin, stdout]) {
    if (!(stream instanceof Socket)) continue;
    if (isAwaited) stream.ref();
    else stream.unref();
  }
}

/** Puts answers together from what arrives piece by piece. */
function createAnswerParser(take: (object: GitObject | null) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  let header: { readonly name: string; readonly kind: string; readonly size: number } | null = null;
  return (chunk) => {
    pieces.push(chunk);
    length += chunk.length;
    // A long object arrives in many pieces, which are put together once.
    if (header !== null && length <= header.size) return;
    let all = Buffer.concat(pieces);
    for (;;) {
      if (header === null) {
        const lineEnd = all.indexOf(0x0a);
        if (lineEnd === -1) break;
        const line = all.toString('utf8', 0, lineEnd);
        all = all.subarray(lineEnd + 1);
        const [, name, kind, size] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line) ?? [];
        if (name === undefined || kind === undefined) take(null);
        else header = { name, kind, size: Number(size) };
      } else {
        if (all.length <= header.size) break;
        const { name, kind, size } = header;
        header = null;
        take({ name, kind, content: all.subarray(0, size) });
        all = all.subarray(size + 1);
      }
    }
    pieces = [all];
    length = all.length;
  };
}
