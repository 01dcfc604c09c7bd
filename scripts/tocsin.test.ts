// The launcher, as a process. A Node that is too old is played by the newest one under another version.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('tocsin.js', import.meta.url));
const PINNED = new URL('../node_modules/.bin/node', import.meta.url);
const canRun = process.platform === 'linux' && existsSync(PINNED);

let launched: ChildProcess | null = null;
afterEach(() => launched?.kill('SIGKILL'));

describe.skipIf(!canRun)(
  `the launcher under a Node that is too old${canRun ? '' : ' (skipped: needs Linux and the pinned Node)'}`,
  () => {
    test.each([0, 2])('ends with the exit code %i of the program', async (code) => {
      const launcher = launch(code === 0 ? '--version' : 'no-such-command');
      expect(await once(launcher, 'exit')).toEqual([code, null]);
    });

    test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
      'ends by %s when the program does',
      async (signal) => {
        const launcher = launch(...WAITS);
        process.kill(await programOf(launcher), signal);
        expect(await once(launcher, 'exit')).toEqual([null, signal]);
      },
    );

    test('hands a signal on to the program, which it does not outlive', async () => {
      const launcher = launch(...WAITS);
      const program = await programOf(launcher);
      launcher.kill('SIGTERM');
      expect(await once(launcher, 'exit')).toEqual([null, 'SIGTERM']);
      expect(existsSync(`/proc/${program}`)).toBe(false);
    });
  },
);

/** A command that waits for standard input, which stays open. */
const WAITS = ['normalise', '--vendor', 'sentry'];

function launch(...words: readonly string[]): ChildProcess {
  const old = "{ ...process.versions, node: '20.0.0' }";
  const pretend = `data:text/javascript,Object.defineProperty(process, 'versions', { value: ${old} })`;
  const args = ['--import', pretend, LAUNCHER, ...words];
  launched = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  return launched;
}

/** The process of the program, once the launcher listens to signals. */
async function programOf({ pid }: ChildProcess): Promise<number> {
  for (;;) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    )?.[1];
    const listens = (BigInt(`0x${caught ?? 0}`) & SIGTERM_BIT) !== 0n;
    if (children !== '' && listens) return Number(children);
    await sleep(10);
  }
}

const SIGTERM_BIT = 1n << 14n;
