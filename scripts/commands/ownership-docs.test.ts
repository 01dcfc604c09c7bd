// Every command in docs/ownership.md is run on the example organisation, and what it prints is what the page shows.
// With TOCSIN_WRITE_DOCS=1 the page is written instead.
import { execSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { CONFIDENCE } from '../ownership/confidence.ts';
import { ENDPOINT_LABELS } from '../ownership/endpoint.ts';
import { TRANSACTION_LABELS } from '../ownership/transaction.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';
import { commitAll, edit, git, makeRoot, write } from './testing/ownership.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FILE = join(EXAMPLE, 'docs/ownership.md');
const PAGE = readFileSync(FILE, 'utf8');

const examples = [...PAGE.matchAll(/^```sh\n(.*)\n```\n\n```text\n([\s\S]*?)^```$/gm)].map(
  ([, command = '', answer = '']) => ({ command, answer }),
);
const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1] ?? '',
  );

let folder: string;
let operations: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-docs-'));
  operations = join(folder, 'operations');
  renameSync(makeRoot(), operations);
  makeShop(join(folder, 'shop'));
  recordSignals();
  commitAll(operations, '2026-11-01T11:00:00Z');
});
afterAll(() => rmSync(folder, { recursive: true }));

const RECORDED = [
  { service: 'payments-api', labels: { 'url.path': '/v1/payments/7' } },
  { service: 'order-api', labels: { 'url.path': '/v1/orders/7', 'http.method': 'GET' } },
  { service: 'coupon-api', labels: { 'url.path': '/v2/coupons/12345' } },
  { service: 'scraper', labels: {} },
].map((signal) => ({
  source: 'prometheus',
  receivedAt: '2026-11-20T10:00:00.000Z',
  signal: {
    vendor: 'prometheus-alertmanager',
    kind: 'problem',
    action: 'trigger',
    dedupKey: 'p1',
    title: 'Something fails',
    ...signal,
  },
}));

function recordSignals(): void {
  const lines = RECORDED.map((line) => `${JSON.stringify(line)}\n`);
  write(operations, 'rules/recorded.jsonl', lines.join(''));
}

function makeShop(shop: string): void {
  for (const path of [
    'README.md',
    'services/invoicing/main.ts',
    'services/orders/migrations/1.sql',
    'services/payments/generated/client.ts',
    'web/index.ts',
  ])
    write(shop, path, '');
  write(shop, 'services/payments/refund.ts', blocks('ts')[0] ?? '');
  write(shop, 'lib/dunning.py', blocks('py')[0] ?? '');
  commitAll(shop, '2020-01-01T10:00:00Z', { init: true });
  const authors = ['mara-okafor', ...Array.from({ length: 4 }, () => 'ines-carvalho'), 'guest'];
  for (const [index, name] of authors.entries()) {
    write(shop, 'services/payments/charge.ts', String(index));
    const address = `${name}@users.noreply.github.com`;
    commitAll(shop, `2026-10-0${index + 1}T10:00:00Z`, { author: { name, address } });
  }
}

/** The branch that the page tells of; everything else is asked on the main one. */
function withChange(run: () => string): string {
  git(operations, ['checkout', '--quiet', '-b', 'change']);
  edit(
    operations,
    'ownership/products/ordering.yaml',
    'frontend: storefront\n      devops',
    'frontend: ordering\n      devops',
  );
  edit(
    operations,
    'ownership/products/payments.yaml',
    '"/v1/invoices/**",',
    '"/v1/invoices/**", "/v1/refunds/{id}/note",',
  );
  const answer = run();
  git(operations, ['checkout', '--quiet', '--force', 'main']);
  git(operations, ['branch', '--quiet', '-D', 'change']);
  recordSignals();
  return answer;
}

function answerOf(command: string): string {
  const [program, ...words] = command.split(' ');
  expect(program).toBe('tocsin');
  const { stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd: operations,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.replace(
    `+    reviewed: ${new Date().toISOString().slice(0, 10)}`,
    '+    reviewed: 2026-11-21',
  );
}

describe('docs/ownership.md', () => {
  test('has an example of every command', () => {
    expect(examples.map(({ command }) => command.split(' ').slice(0, 2).join(' '))).toEqual([
      'tocsin who',
      'tocsin who',
      'tocsin owners',
      'tocsin owners',
      'tocsin codeowners',
      'tocsin owners',
      'tocsin owners',
    ]);
  });

  test.for(examples)('`$command` answers as shown, byte for byte', ({ command, answer }) => {
    const run = (): string => answerOf(command);
    const given = command.includes('owners diff') ? withChange(run) : run();
    if (process.env['TOCSIN_WRITE_DOCS'] === '1') {
      const page = readFileSync(FILE, 'utf8');
      writeFileSync(
        FILE,
        page.replace(
          `${command}\n\`\`\`\n\n\`\`\`text\n${answer}`,
          () => `${command}\n\`\`\`\n\n\`\`\`text\n${given}`,
        ),
      );
    } else {
      expect(given).toBe(answer);
    }
  });

  test('shows entries of the example organisation', () => {
    const map = execSync('cat ownership/products/*.yaml rules/sources/*.yaml', {
      cwd: EXAMPLE,
      encoding: 'utf8',
    });
    expect(blocks('yaml')).toHaveLength(2);
    for (const block of blocks('yaml')) expect(map).toContain(block);
  });

  test('lists the confidence of every step, and every label', () => {
    const listed = [...PAGE.matchAll(/^\| `([a-z ]+)` \| .* \| ([\d.]{4}) \|$/gm)].map(
      ([, step = '', confidence]) => [step.replace('code path', 'path'), Number(confidence)],
    );
    expect(listed).toEqual(Object.entries(CONFIDENCE));
    for (const label of [...ENDPOINT_LABELS, ...TRANSACTION_LABELS])
      expect(PAGE).toContain(`\`${label}\``);
  });
});
