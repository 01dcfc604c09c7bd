// What people read fits a terminal of 80 cells: every command, on the example organisation and on long names.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { RECORDING_PATH } from '../config/layout.ts';
import { widthOf } from '../text/width.ts';
import { copyExample, EXAMPLE } from '../validation/testing/plant.ts';
import { commands } from './registry.ts';
import { git } from './testing/ownership.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const LONG = 'a-name-that-somebody-thought-would-never-be-shown-anywhere-at-all-but-is';
let root: string;

beforeAll(() => {
  root = copyExample();
  writeFileSync(
    join(root, RECORDING_PATH),
    readFileSync(join(EXAMPLE, RECORDING_PATH), 'utf8').replaceAll('order-api: ', `${LONG}: `),
  );
  mkdirSync(join(root, 'docs/examples'), { recursive: true });
  const probe = readFileSync(join(EXAMPLE, 'docs/examples/alertmanager-probe.json'), 'utf8');
  writeFileSync(join(root, 'probe.json'), probe.replace('No answer for', `${LONG} ${LONG} for`));
  git(root, ['init', '--quiet']);
  git(root, ['add', '--all']);
  git(root, ['commit', '--quiet', '--message', 'Everything']);
  const file = join(root, 'rules/00-global.yaml');
  const text = readFileSync(file, 'utf8').replace('set: sev2', 'set: sev3');
  writeFileSync(
    file,
    text.replace(
      'severity:\n',
      `severity:\n  - {id: ${LONG.slice(0, 60)}, description: ${LONG} ${LONG}, when: {host: no-such-host, count: {gte: 5}}, set: sev2, category: other}\n`,
    ),
  );
  appendFileSync(
    join(root, 'rules/payments.yaml'),
    `  - name: ${LONG} ${LONG}\n    at: 2026-11-21T02:00:00Z\n    signal: {source: prometheus, service: payments-api, severity: high, title: ${LONG} ${LONG}}\n    expect: {severity: sev4, to: ["#${LONG}", "#another"]}\n`,
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const LOOKS: readonly (readonly string[])[] = [
  ['explain', '--source', 'prometheus', 'probe.json'],
  ['explain', '2026-09-14-storefront-web'],
  ['names', 'prod/order-apy/http', `prod/${LONG}/http`],
  ['who', 'POST', '/v1/payments', '--function', 'database'],
  ['who', LONG],
  ['owners', 'coverage'],
  ['impact'],
  ['test'],
  ['validate'],
  ...['mutate', 'coverage'].map((flag) => ['test', 'rules/logistics', `--${flag}`]),
  ...Object.keys(commands).map((name) => [name, '--help']),
  ['--help'],
];

test.for(LOOKS)('%j shows no line that a terminal of 80 cells breaks', (words) => {
  const run = spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(run.stdout).not.toBe('');
  expect(run.stdout.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
});

test('findings are cut around what they point at, with a mark at each end', () => {
  const file = join(root, 'rules/security.yaml');
  const line = `  - {id: x, when: {label.${'a'.repeat(60)}: b, hots: c, label.${'b'.repeat(60)}: d}, set: sev2}`;
  writeFileSync(file, `schema: tocsin/rules@1\nseverity:\n${line}\n`);
  const run = spawnSync(process.execPath, [PROGRAM, 'validate'], {
    cwd: root,
    encoding: 'utf8',
  });
  rmSync(file);
  expect(run.stdout).toMatch(/^ {4}3 \| ….*hots: c.*…$/m);
  expect(run.stdout.split('\n').filter((each) => widthOf(each) > 80)).toEqual([]);
});
