// Every command in the README, run as written, in a copy of the repository.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

const commands = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((block) =>
  (block[1] ?? '').split('\n').filter((line) => line !== ''),
);

let folder = '';
let started: ChildProcess | null = null;
let printed = '';

beforeAll(async () => {
  folder = copyRepository();
  started = spawn('npm', ['start'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  printed = await readUntil(started, 'Ctrl+C stops it');
  for (const line of printed.split('\n').filter((text) => text.startsWith('curl'))) run(line);
});

afterAll(() => {
  if (started?.pid !== undefined) process.kill(-started.pid, 'SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

describe('the README', () => {
  test('begins with the two commands that set everything up and run it', () => {
    expect(commands.slice(0, 2)).toEqual(['npm ci', 'npm start']);
  });

  test('what CI runs installs with the same lock file', () => {
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toContain('npm cit');
  });

  test('`npm start` prints a page, webhooks and two lines to try', () => {
    expect(printed).toMatch(/Status page\s+http:\/\/127\.0\.0\.1:\d+\//);
    expect(printed.split('\n').filter((line) => line.startsWith('curl'))).toHaveLength(2);
  });

  test.each(commands.slice(2))('`%s` works as written', (command) => {
    expect(run(command)).not.toBe('');
  });

  test('links to files that exist', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => !link.includes('://'));
    expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
    expect(links.length).toBeGreaterThan(5);
  });

  test('names only tests that exist as proofs', () => {
    const paths = [...README.matchAll(/`((?:scripts|site)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

function run(command: string): string {
  return execFileSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The files as they are now, tracked or new, as one commit of a fresh repository. */
function copyRepository(): string {
  const target = mkdtempSync(join(tmpdir(), 'tocsin-readme-'));
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  for (const path of listed
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(ROOT, path), join(target, path));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(target, 'node_modules'));
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: target,
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Copy');
  return target;
}

function readUntil(child: ChildProcess, mark: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes(mark)) resolve(text);
    });
    child.on('close', () => reject(new Error(`it ended early: ${text}`)));
  });
}
