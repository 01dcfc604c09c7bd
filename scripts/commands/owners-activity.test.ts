// `tocsin owners coverage` and `owners drift` end to end: real processes, real git.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';
import {
  type Answer,
  type Author,
  cloneOf,
  commitAll,
  edit,
  git,
  makeRoot,
  tocsin,
  write,
} from './testing/ownership.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let root: string;

beforeAll(() => {
  root = makeRoot();
});
afterAll(() => rmSync(root, { recursive: true }));

const ask = (words: readonly string[], organisation = root, cwd = organisation): Answer =>
  tocsin(words, organisation, cwd);

const json = (words: readonly string[], organisation = root, cwd = organisation) =>
  JSON.parse(tocsin([...words, '--json'], organisation, cwd).stdout);

describe('`tocsin owners coverage`', () => {
  const line = (signal: object, source = 'prometheus', hour = 10): string =>
    JSON.stringify({
      source,
      receivedAt: `2026-11-20T${hour}:00:00.000Z`,
      signal: {
        vendor: 'prometheus-alertmanager',
        kind: 'problem',
        action: 'trigger',
        dedupKey: 'p1',
        ...signal,
      },
    });

  test('counts files, endpoints, services and signals, from recorded ones and from the inbox', async () => {
    const copy = cloneOf(root);
    const code = mkdtempSync(join(tmpdir(), 'tocsin-code-'));
    for (const path of [
      'web/a',
      'services/payments/a',
      'services/payments/generated/b',
      'tools/deep/er/c',
      'README.md',
    ])
      write(code, path, '');
    commitAll(code, '2026-11-02T10:00:00Z', { init: true });
    write(
      copy,
      'rules/recorded.jsonl',
      [
        line({ title: 'a', service: 'payments-api', labels: { url: '/v1/payments/7' } }),
        line({ title: 'b', service: 'mystery', labels: { url: '/v9/x/12345', method: 'GET' } }),
        line({ title: 'b', service: 'mystery', labels: { url: '/v9/x/99999', method: 'GET' } }),
        line({ title: 'c', service: 'scraper', labels: {} }),
        line({ title: 'd', labels: { job: 'prod/tracking-api/http' } }, 'sentry', 11),
        '',
      ].join('\n'),
    );
    mkdirSync(join(copy, '.tocsin'));
    const inbox = openSqliteInbox(join(copy, '.tocsin/inbox.sqlite'));
    const fixture = JSON.parse(
      readFileSync(
        join(EXAMPLE, 'scripts/signals/vendors/sentry/fixtures/event-alert.json'),
        'utf8',
      ),
    );
    const request = {
      source: 'sentry',
      vendor: 'sentry',
      deliveryId: null,
      headers: fixture.headers,
      body: new TextEncoder().encode(JSON.stringify(fixture.body)),
    };
    await inbox.accept({ ...request, receivedAt: '2026-11-20T10:00:00.000Z' });
    // Recorded since then, so it is not a further one.
    await inbox.accept({ ...request, receivedAt: '2026-11-20T11:00:00.000Z' });
    await inbox.close();
    expect(ask(['validate'], copy).status).toBe(0);
    const run = ask(['owners', 'coverage', '--repo', 'shop', code, '--check'], copy);
    expect(run.status).toBe(1);
    expect(run.stdout.split('\n').slice(0, 17)).toEqual([
      'signals seen: 5 in rules/recorded.jsonl, 1 more in the inbox',
      'tracked files of shop: 2 of 5 resolve at 0.70 or more (40 %)',
      '  - README.md',
      '  - services/payments/',
      '  - tools/deep/',
      'endpoints seen: 2 of 3 resolve at 0.70 or more (66 %)',
      '  - GET /v9/x/{id}',
      'services seen: 2 of 4 resolve at 0.70 or more, 1 unowned on purpose (75 %)',
      '  - mystery',
      'signals: 3 of 6 resolve at 0.70 or more, 1 unowned on purpose (66 %)',
      '  - mystery (2)',
      'signals by product and function:',
      '    logistics/backend: 1 of 1',
      '    no product/backend: 0 of 2',
      '    payments/backend: 2 of 2',
      '    platform/devops: 1 of 1',
      'orphan services, seen and not declared: mystery (2)',
    ]);
    expect(unfolded(run.stdout)).toMatch(
      /^ghost services, declared and never seen: .*, and \d+ more$/m,
    );
    const ghosts: readonly string[] = json(['owners', 'coverage'], copy).ghosts;
    expect(ghosts).toContain('payouts');
    expect(ghosts).not.toContain('tracking-api');
    write(copy, 'rules/recorded.jsonl', '{"source": "x"}\n');
    expect(ask(['owners', 'coverage'], copy)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('rules/recorded.jsonl:1: unexpected `receivedAt`'),
    });
    rmSync(copy, { recursive: true });
    rmSync(code, { recursive: true });
  });
});

describe('`tocsin owners drift`', () => {
  const ines: Author = { name: 'Ines Carvalho', address: 'ines@home.example' };
  const mara: Author = { name: 'x', address: 'mara.okafor@larder.example' };
  const machine: Author = { name: 'renovate[bot]', address: 'mara-okafor@larder.example' };
  const stranger: Author = { name: 'Somebody', address: 'some@body.example' };
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString();

  function history(commits: readonly (readonly [Author, number])[]): string {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-drift-'));
    git(folder, ['init', '--quiet', '--initial-branch=main']);
    for (const [index, [author, ago]] of commits.entries()) {
      write(folder, 'services/payments/charge.ts', String(index));
      commitAll(folder, day(ago), { author });
    }
    return folder;
  }

  /** The map with a review 60 days ago. */
  function reviewed(): string {
    const copy = cloneOf(root);
    edit(
      copy,
      'ownership/products/payments.yaml',
      'reviewed: 2026-09-01',
      `reviewed: ${day(60).slice(0, 10)}`,
    );
    return copy;
  }

  test('flags a service on which another team works, with numbers, without people, and with a patch that applies', () => {
    const copy = reviewed();
    const code = history([
      [mara, 90],
      [mara, 80],
      [mara, 50],
      [machine, 45],
      [stranger, 40],
      ...[9, 8, 7, 6].map((ago) => [ines, ago] as const),
    ]);
    const run = ask(['owners', 'drift', '--repo', 'shop', code], copy);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('DRIFT payments-api, backend: payments owns it; 6 commits since');
    expect(unfolded(run.stdout)).toContain(
      ': ordering 4 (67 %), payments 1 (17 %), in no team 1 (17 %) payments made 17 % of 6 commits, ordering 67 %',
    );
    expect(run.stdout).not.toMatch(/ines|mara|somebody|home\.example/i);
    const patch = run.stdout.slice(run.stdout.indexOf('--- a/'));
    execFileSync('git', ['apply', '-'], { cwd: copy, input: patch });
    expect(json(['who', 'payments-api'], copy).owner.team).toBe('ordering');
    expect(git(copy, ['diff', '--numstat'])).toContain('2\t2\townership/products/payments.yaml');
    rmSync(copy, { recursive: true });
    rmSync(code, { recursive: true });
  });

  test('counts nothing that the oldest commit of a shallow checkout seems to have written, and says so', () => {
    const copy = reviewed();
    const code = history([9, 8, 7, 6, 5].map((ago) => [ines, ago] as const));
    const shallow = `${code}-shallow`;
    git(code, ['clone', '--quiet', '--depth', '2', `file://${code}`, shallow]);
    const run = ask(['owners', 'drift', '--repo', 'shop', shallow], copy);
    expect(run.stdout).toContain('ordering 1 (100 %)');
    expect(run.stderr).toBe(
      `tocsin: the history of this checkout begins ${day(6).slice(0, 10)}, so work before it is not counted: fetch all of it (\`git fetch --unshallow\`)\n`,
    );
    expect(json(['owners', 'drift', '--repo', 'shop', code], copy).history_from).toBeNull();
    for (const folder of [copy, code, shallow]) rmSync(folder, { recursive: true });
  });

  test('has one patch for a file, which applies where several functions and services drift', () => {
    const copy = reviewed();
    const file = 'ownership/products/payments.yaml';
    edit(
      copy,
      file,
      '        paths: ["services/payments/**", "!**/generated/**"]\n',
      '        paths: ["services/payments/**", "!**/generated/**"]\n      - repo: shop\n        paths: ["migrations/payments/**"]\n        function: database\n',
    );
    const code = history([9, 8, 7, 6, 5].map((ago) => [ines, ago] as const));
    for (const ago of [4, 3, 2, 1, 0]) {
      write(code, 'migrations/payments/one.sql', String(ago));
      commitAll(code, day(ago), { author: ines });
    }
    const run = ask(['owners', 'drift', '--repo', 'shop', code], copy);
    expect(run.stdout.match(/^DRIFT payments-api/gm)).toHaveLength(2);
    expect(run.stdout.match(/^--- a\//gm)).toHaveLength(1);
    const patch = run.stdout.slice(run.stdout.indexOf('--- a/'));
    execFileSync('git', ['apply', '-'], { cwd: copy, input: patch });
    expect(git(copy, ['diff', '--unified=0'])).toMatch(
      /\+ {6}backend: ordering\n\+ {6}database: ordering\n/,
    );
    rmSync(copy, { recursive: true });
    rmSync(code, { recursive: true });
  });

  test.for<[string, readonly (readonly [Author, number])[], number]>([
    [
      'is content with a quarter of the commits',
      [[mara, 20], ...[9, 8, 7].map((ago) => [ines, ago] as const), [mara, 5]],
      0,
    ],
    ['says nothing on a handful of commits', [9, 8, 7, 6].map((ago) => [ines, ago] as const), 0],
    [
      'does not count what was before the review',
      [
        ...[90, 89, 88, 87, 86].map((ago) => [ines, ago] as const),
        ...[5, 4, 3, 2, 1].map((ago) => [mara, ago] as const),
      ],
      0,
    ],
  ])('%s', ([, commits, status]) => {
    const copy = reviewed();
    const code = history(commits);
    expect(ask(['owners', 'drift', '--repo', 'shop', code], copy).status).toBe(status);
    rmSync(copy, { recursive: true });
    rmSync(code, { recursive: true });
  });

  test('flags an owner that is gone for half a year while others go on', () => {
    const copy = cloneOf(root);
    edit(copy, 'ownership/products/payments.yaml', '    reviewed: 2026-09-01\n', '');
    const code = history([
      ...[200, 199, 198, 197].map((ago) => [mara, ago] as const),
      ...[9, 8, 7, 6].map((ago) => [ines, ago] as const),
    ]);
    const run = ask(['owners', 'drift', '--repo', 'shop', code], copy);
    expect(run.status).toBe(1);
    expect(unfolded(run.stdout)).toContain(
      `payments made its last one on ${day(197).slice(0, 10)}; ordering made 4 of 8 commits, the last on ${day(6).slice(0, 10)}`,
    );
    rmSync(copy, { recursive: true });
    rmSync(code, { recursive: true });
  });
});

/** What a terminal of 80 cells folds, on one line again; lists stay lists. */
function unfolded(text: string): string {
  return text.replaceAll(/\n {2,}(?=[^\s-])/g, ' ');
}
