// `tocsin who` end to end: real processes, real git, a copy of the example organisation.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type Answer,
  cloneOf,
  commitAll,
  edit,
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
    [['./lib/../services/./orders/x/'], { step: 'path', match: 'services/orders' }],
    [
      ['services\\orders\\migrations\\7.sql'],
      { step: 'path', owner: { team: 'data-platform', function: 'database', product: 'ordering' } },
    ],
    [['.\\services\\orders\\'], { step: 'path', service: 'order-api' }],
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
    const run = ask(['who', 'nothing-known']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('platform/backend\n  confidence  0.10 by triage');
    const settings = readFileSync(join(root, 'tocsin.yaml'), 'utf8').split('\n');
    const line = settings.indexOf('triage: platform') + 1;
    expect(run.stdout).toContain(`\n  decided by  tocsin.yaml:${line}\n`);
  });

  test('answers as it was on a day, and at a commit, with who was on call then', () => {
    const copy = cloneOf(root);
    edit(
      copy,
      'ownership/products/payments.yaml',
      'backend: payments\n      database',
      'backend: ordering\n      database',
    );
    commitAll(copy, '2026-11-10T10:00:00Z');
    const owner = (...at: readonly string[]): unknown => {
      const answer = json(['who', 'payments-api', ...at], copy);
      return [answer.owner.team, answer.onCall.schedule];
    };
    expect(owner()).toEqual(['ordering', 'ordering-primary']);
    expect(owner('--at', '2026-11-09')).toEqual(['payments', 'payments-primary']);
    expect(owner('--at', '2026-11-10')).toEqual(['ordering', 'ordering-primary']);
    expect(owner('--at', 'HEAD~1')).toEqual(['payments', 'payments-primary']);
    rmSync(copy, { recursive: true });
  });

  test('infers the owner of an unowned file from history when asked, never surely', () => {
    const shop = mkdtempSync(join(tmpdir(), 'tocsin-shop-'));
    write(shop, 'lib/x.ts', '1');
    commitAll(shop, '2026-11-02T10:00:00Z', {
      init: true,
      author: { name: 'Ines', address: '7+ines-carvalho@users.noreply.github.com' },
    });
    const run = ask(['who', 'lib/x.ts', '--dir', shop, '--at', '2026-11-20']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain(
      'best guess  ordering/backend 0.40 by history `1 of 1 commits in a year`',
    );
    expect(run.stdout).not.toContain('ines');
    rmSync(shop, { recursive: true });
  });

  test.for<[readonly string[], number, string]>([
    [['who'], 2, 'expected a service, an endpoint, a transaction or a path'],
    [
      ['who', 'x', '--function', 'databse'],
      2,
      'unexpected function `databse`: did you mean `database`?',
    ],
    [['who', '../shop/services/orders/x'], 2, 'which leads out of the repository'],
    [['who', 'services/../../x', '--repo', 'shop'], 2, 'which leads out of the repository'],
    [['who', 'C:\\code\\shop\\x.ts'], 2, 'which leads out of the repository'],
    [['who', './', '--repo', 'shop'], 2, 'which is the whole repository'],
    [
      ['who', 'web/x.ts', '--repo', 'shopp'],
      2,
      'unexpected repository `shopp`: did you mean `shop`?',
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
    const run = ask(words);
    expect([run.status, run.stdout]).toEqual([status, '']);
    expect(run.stderr).toMatch(/^tocsin: .*\n$/);
    expect(run.stderr).toContain(message);
  });
});
