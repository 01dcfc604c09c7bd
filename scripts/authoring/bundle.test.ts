// The GitHub Action as a runner starts it: the program in one file, without any package beside it.
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeAction, makeBundle } from './bundle.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
let path: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-it's-an-action-"));
  mkdirSync(join(folder, 'action'));
  for (const [name, text] of Object.entries(await makeAction()))
    writeFileSync(join(folder, name), text);
  for (const name of ['action/setup.js', 'package.json', 'tocsin.yaml', 'ownership', 'rules'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  const [paths, variables] = [join(folder, 'paths'), join(folder, 'variables')];
  writeFileSync(paths, '/somewhere/else\n');
  execFileSync(process.execPath, [join(folder, 'action/setup.js')], {
    env: { GITHUB_ENV: variables, GITHUB_PATH: paths, RUNNER_TEMP: join(folder, 'runner') },
  });
  const [, added = '', end] = readFileSync(paths, 'utf8').split('\n');
  expect(end).toBe('');
  path = added;
  expect(readFileSync(variables, 'utf8')).toBe(`TOCSIN_TOOLKIT=${folder}/\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the action', () => {
  test('starts the file that puts the program on the path, on Node 24', () => {
    const action: unknown = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
    expect(action).toMatchObject({ runs: { using: 'node24', main: 'action/setup.js' } });
  });

  test('makes `tocsin` a command of later steps', () => {
    const run = tocsin('who', 'payments-api', '--json');
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ owner: { team: 'payments' } });
  });

  test('hands arguments and exit codes through', () => {
    expect(tocsin('who', '--wrong option').status).toBe(2);
    expect(tocsin('validate').status).toBe(0);
  });

  test('says that it holds no site, and where to find one', () => {
    const run = tocsin('build', '--out', join(folder, 'out'));
    expect([run.status, run.stderr]).toEqual([3, expect.stringContaining('run `npm ci` there')]);
  });

  test('says what is missing where no runner is', () => {
    const run = spawnSync(process.execPath, [join(folder, 'action/setup.js')], { env: {} });
    expect([run.status, run.stderr.toString()]).toEqual([
      3,
      expect.stringContaining('GITHUB_ENV, GITHUB_PATH and RUNNER_TEMP'),
    ]);
  });
});

describe('the bundle', () => {
  test('is the same for the same sources, and tells of no folder of this machine', async () => {
    const again = await makeBundle();
    const first = readFileSync(join(folder, 'action/tocsin.js'), 'utf8');
    expect(again['action/tocsin.js'] === first).toBe(true);
    expect(first.includes(ROOT)).toBe(false);
  });

  test('names the licence of each package in it', () => {
    const licences = readFileSync(join(folder, 'action/licences.txt'), 'utf8');
    for (const name of ['yaml', 'ajv', 'hono', 'unified', 'jose', '@octokit/rest'])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(\\w+\\)$`, 'm'));
    expect(licences).not.toContain('undefined');
  });
});

function tocsin(...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(join(path, 'tocsin'), [...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
}
