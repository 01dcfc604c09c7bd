// The ownership commands end to end: real processes, real git repositories, a copy of the example organisation.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { copyExample, EXAMPLE } from '../validation/fixtures/plant.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const WORD = ['toc', 'sin'].join('');
let root: string;
let shop: string;

beforeAll(() => {
  root = copyExample();
  commitAll(root, '2026-11-01T10:00:00Z', { init: true });
  shop = mkdtempSync(join(tmpdir(), 'tocsin-shop-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(shop, { recursive: true });
});

type Author = { readonly name: string; readonly address: string };
const TEST_AUTHOR: Author = { name: 'Test', address: 'test@example.org' };

function git(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

function commitAll(
  folder: string,
  at: string,
  {
    init = false,
    author = TEST_AUTHOR,
  }: { readonly init?: boolean; readonly author?: Author } = {},
): void {
  if (init) git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['add', '--all', '--force']);
  git(
    folder,
    [
      '-c',
      `user.name=${author.name}`,
      '-c',
      `user.email=${author.address}`,
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      'Change',
    ],
    { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at },
  );
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function edit(folder: string, path: string, find: string, replace: string): void {
  const before = readFileSync(join(folder, path), 'utf8');
  expect(before).toContain(find);
  writeFileSync(join(folder, path), before.replace(find, replace));
}

function tocsin(
  words: readonly string[],
  { cwd = root, organisation = root } = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(EXAMPLE, 'scripts/tocsin.js'), ...words, '--root', organisation],
    { cwd, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

const json = (words: readonly string[], place: Parameters<typeof tocsin>[1] = {}) =>
  JSON.parse(tocsin([...words, '--json'], place).stdout);

function copyOfRoot(): string {
  const copy = mkdtempSync(join(tmpdir(), 'tocsin-owners-'));
  git(tmpdir(), ['clone', '--quiet', root, copy]);
  return copy;
}

describe('`tocsin who`', () => {
  test.for<[readonly string[], Readonly<Record<string, unknown>>]>([
    [['payments-api'], { step: 'service', confidence: 0.95 }],
    [['POST', '/v1/payments'], { step: 'endpoint', match: 'POST /v1/payments' }],
    [['https://api.larder.example/v1/orders/7'], { step: 'endpoint', service: 'order-api' }],
    [['OrderController#create'], { step: 'transaction', service: 'order-api' }],
    [
      ['./services/orders/migrations/7.sql'],
      { step: 'path', owner: { team: 'data-platform', function: 'database', product: 'ordering' } },
    ],
    [['/services/orders/x', '--repo', 'larder/shop'], { step: 'path', service: 'order-api' }],
    [
      ['payments-api', '--function', 'security'],
      { owner: { team: 'security', function: 'security', product: 'payments' } },
    ],
    [['scraper'], { service: 'price-scraper', doubts: ['unowned'] }],
  ])('%j finds the owner with the deciding line', ([words, expected]) => {
    const answer = json(['who', ...words]);
    expect(answer).toMatchObject(expected);
    expect(answer.place.file).toMatch(/^ownership\/products\/.*\.yaml$/);
    expect(answer.onCall.person).toMatch(/^[a-z-]+$/);
  });

  test('ends with 1 and names triage for what nobody has', () => {
    const run = tocsin(['who', 'nothing-known']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('platform/backend\n  confidence  0.10 by triage');
  });

  test('answers as it was on a day, and at a commit, with who was on call then', () => {
    const copy = copyOfRoot();
    edit(
      copy,
      'ownership/products/payments.yaml',
      'backend: payments\n      database',
      'backend: ordering\n      database',
    );
    commitAll(copy, '2026-11-10T10:00:00Z');
    const place = { organisation: copy };
    const ask = (...at: readonly string[]): unknown => {
      const answer = json(['who', 'payments-api', ...at], place);
      return [answer.owner.team, answer.onCall.schedule];
    };
    expect(ask()).toEqual(['ordering', 'ordering-primary']);
    expect(ask('--at', '2026-11-09')).toEqual(['payments', 'payments-primary']);
    expect(ask('--at', '2026-11-10')).toEqual(['ordering', 'ordering-primary']);
    expect(ask('--at', 'HEAD~1')).toEqual(['payments', 'payments-primary']);
    rmSync(copy, { recursive: true });
  });

  test('infers the owner of an unowned file from history when asked, never surely', () => {
    write(shop, 'lib/x.ts', '1');
    commitAll(shop, '2026-11-02T10:00:00Z', {
      init: true,
      author: { name: 'Ines', address: '7+ines-carvalho@users.noreply.github.com' },
    });
    const run = tocsin(['who', 'lib/x.ts', '--dir', shop, '--at', '2026-11-20']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain(
      'best guess  ordering/backend 0.40 by history `1 of 1 commits in a year`',
    );
    expect(run.stdout).not.toContain('ines');
  });

  test.for<[readonly string[], number, string]>([
    [['who'], 2, 'expected a service, an endpoint, a transaction or a path'],
    [
      ['who', 'x', '--function', 'databse'],
      2,
      'unexpected function `databse`: did you mean `database`?',
    ],
    [['who', 'x', '--at', '2026-02-30'], 2, 'unexpected time `2026-02-30`'],
    [['who', 'x', '--at', 'no-such-branch'], 3, 'there is no commit `no-such-branch` here'],
    [['who', 'x', '--at', '2020-01-01'], 3, 'there is no commit until 2020-01-01'],
    [['owners'], 2, 'expected one of scan, diff, coverage, drift'],
    [['owners', 'scam'], 2, 'unexpected `scam`: did you mean `scan`?'],
    [['owners', 'diff', '--write'], 2, '`owners diff` does not take it'],
    [['owners', 'diff', 'x'], 2, '`owners diff` takes no folder'],
    [
      ['owners', 'scan', '--repo', 'shopp'],
      2,
      'unexpected repository `shopp`: did you mean `shop`?',
    ],
    [['owners', 'drift', '--repo', 'shop', tmpdir()], 2, 'expected a checkout of a git repository'],
    [['codeowners'], 2, 'which repository is this? Name it with --repo, expected one of ., shop'],
    [
      ['codeowners', '--repo', 'shop', '--out', '-', '--check'],
      2,
      'unexpected --out - with --check',
    ],
  ])('and the others say in one line what is wrong with %j', ([words, status, message]) => {
    const run = tocsin(words);
    expect([run.status, run.stdout]).toEqual([status, '']);
    expect(run.stderr).toMatch(/^tocsin: .*\n$/);
    expect(run.stderr).toContain(message);
  });
});

describe('`tocsin owners scan`', () => {
  let code: string;
  let map: string;
  beforeAll(() => {
    map = copyOfRoot();
    code = mkdtempSync(join(tmpdir(), 'tocsin-code-'));
    for (const path of [
      'services/orders/a',
      'services/orders/migrations/1.sql',
      'services/invoicing/a',
      'web/a',
    ])
      write(code, path, '');
    write(
      code,
      'services/payments/charge.ts',
      `// ${WORD}: service=payments-api endpoint="POST /v1/payments" transaction=PaymentController#charge\n`,
    );
    commitAll(code, '2026-11-02T10:00:00Z', { init: true });
    git(code, ['remote', 'add', 'origin', 'https://github.com/larder/shop.git']);
  });
  afterAll(() => {
    rmSync(map, { recursive: true });
    rmSync(code, { recursive: true });
  });
  const place = (): Parameters<typeof tocsin>[1] => ({ cwd: code, organisation: map });

  test('is content when code and map say the same; the repository is told by its remote', () => {
    expect(tocsin(['owners', 'scan', '--check'], place())).toMatchObject({
      status: 0,
      stdout: '1 annotation in shop\ncode and map say the same\n',
    });
  });

  test('adds what the map lacks and leaves every other byte alone; then both say the same', () => {
    write(code, 'lib/fees.py', `# ${WORD}: service=payments-api endpoint="GET /v1/fees"\n`);
    write(code, 'lib/tax.py', `@${WORD}(service="invoicing", transaction="Tax.run")\n`);
    commitAll(code, '2026-11-03T10:00:00Z');
    const file = join(map, 'ownership/products/payments.yaml');
    const before = readFileSync(file, 'utf8');
    const told = tocsin(['owners', 'scan', '--check'], place());
    expect(told.status).toBe(1);
    expect(told.stdout).toContain(
      'ownership/products/payments.yaml: payments-api lacks endpoint GET /v1/fees (lib/fees.py:1)\n',
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(tocsin(['owners', 'scan', '--write', '--check'], place()).status).toBe(0);
    const after = readFileSync(file, 'utf8');
    expect(after).toContain(
      'endpoints: ["POST /v1/payments", "/v1/payments/**", "/v1/refunds/**", "GET /v1/fees"]',
    );
    expect(after).toContain('paths: ["services/payments/**", "!**/generated/**", lib/fees.py]');
    expect(after).toContain('paths: [services/invoicing, lib/tax.py]');
    expect(after).toContain('    transactions: [Tax.run]\n');
    expect(
      after
        .replace(', "GET /v1/fees"', '')
        .replace(', lib/fees.py', '')
        .replace(', lib/tax.py', '')
        .replace('    transactions: [Tax.run]\n', ''),
    ).toBe(before);
    expect(tocsin(['validate'], place()).status).toBe(0);
    expect(tocsin(['owners', 'scan', '--check'], place()).status).toBe(0);
  });

  test('pain 17: names disagreements, broken annotations, unknown services and patterns of the map that fit no file', () => {
    write(
      code,
      'services/orders/a',
      `# ${WORD}: service=order-api transaction=PaymentController#x function=frontend\n`,
    );
    write(code, 'web/a', `// ${WORD}: service=web-shop\n`);
    write(code, 'web/b', `// ${WORD}: sevice=web-shop\n`);
    rmSync(join(code, 'services/orders/migrations'), { recursive: true });
    commitAll(code, '2026-11-04T10:00:00Z');
    const run = tocsin(['owners', 'scan', '--check'], place());
    expect(run.status).toBe(1);
    expect(run.stdout.split('\n').filter((line) => line.includes('unexpected'))).toEqual([
      'web/b:1:1 unexpected `sevice`, expected service, endpoint, transaction, function',
      'services/orders/a:1:1 unexpected function `frontend`, expected `backend` as in the map',
      'services/orders/a:1:1 unexpected `PaymentController#x` of order-api, expected payments-api as in the map (ownership/products/payments.yaml:28)',
      'web/a:1:1 unexpected service `web-shop`, expected one of the map',
      expect.stringContaining(
        'unexpected code path `services/orders/migrations/**` of order-api, expected one that fits a tracked file of shop',
      ),
    ]);
    expect(run.stdout).toContain('hint: write `storefront-web`');
  });
});

describe('`tocsin owners diff`', () => {
  test('shows on a branch what moves: a service with its entries once, a slice of another one’s endpoints, teams', () => {
    const copy = copyOfRoot();
    git(copy, ['checkout', '--quiet', '-b', 'change']);
    const file = 'ownership/products/payments.yaml';
    edit(copy, file, 'backend: payments\n      database', 'backend: ordering\n      database');
    edit(copy, file, '"/v1/invoices/**"', '"/v1/invoices/**", "/v1/payments/{id}/lines"');
    edit(copy, 'ownership/teams/security.yaml', '#security-alerts', '#security-now');
    commitAll(copy, '2026-11-10T10:00:00Z');
    const run = tocsin(['owners', 'diff'], { organisation: copy });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout.replace(/`[0-9a-f]{10}`/, 'BASE')).toBe(
      [
        '**Ownership:** 2 moves and 1 team with changes since BASE.',
        '',
        '| what | from | to | line |',
        '|---|---|---|---|',
        '| service `payments-api`, with 10 entries | payments | ordering | ownership/products/payments.yaml:16 |',
        '| endpoint `/v1/payments/{id}/lines` | payments, payments-api | payments, invoicing | ownership/products/payments.yaml:78 |',
        '',
        '- team `security` has another channel',
        '',
      ].join('\n'),
    );
    expect(json(['owners', 'diff', '--base', 'HEAD'], { organisation: copy })).toMatchObject({
      moves: [],
      teams: [],
    });
    rmSync(copy, { recursive: true });
  });
});

describe('`tocsin codeowners`', () => {
  test('writes the file, finds it right, and finds it edited by hand', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-codeowners-'));
    const words = ['codeowners', '--repo', 'shop'];
    const place = { cwd: folder };
    expect(tocsin([...words, '--check'], place)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('.github/CODEOWNERS is missing beside the map'),
    });
    expect(tocsin(words, place)).toMatchObject({
      status: 0,
      stdout: '.github/CODEOWNERS is written, 7 lines\n',
    });
    expect(tocsin([...words, '--check'], place).status).toBe(0);
    edit(folder, '.github/CODEOWNERS', '@larder/storefront', '@larder/security');
    expect(tocsin([...words, '--check'], place)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('.github/CODEOWNERS differs from the map'),
    });
    rmSync(folder, { recursive: true });
  });

  test('writes nothing while a team has no handle', () => {
    const copy = copyOfRoot();
    edit(copy, 'ownership/teams/storefront.yaml', 'github: larder/storefront\n', '');
    const run = tocsin(['codeowners', '--repo', 'shop', '--out', '-'], { organisation: copy });
    expect(run.status).toBe(1);
    expect(run.stdout).toBe(
      'ownership/teams/storefront.yaml:2:1 unexpected team `storefront` without `github`, expected its handle, since it owns code here\n  hint: add `github: <organisation>/<team>`\n',
    );
    rmSync(copy, { recursive: true });
  });
});

describe('`tocsin owners coverage`', () => {
  const line = (signal: object): string =>
    JSON.stringify({ source: 'prometheus', receivedAt: '2026-11-20T10:00:00.000Z', signal });

  test('counts files, endpoints, services and signals, from recorded ones and from the inbox', async () => {
    const copy = copyOfRoot();
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
        line({ title: 'd', labels: { job: 'prod/tracking-api/http' } }),
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
    await inbox.accept({
      source: 'sentry',
      vendor: 'sentry',
      receivedAt: '2026-11-20T10:00:00.000Z',
      deliveryId: null,
      headers: fixture.headers,
      body: new TextEncoder().encode(JSON.stringify(fixture.body)),
    });
    await inbox.close();
    expect(tocsin(['validate'], { organisation: copy }).status).toBe(0);
    const run = tocsin(['owners', 'coverage', '--repo', 'shop', code, '--check'], {
      organisation: copy,
    });
    expect(run.status).toBe(1);
    expect(run.stdout.split('\n').slice(0, 21)).toEqual([
      'signals seen: 5 in rules/recorded.jsonl, 1 in the inbox',
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
      '    logistics/backend: 1 of 1',
      '    no product/backend: 0 of 2',
      '    payments/backend: 2 of 2',
      '    platform/devops: 1 of 1',
      'orphan services, seen and not declared: mystery (2)',
      expect.stringMatching(/^ghost services, declared and never seen: .*, and \d+ more$/),
      '',
    ]);
    const ghosts: readonly string[] = json(['owners', 'coverage'], { organisation: copy }).ghosts;
    expect(ghosts).toContain('payouts');
    expect(ghosts).not.toContain('tracking-api');
    write(copy, 'rules/recorded.jsonl', '{"source": "x"}\n');
    expect(tocsin(['owners', 'coverage'], { organisation: copy })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('rules/recorded.jsonl:1 is no recorded signal'),
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
    const copy = copyOfRoot();
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
    const run = tocsin(['owners', 'drift', '--repo', 'shop', code], { organisation: copy });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('DRIFT payments-api, backend: payments owns it; 6 commits since');
    expect(run.stdout).toContain(
      ': ordering 4 (67 %), payments 1 (17 %), in no team 1 (17 %)\n      payments made 17 % of 6 commits, ordering 67 %\n',
    );
    expect(run.stdout).not.toMatch(/ines|mara|somebody|home\.example/i);
    const patch = run.stdout.slice(run.stdout.indexOf('--- a/'));
    execFileSync('git', ['apply', '-'], { cwd: copy, input: patch });
    expect(json(['who', 'payments-api'], { organisation: copy }).owner.team).toBe('ordering');
    expect(git(copy, ['diff', '--numstat'])).toContain('2\t2\townership/products/payments.yaml');
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
    expect(tocsin(['owners', 'drift', '--repo', 'shop', code], { organisation: copy }).status).toBe(
      status,
    );
    rmSync(copy, { recursive: true });
    rmSync(code, { recursive: true });
  });

  test('flags an owner that is gone for half a year while others go on', () => {
    const copy = copyOfRoot();
    edit(copy, 'ownership/products/payments.yaml', '    reviewed: 2026-09-01\n', '');
    const code = history([
      ...[200, 199, 198, 197].map((ago) => [mara, ago] as const),
      ...[9, 8, 7, 6].map((ago) => [ines, ago] as const),
    ]);
    const run = tocsin(['owners', 'drift', '--repo', 'shop', code], { organisation: copy });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain(
      `payments made its last one on ${day(197).slice(0, 10)}; ordering made 4 of 8 commits, the last on ${day(6).slice(0, 10)}`,
    );
    rmSync(copy, { recursive: true });
    rmSync(code, { recursive: true });
  });
});
