// A file that cannot be used pages the team whose file it is.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../apply/apply.ts';
import { type Bench, commitAll, createBench } from './testing/worker.ts';
import { createLook } from './worker.ts';

let bench: Bench;
let called: string[];

beforeEach(async () => {
  bench = await createBench();
  called = [];
});
afterEach(() => bench.close());

const PAYMENTS = 'rules/payments.yaml';
const edit = (path: string, change: (text: string) => string): void => {
  const file = join(bench.root, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  commitAll(bench.root);
};
const announce = async (announcements: readonly Announcement[]): Promise<void> => {
  for (const { notification } of announcements)
    called.push(...notification.destinations.map((to) => JSON.stringify(to)));
};
/** Looks as a process that was just started. */
const lookAnew = async (): Promise<void> => {
  const look = createLook({ ...bench.dependencies, announce });
  for (let looks = 0; looks < 20; looks += 1) if ((await look()).ms > 0) return;
  throw new Error('the worker never rests');
};

test('its owner hears once, also after a restart and a further commit, and it recovers when it is good', async () => {
  edit(PAYMENTS, (text) => text.replace('set: sev3', 'set: sev33'));
  await lookAnew();
  const [incident] = await bench.incidents();
  expect(incident).toMatchObject({
    owner: { team: 'payments' },
    severity: 'sev3',
    group: `tocsin=configuration file=${PAYMENTS}`,
    title: `${PAYMENTS} cannot be used`,
  });
  expect(called.length).toBeGreaterThan(0);
  expect(called.every((to) => to.includes('payments'))).toBe(true);
  const before = called.length;
  edit(PAYMENTS, (text) => text.replace('set: sev33', 'set: sev34'));
  await lookAnew();
  expect(called).toHaveLength(before);
  expect(await bench.incidents()).toHaveLength(1);
  bench.pass(60_000);
  edit(PAYMENTS, (text) => text.replace('set: sev34', 'set: sev3'));
  await lookAnew();
  expect(await bench.incidents()).toMatchObject([{ state: 'monitoring' }]);
  expect(bench.troubles).toEqual([]);
});

test('triage hears of what is nobody’s, and of a team that only tries its rules', async () => {
  edit('rules/00-global.yaml', (text) => `${text}nonsense: true\n`);
  writeFileSync(
    join(bench.root, 'rules/cold-chain.yaml'),
    'schema: tocsin/rules@1\nseverity: no\n',
  );
  commitAll(bench.root);
  await lookAnew();
  const triage = (await bench.dependencies.organisation()).settings.triage;
  const found = (await bench.incidents()).map(({ owner, group }) => [owner.team, group ?? '']);
  expect(found.toSorted(([, left = ''], [, right = '']) => (left < right ? -1 : 1))).toEqual([
    [triage, 'tocsin=configuration file=rules/00-global.yaml'],
    [triage, 'tocsin=configuration file=rules/cold-chain.yaml'],
  ]);
});
