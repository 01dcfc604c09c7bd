// `tocsin owners scan`, `owners diff` and `codeowners` end to end: real processes, real git.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type Answer,
  cloneOf,
  commitAll,
  edit,
  git,
  makeRoot,
  tocsin,
  WORD,
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

/** Sentences as they were before they were broken for the terminal. */
const unfolded = (text: string): string => text.replaceAll(/\n {2,}(?!hint:)/g, ' ');

const json = (words: readonly string[], organisation = root, cwd = organisation) =>
  JSON.parse(tocsin([...words, '--json'], organisation, cwd).stdout);

describe('`tocsin owners scan`', () => {
  let code: string;
  let map: string;
  beforeAll(() => {
    map = cloneOf(root);
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
  const place = (): readonly [string, string] => [map, code];

  test('is content when code and map say the same; the repository is told by its remote', () => {
    expect(ask(['owners', 'scan', '--check'], map, join(code, 'web'))).toMatchObject({
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
    const told = ask(['owners', 'scan', '--check'], ...place());
    expect(told.status).toBe(1);
    expect(unfolded(told.stdout)).toContain(
      'ownership/products/payments.yaml: payments-api lacks endpoint GET /v1/fees (lib/fees.py:1)\n',
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(ask(['owners', 'scan', '--write', '--check'], ...place()).status).toBe(0);
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
    expect(ask(['validate'], ...place()).status).toBe(0);
    expect(ask(['owners', 'scan', '--check'], ...place()).status).toBe(0);
  });

  test('names files that the map cannot name, and leaves them out of it', () => {
    const own = cloneOf(code);
    const odd = ['src/new\nline.ts', 'src/\u001b[31mred.ts', '!root.ts', 'src/a*b.ts'];
    for (const path of odd) write(own, path, `// ${WORD}: service=payments-api\n`);
    write(own, 'lib/c.java', `// ${WORD}: service=payments-api\n`.repeat(3));
    commitAll(own, '2026-11-03T12:00:00Z');
    const file = 'ownership/products/payments.yaml';
    const before = readFileSync(join(map, file), 'utf8');
    const run = ask(['owners', 'scan', '--write', '--repo', 'shop', own], map);
    expect([run.status, run.stderr]).toEqual([0, '']);
    const lines = unfolded(run.stdout).split('\n');
    expect(lines.filter((line) => line.includes('unexpected file name'))).toEqual([
      expect.stringMatching(/^!root\.ts:1:1 unexpected file name `!root\.ts` of payments-api, /),
      expect.stringMatching(/^src\/�\[31mred\.ts:1:1 unexpected file name/),
      expect.stringMatching(/^src\/a\*b\.ts:1:1 unexpected file name/),
      expect.stringMatching(/^src\/new�line\.ts:1:1 unexpected file name/),
    ]);
    expect(lines.join('\n')).toContain('the code path lib/c.java (lib/c.java:1)');
    expect(readFileSync(join(map, file), 'utf8').replace(', lib/c.java', '')).toBe(before);
    write(map, file, before);
    rmSync(own, { recursive: true });
  });

  test('writes the function that an annotation asks for, into an area of its own', () => {
    const own = cloneOf(code);
    write(own, 'lib/one.sql', `-- ${WORD}: service=payments-api function=database\n`);
    write(own, 'lib/two.sql', `-- ${WORD}: service=payments-api function=database\n`);
    write(own, 'lib/plain.ts', `// ${WORD}: service=payments-api function=backend\n`);
    commitAll(own, '2026-11-03T13:00:00Z');
    const file = 'ownership/products/payments.yaml';
    const before = readFileSync(join(map, file), 'utf8');
    const words = ['owners', 'scan', '--check', '--repo', 'shop'];
    const told = ask([...words, own], map);
    expect(unfolded(told.stdout)).toContain(
      'lacks the code path lib/one.sql with function database',
    );
    expect(ask([...words, '--write', own], map).status).toBe(0);
    const after = readFileSync(join(map, file), 'utf8');
    expect(after).toContain('function: database, paths: [lib/one.sql, lib/two.sql]}');
    expect(after).toMatch(/paths: \["services\/payments\/.*, lib\/plain\.ts\]/);
    expect(ask([...words, own], map).stdout).toContain('code and map say the same');
    const asked = json(['who', 'lib/one.sql', '--repo', 'shop'], map);
    expect(asked.owner).toEqual({
      team: 'data-platform',
      function: 'database',
      product: 'payments',
    });
    write(map, file, before);
    rmSync(own, { recursive: true });
  });

  test('names what annotations contradict each other in, with both places, and writes the rest', () => {
    const own = cloneOf(code);
    write(
      own,
      'lib/both.ts',
      `// ${WORD}: service=payments-api endpoint="GET /v3/a/{id}"\n// ${WORD}: service=invoicing endpoint="GET /v3/b"\n`,
    );
    write(
      own,
      'lib/three.ts',
      `// ${WORD}: service=invoicing endpoint="GET /v3/a/:key"\n// ${WORD}: service=invoicing function=database\n// ${WORD}: service=invoicing function=devops\n`,
    );
    commitAll(own, '2026-11-03T14:00:00Z');
    const file = 'ownership/products/payments.yaml';
    const before = readFileSync(join(map, file), 'utf8');
    const run = ask(['owners', 'scan', '--write', '--repo', 'shop', own], map);
    expect([run.status, run.stderr]).toEqual([0, '']);
    const lines = unfolded(run.stdout).split('\n');
    expect(lines.filter((line) => line.includes('unexpected'))).toEqual([
      'lib/both.ts:2:1 unexpected `lib/both.ts` of invoicing, expected one answer, since lib/both.ts:1 says payments-api',
      'lib/three.ts:1:1 unexpected `GET /v3/a/:key` of invoicing, expected one answer, since lib/both.ts:1 says payments-api',
      'lib/three.ts:3:1 unexpected `lib/three.ts` of the function `devops`, expected one answer, since lib/three.ts:2 says the function `database`',
    ]);
    const after = readFileSync(join(map, file), 'utf8');
    expect(after.replace(', "GET /v3/b"', '')).toBe(before);
    expect(after).not.toBe(before);
    write(map, file, before);
    rmSync(own, { recursive: true });
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
    const run = ask(['owners', 'scan', '--check'], ...place());
    expect(run.status).toBe(1);
    expect(
      unfolded(run.stdout)
        .split('\n')
        .filter((line) => line.includes('unexpected')),
    ).toEqual([
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
    const copy = cloneOf(root);
    git(copy, ['checkout', '--quiet', '-b', 'change']);
    const file = 'ownership/products/payments.yaml';
    edit(copy, file, 'backend: payments\n      database', 'backend: ordering\n      database');
    edit(copy, file, '"/v1/invoices/**"', '"/v1/invoices/**", "/v1/payments/{id}/lines"');
    edit(copy, 'ownership/teams/security.yaml', '#security-alerts', '#security-now');
    commitAll(copy, '2026-11-10T10:00:00Z');
    const run = ask(['owners', 'diff'], copy);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout.replace(/`[0-9a-f]{10}`/, 'BASE')).toBe(
      [
        '**Ownership:** 2 moves and 1 team with changes since BASE.',
        '',
        '| what | from | to | line |',
        '|---|---|---|---|',
        '| service `payments-api`, with 10 entries | payments | ordering | ownership/products/payments.yaml:16 |',
        '| endpoint `/v1/payments/{id}/lines` | payments, payments-api | payments, invoicing | ownership/products/payments.yaml:81 |',
        '',
        '- team `security` has another channel',
        '',
      ].join('\n'),
    );
    expect(json(['owners', 'diff', '--base', 'HEAD'], copy)).toMatchObject({
      moves: [],
      teams: [],
    });
    rmSync(copy, { recursive: true });
  });

  test('counts what is left of a long list unless a version or everything is asked for', () => {
    const copy = cloneOf(root);
    git(copy, ['checkout', '--quiet', '-b', 'long']);
    const many = Array.from({ length: 30 }, (_, index) => `"/v1/more/${index}"`).join(', ');
    const file = 'ownership/products/payments.yaml';
    edit(copy, file, '"/v1/invoices/**"', `"/v1/invoices/**", ${many}`);
    commitAll(copy, '2026-11-10T10:00:00Z');
    const rows = (words: readonly string[]): readonly string[] =>
      ask(['owners', 'diff', ...words], copy)
        .stdout.split('\n')
        .filter((line) => /^\| endp|^…/.test(line));
    expect(rows([])).toHaveLength(21);
    expect(rows([]).at(-1)).toBe('… and 10 more: `tocsin owners diff --all`');
    expect(rows(['--all'])).toHaveLength(30);
    expect(rows(['--base', 'HEAD^'])).toHaveLength(30);
    rmSync(copy, { recursive: true });
  });
});

describe('`tocsin codeowners`', () => {
  test('writes the file, finds it right, and finds it edited by hand', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-codeowners-'));
    const words = ['codeowners', '--repo', 'shop'];
    expect(ask([...words, '--check'], root, folder)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('.github/CODEOWNERS is missing beside the map'),
    });
    expect(ask(words, root, folder)).toMatchObject({
      status: 0,
      stdout: '.github/CODEOWNERS is written, 7 lines\n',
    });
    expect(ask([...words, '--check'], root, folder).status).toBe(0);
    edit(folder, '.github/CODEOWNERS', '@larder/storefront', '@larder/security');
    expect(ask([...words, '--check'], root, folder)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('.github/CODEOWNERS differs from the map'),
    });
    rmSync(folder, { recursive: true });
  });

  test('leaves a file that was written by hand, and says what to do', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-codeowners-'));
    const file = join(folder, '.github', 'CODEOWNERS');
    mkdirSync(dirname(file));
    writeFileSync(file, '* @larder/everybody\n');
    const words = ['codeowners', '--repo', 'shop'];
    const refused = ask(words, root, folder);
    expect(refused.status).toBe(3);
    expect(unfolded(refused.stderr)).toContain('.github/CODEOWNERS was written by hand');
    expect(readFileSync(file, 'utf8')).toBe('* @larder/everybody\n');
    expect(ask([...words, '--force'], root, folder).status).toBe(0);
    expect(ask([...words, '--check'], root, folder).status).toBe(0);
    rmSync(folder, { recursive: true });
  });

  test('takes nothing out of force that was written by hand elsewhere', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-codeowners-'));
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs', 'CODEOWNERS'), '* @larder/everybody\n');
    const words = ['codeowners', '--repo', 'shop'];
    const refused = ask(words, root, folder);
    expect(refused.status).toBe(3);
    expect(unfolded(refused.stderr)).toContain(
      'docs/CODEOWNERS was written by hand, and GitHub would read .github/CODEOWNERS in its stead',
    );
    expect(existsSync(join(folder, '.github'))).toBe(false);
    expect(ask([...words, '--force'], root, folder).status).toBe(0);
    rmSync(folder, { recursive: true });
  });

  test('writes at the top of the checkout, where GitHub reads it, wherever it is run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-codeowners-'));
    git(folder, ['init', '-q']);
    const below = join(folder, 'services', 'payments');
    mkdirSync(below, { recursive: true });
    expect(ask(['codeowners', '--repo', 'shop'], root, below)).toMatchObject({
      status: 0,
      stdout: '../../.github/CODEOWNERS is written, 7 lines\n',
    });
    expect(existsSync(join(folder, '.github', 'CODEOWNERS'))).toBe(true);
    expect(existsSync(join(below, '.github'))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  test('writes nothing while a team has no handle', () => {
    const copy = cloneOf(root);
    edit(copy, 'ownership/teams/storefront.yaml', 'github: larder/storefront\n', '');
    const run = ask(['codeowners', '--repo', 'shop', '--out', '-'], copy);
    expect(run.status).toBe(1);
    expect(unfolded(run.stdout)).toBe(
      'ownership/teams/storefront.yaml:2:1 unexpected team `storefront` without `github`, expected its handle, since it owns code here\n  hint: add `github: <organisation>/<team>`\n',
    );
    rmSync(copy, { recursive: true });
  });
});
