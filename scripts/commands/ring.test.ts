// `tocsin ring`: the run that comes after one that committed. It loses nothing, and never shows the token.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Double, startDouble } from '../github/testing/double.ts';
import { commitAll, git, runTocsin, temporaryFolder, cleanUp } from './testing/process.ts';

const WORKFLOW = `name: publish
on: workflow_dispatch
jobs:
  build: { runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
`;
const START = 'actions/create-workflow-dispatch';

let double: Double;
let checkout: string;

beforeAll(async () => {
  double = await startDouble();
  await double.actions.install('publish.yml', WORKFLOW);
});
beforeEach(() => {
  checkout = temporaryFolder('ring');
  git(checkout, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(checkout, 'tocsin.yaml'), 'nothing: [that, can, be, read\n');
  commitAll(checkout, 'A configuration that cannot be read');
  git(checkout, 'push', '--quiet', '--force', double.remote.path, 'main');
});
afterEach(async () => {
  double.faults.clear();
  await cleanUp();
  expect(double.takeViolations()).toEqual([]);
});
afterAll(() => double.close());

type Rung = { readonly code: number | null; readonly out: string; readonly err: string };

async function ring(words: readonly string[], changes: Record<string, string> = {}): Promise<Rung> {
  const token = double.accounts.workflow.token;
  const rung = await runTocsin(['ring', ...words], {
    cwd: checkout,
    environment: {
      GITHUB_ACTIONS: 'true',
      GITHUB_TOKEN: token,
      GITHUB_REPOSITORY: `${double.owner}/${double.repository}`,
      GITHUB_API_URL: double.url,
      ...changes,
    },
  });
  expect(rung.out + rung.err).not.toContain(token);
  return rung;
}

/** The events that runs were started by, the newest last. */
function started(): readonly unknown[] {
  return double.actions.runs().map(({ file, event }) => [file, event.name]);
}

test('starts a workflow on the branch that is checked out, whatever the files say', async () => {
  const before = started();
  expect(await ring(['publish.yml'])).toEqual({
    code: 0,
    out: 'publish.yml was started on main\n',
    err: '',
  });
  expect(started()).toEqual([...before, ['publish.yml', 'workflow_dispatch']]);
});

test('asks again when GitHub is away for a moment', async () => {
  const before = started().length;
  double.faults.plan(START, { kind: 'broken', status: 503 });
  const { code, out, err } = await ring(['publish.yml']);
  expect([code, out]).toEqual([0, 'publish.yml was started on main\n']);
  expect(err).toMatch(/^tocsin: waiting \d+ s: GitHub .*\n$/);
  expect(started()).toHaveLength(before + 1);
});

test.each([
  [
    'a workflow that is not there',
    ['pubish.yml'],
    {},
    3,
    /^tocsin: pubish\.yml was not started on main: GitHub .*: Not Found\b.*\n$/,
  ],
  [
    'a branch that is not there',
    ['publish.yml', '--branch', 'mian'],
    {},
    3,
    /^tocsin: publish\.yml was not started on mian: GitHub .*\n$/,
  ],
  [
    'a token that nobody knows',
    ['publish.yml'],
    { GITHUB_TOKEN: 'unknown' },
    3,
    /^tocsin: publish\.yml was not started on main: GitHub .*\n$/,
  ],
  [
    'no token',
    ['publish.yml'],
    { GITHUB_TOKEN: '' },
    3,
    /^tocsin: this needs GitHub: set GITHUB_TOKEN, .*\n$/,
  ],
  [
    'no repository',
    ['publish.yml'],
    { GITHUB_REPOSITORY: '' },
    3,
    /^tocsin: this needs GitHub: set GITHUB_REPOSITORY to .*\n$/,
  ],
  [
    'no workflow',
    [],
    {},
    2,
    /^tocsin: unexpected workflow ``, expected the name of its file .*\n$/,
  ],
  [
    'a path for a workflow',
    ['../x/publish.yml'],
    {},
    2,
    /^tocsin: unexpected workflow `..\/x\/publish\.yml`, .*\n$/,
  ],
])('says %s in one sentence', async (_what, words, changes, code, sentence) => {
  const before = started();
  expect(await ring(words, changes)).toEqual({
    code,
    out: '',
    err: expect.stringMatching(sentence),
  });
  expect(started()).toEqual(before);
});

test('asks for a branch where none is checked out', async () => {
  git(checkout, 'checkout', '--quiet', '--detach');
  const { code, err } = await ring(['publish.yml']);
  expect([code, err]).toEqual([
    2,
    'tocsin: no branch is checked out here: say which with --branch NAME\n',
  ]);
  expect((await ring(['publish.yml', '--branch', 'main'])).code).toBe(0);
});

test('starts it also on a server that cannot say which run that made', async () => {
  const older = await startDouble();
  await older.actions.install('publish.yml', WORKFLOW);
  older.actions.forgetRunDetails();
  git(checkout, 'push', '--quiet', '--force', older.remote.path, 'main');
  try {
    const place = {
      GITHUB_TOKEN: older.accounts.workflow.token,
      GITHUB_REPOSITORY: `${older.owner}/${older.repository}`,
      GITHUB_API_URL: older.url,
    };
    const { code, out } = await ring(['publish.yml', '--json'], place);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { workflow: 'publish.yml', branch: 'main', run: null },
    ]);
    expect(older.actions.runs()).toHaveLength(1);
  } finally {
    await older.close();
  }
});
