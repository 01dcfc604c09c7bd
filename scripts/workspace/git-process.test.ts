// Git as it is run after many commands: by a small process, which shows in nothing but the time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GIT_ENVIRONMENT, makeRepository, removeTemplate } from '../apply/testing/repository.ts';
import { type GitRepository, openRepository } from './git.ts';

const MANY = 40;

let repository: GitRepository;

beforeAll(async () => {
  repository = openRepository(makeRepository(), GIT_ENVIRONMENT);
  for (let call = 0; call < MANY; call += 1) await repository.read(['rev-parse', 'HEAD']);
});
afterAll(removeTemplate);

/** The process between this one and git. */
function starters(pid = process.pid): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((word) => word !== '')
    .map(Number)
    .filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('--eval'));
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('one process starts git, however many commands there are', async () => {
  const before = starters();
  expect(before).toHaveLength(1);
  await Promise.all(Array.from({ length: MANY }, () => repository.read(['rev-parse', 'HEAD'])));
  expect(starters()).toEqual(before);
});

test('each of many commands at a time gets its own answer, byte for byte', async () => {
  const texts = Array.from({ length: MANY }, (_, index) =>
    Buffer.from([0, 255, index, 13, 10, ...Buffer.from('ü'.repeat(index * 100))]),
  );
  const read = await Promise.all(
    texts.map(async (text) => {
      const written = await repository.run(['hash-object', '-w', '--stdin'], text);
      const blob = written.stdout.toString('utf8').trim();
      return (await repository.run(['cat-file', 'blob', blob])).stdout;
    }),
  );
  expect(read).toEqual(texts);
});

test('what git refuses is told with its exit code and its words', async () => {
  const refused = await repository.run(['rev-parse', '--verify', 'no-such-name']);
  expect(refused).toMatchObject({ code: 128, stderr: 'fatal: Needed a single revision\n' });
  await expect(repository.read(['no-such-command'])).rejects.toThrow(
    'git no-such-command failed: ',
  );
});

test('a machine without git is told of as ever', async () => {
  const without = openRepository('/', { ...GIT_ENVIRONMENT, PATH: '/nowhere' });
  await expect(without.read(['version'])).rejects.toThrow(
    'git could not be started: install git and make sure that it is on the PATH',
  );
});

test('a command whose process is ended gives no answer, and the next one has a new process', async () => {
  const [before = 0] = starters();
  const endless = repository.read(['-c', 'alias.wait=!sleep 2', 'wait']);
  process.kill(before, 'SIGKILL');
  await expect(endless).rejects.toThrow('git gave no answer');
  await vi.waitUntil(() => starters().length === 0, 60_000);
  expect(await repository.read(['rev-parse', '--is-inside-work-tree'])).toBe('true');
  expect(starters()).not.toEqual([before]);
});

test.each(['SIGKILL', 'its work'])(
  'a toolkit that %s ends takes the small process along, which outlives signals to both',
  async (end) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM, end], {
      env: { ...GIT_ENVIRONMENT },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk]: unknown[] = await once(child.stdout, 'data');
    expect(String(chunk)).toBe('answered true\n');
    const [starter = 0] = starters(child.pid);
    if (end === 'SIGKILL') {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(starter, signal);
      expect(isGone(starter)).toBe(false);
      child.kill(end);
    } else child.kill('SIGUSR2');
    await once(child, 'exit');
    await vi.waitUntil(() => isGone(starter), 60_000);
  },
);

/** Nothing but the wait for a signal keeps it alive. */
const PROGRAM = `
import { openRepository } from '${fileURLToPath(new URL('git.ts', import.meta.url))}';
const repository = openRepository('.', process.env);
for (let call = 0; call < 30; call += 1) await repository.read(['version']);
const timer = setInterval(() => undefined, 1000);
process.on('SIGUSR2', () => clearInterval(timer));
console.log('answered ' + (await repository.run(['version'])).stdout.toString().startsWith('git'));
`;
