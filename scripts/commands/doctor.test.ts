// `tocsin doctor` asks a GitHub on this machine.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  git,
  removeFolders,
  temporaryFolder,
  writeOrganisation,
} from '../apply/testing/repository.ts';
import { parseArguments } from '../cli/arguments.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { instantFromMs } from '../model/instant.ts';
import type { Runtime } from '../runtime.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';
import { doctor } from './doctor.ts';

let double: Double;
let root: string;

beforeAll(async () => {
  double = await startDouble({ isPrivate: true });
  root = temporaryFolder();
  writeOrganisation(root);
  writeFileSync(join(root, 'tocsin.yaml'), `${SETTINGS}writer: actions\n`);
  for (const part of ['.github', 'action.yml'])
    cpSync(join(EXAMPLE, part), join(root, part), { recursive: true });
  for (const name of ['incident', 'action-item']) {
    const label = { name, color: 'b60205', description: '' };
    const headers = { authorization: `Bearer ${double.accounts.admin.token}` };
    const url = `${double.url}/repos/${double.owner}/${double.repository}/labels`;
    await fetch(url, { method: 'POST', headers, body: JSON.stringify(label) });
  }
});
afterAll(async () => {
  await double.close();
  removeFolders();
});
beforeEach(() => double.reset());
afterEach(() => expect(double.takeViolations()).toEqual([]));

describe('the doctor', () => {
  test('finds nothing where everything is set up', async () => {
    const { code, out } = await ask([], { GITHUB_TOKEN: double.accounts.admin.token });
    expect(out).toMatch(/^ok {5}github {10}larder\/incidents answers$/m);
    expect(out.split('\n').filter((line) => line !== '' && !line.startsWith('ok'))).toEqual([]);
    expect(code).toBe(0);
  });

  test('says what to switch on, and where', async () => {
    double.setSettings({
      hasIssues: false,
      allowedActions: 'none',
      mayCreatePullRequests: false,
      variables: {},
      branchRules: ['pull_request'],
    });
    const { code, out } = await ask([], { GITHUB_TOKEN: double.accounts.admin.token });
    expect(findingsIn(out)).toEqual(['issues', 'branch', 'actions', 'pull-requests', 'switch']);
    expect(out).toContain('set the variable TOCSIN to `on` under Settings →');
    expect(code).toBe(1);
  });

  test('says where to switch on GitHub Pages, once the page is to go there', async () => {
    const token = { GITHUB_TOKEN: double.accounts.admin.token };
    double.setSettings({ variables: { TOCSIN: 'on', TOCSIN_PUBLISH: 'pages' } });
    const off = await ask(['pages'], token);
    expect([off.code, off.out]).toEqual([
      1,
      'to do  pages           off, so `publish.yml` fails, and there is no page: choose "GitHub Actions" under Settings → Pages → Build and deployment → Source\n',
    ]);
    double.setSettings({ pages: 'legacy' });
    expect((await ask(['pages'], token)).out).toMatch(
      /^to do {2}pages {11}takes pages from a branch/,
    );
    double.setSettings({ pages: 'workflow' });
    expect((await ask(['pages'], token)).out).toBe(
      'ok     pages           takes the page from workflows\n',
    );
    const run = await ask(['pages'], { GITHUB_TOKEN: double.accounts.workflow.token });
    expect([run.code, run.out]).toEqual([
      3,
      expect.stringContaining('look under Settings → Pages'),
    ]);
  });

  test('names all actions that the workflows use, where only some are allowed', async () => {
    double.setSettings({ allowedActions: 'selected' });
    const { out } = await ask(['actions'], { GITHUB_TOKEN: double.accounts.admin.token });
    expect(out).toContain(
      'see that `actions/checkout@*`, `actions/deploy-pages@*`, `actions/upload-artifact@*` are among those',
    );
  });

  test('sees protection of the older kind', async () => {
    await push();
    double.setSettings({ isBranchProtected: true });
    const { out } = await ask([], { GITHUB_TOKEN: double.accounts.admin.token });
    expect(findingsIn(out)).toEqual(['branch']);
  });

  test('says what the token of a run cannot be told, and fails nobody for it', async () => {
    const { code, out } = await ask([], { GITHUB_TOKEN: double.accounts.workflow.token });
    expect(out).toMatch(
      /^\? {6}actions {9}GitHub tells it only to those who may change it: look under/m,
    );
    expect(code).toBe(0);
  });

  test('tries whether the git of a gateway may push, and pushes nothing', async () => {
    const actions = root;
    root = temporaryFolder();
    git(root, 'clone', '--quiet', double.remote.path, '.');
    writeOrganisation(root);
    writeFileSync(join(root, 'tocsin.yaml'), `${SETTINGS}writer: gateway\n`);
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', 'An organisation begins here');
    const environment = { GITHUB_TOKEN: double.accounts.admin.token };
    const before = await double.remote.git(['for-each-ref']);
    expect((await ask(['push'], environment)).out).toBe(
      'ok     push            git may push to origin with what this machine has for it\n',
    );
    expect(await double.remote.git(['for-each-ref'])).toEqual(before);
    git(root, 'remote', 'set-url', 'origin', 'https://127.0.0.1:1/larder/incidents');
    const app = { TOCSIN_APP_ID: double.app.id, TOCSIN_APP_KEY: double.app.privateKey };
    const refused = await ask(['push'], app);
    expect(refused.out).toMatch(
      /^to do {2}push {12}git may not push to origin with the token of the App: git push failed: .*grant the App/,
    );
    expect(refused.code).toBe(1);
    git(root, 'remote', 'remove', 'origin');
    expect((await ask(['push'], environment)).out).toContain('there is no remote `origin`');
    root = actions;
  });

  test('asks as the App where it has its key', async () => {
    const before = double.app.given();
    const { code, out } = await ask(['github', 'token'], {
      TOCSIN_APP_ID: double.app.id,
      TOCSIN_APP_KEY: double.app.privateKey,
    });
    expect([code, out]).toEqual([0, expect.stringContaining('may push')]);
    expect(double.app.given() - before).toBe(1);
  });

  test('sees a clock that is wrong', async () => {
    const { out } = await ask(['clock'], { GITHUB_TOKEN: double.accounts.admin.token }, 120_000);
    expect(out).toMatch(/^to do {2}clock {11}1(19|20|21) s ahead of GitHub: /);
  });

  test('makes only the checks that are named, as JSON too', async () => {
    const { code, out } = await ask(['visibility', '--json'], {
      GITHUB_TOKEN: double.accounts.read.token,
    });
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { results: [expect.objectContaining({ check: 'visibility', state: 'ok' })] },
    ]);
  });

  test('without GitHub checks what is here, and does not let a named check pass unmade', async () => {
    const all = await ask([], {});
    expect([all.code, all.out]).toEqual([
      0,
      expect.stringContaining('not asked: set GITHUB_TOKEN'),
    ]);
    expect((await ask(['visibility'], {})).code).toBe(3);
    expect((await ask(['visibility'], { GITHUB_TOKEN: 'token-of-nobody' })).code).toBe(3);
  });

  test.each([
    [{ TOCSIN_APP_ID: '1' }, 'set both TOCSIN_APP_ID and TOCSIN_APP_KEY'],
    [{ GITHUB_TOKEN: 'x', GITHUB_API_URL: 'http://github.example' }, 'to an https address'],
    [{ GITHUB_TOKEN: 'x', GITHUB_REPOSITORY: 'larder' }, 'to OWNER/REPOSITORY'],
  ])('says of %j what is missing', async (environment, sentence) => {
    const { out } = await ask(['github'], environment);
    expect(out).toContain(sentence);
  });

  test('knows its checks, and offers the nearest', async () => {
    await expect(ask(['visiblity'], {})).rejects.toThrow(
      'unexpected check `visiblity`: did you mean `visibility`?',
    );
  });
});

const SETTINGS = `schema: tocsin/organisation@1
name: Small
url: https://status.small.example
triage: desk
environments: [production, staging]
quiet_period: 30m
`;

async function push(): Promise<void> {
  const empty = ['hash-object', '-t', 'tree', '-w', '/dev/null'];
  const tree = (await double.remote.git(empty)).toString().trim();
  const commit = (await double.remote.git(['commit-tree', '-m', 'Begin', tree])).toString().trim();
  await double.remote.git(['update-ref', 'refs/heads/main', commit]);
}

function findingsIn(out: string): readonly string[] {
  return [...out.matchAll(/^to do +(\S+)/gm)].map(([, name = '']) => name);
}

async function ask(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  aheadMs = 0,
): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const runtime: Runtime = {
    program: '',
    environment: {
      PATH: process.env['PATH'],
      GITHUB_REPOSITORY: `${double.owner}/${double.repository}`,
      GITHUB_API_URL: double.url,
      ...environment,
    },
    workingDirectory: root,
    now: () => instantFromMs(Date.now() + aheadMs) ?? '',
    random: () => 0.5,
    width: 80,
    out: (text) => {
      out += text;
    },
    annotate: () => undefined,
    err: () => undefined,
    hasColour: false,
    readStandardInput: () => Promise.reject(new Error('nothing is read')),
    onStop: () => undefined,
  };
  const code = await doctor.run(parseArguments(doctor.spec, words), runtime);
  return { code, out };
}
