// The launcher, as a process. A Node that is too old is played by the newest one under another version.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { commands } from './commands/registry.ts';

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

test('every command can be loaded from its sources as they are', () => {
  const program = `
    const { commands } = await import(${JSON.stringify(new URL('commands/registry.ts', import.meta.url))});
    for (const { load } of Object.values(commands)) console.log(typeof (await load()).run);
  `;
  const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(loaded.trim().split('\n')).toEqual(Object.keys(commands).map(() => 'function'));
});

/** A command that waits for standard input, which stays open. */
const WAITS = ['normalise', '--vendor', 'sentry'];

function launch(...words: readonly string[]): ChildProcess {
  const old = "{ ...process.versions, node: '20.0.0' }";
  const pretend = `data:text/javascript,Object.defineProperty(process, 'versions', { value: ${old} })`;
  const args = ['--import', pretend, LAUNCHER, ...words];
  launched = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  return launched;
}

/** The process of the program, as soon as there is one. */
async function programOf({ pid }: ChildProcess): Promise<number> {
  for (;;) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    if (children !== '') return Number(children);
    await sleep(1);
  }
}
