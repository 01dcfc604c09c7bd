// The worker announces what a gate let go of, whatever happened to its process meanwhile.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { addMs, MINUTE_MS } from '../model/instant.ts';
import { release } from './release.ts';
import { createStandingKeeper } from './standing.ts';
import { type Bench, bodyOf, commitAll, createBench, START } from './testing/worker.ts';
import { createLook } from './worker.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  mkdirSync(join(bench.root, 'rules', 'silences'));
  const until = addMs(START, 3_600_000);
  const text = `schema: tocsin/silence@1\nreason: A move\nwhen: {service: order-api}\nfrom: ${START}\nuntil: ${until}\n`;
  writeFileSync(join(bench.root, 'rules', 'silences', 'move.yaml'), text);
  commitAll(bench.root);
});
afterEach(() => bench.close());

const failure = { service: 'order-api', name: 'Down' };

const lookIn = async (dependencies: Bench['dependencies']): Promise<number> => {
  const once = createLook(dependencies);
  for (let looks = 0; looks < 20; looks += 1) {
    const { ms } = await once();
    if (ms > 20) return ms;
  }
  throw new Error('the worker never rests');
};

test('a silenced failure that goes on is announced after a restart, when the silence is over, once', async () => {
  await bench.accept(bodyOf(failure));
  await bench.workAll();
  bench.pass(59 * MINUTE_MS + 30_000);
  const inbox = openSqliteInbox(join(bench.folder, 'inbox.sqlite'));
  const dependencies = { ...bench.dependencies, inbox };
  const rest = await lookIn(dependencies);
  expect(await bench.incidents()).toEqual([]);
  expect(rest).toBe(30_001);
  bench.pass(30_000);
  await lookIn(dependencies);
  expect(await bench.incidents()).toMatchObject([{ services: ['order-api'], severity: 'sev1' }]);
  const [problem] = (await inbox.standing(bench.now())).problems;
  expect(problem?.incident).toBe('2026-11-21-order-api');
  expect(problem?.facts.held).toBeUndefined();
  const before = await bench.dependencies.workspace.readHead();
  bench.pass(MINUTE_MS);
  await lookIn(dependencies);
  expect(await bench.dependencies.workspace.readHead()).toBe(before);
  await inbox.close();
});

test('one that recovered meanwhile is not announced', async () => {
  await bench.accept(bodyOf(failure));
  await bench.workAll();
  bench.pass(MINUTE_MS);
  await bench.accept(bodyOf({ ...failure, status: 'resolved', at: bench.now() }));
  await bench.workAll();
  bench.pass(90 * MINUTE_MS);
  await lookIn(bench.dependencies);
  expect(await bench.incidents()).toEqual([]);
  expect(bench.troubles).toEqual([]);
});

test('people who lift a silence hear at once of what it held back', async () => {
  await bench.accept(bodyOf(failure));
  await bench.workAll();
  const path = join(bench.root, 'rules', 'silences', 'move.yaml');
  const text = `schema: tocsin/silence@1\nreason: A move\nwhen: {service: tracking-api}\nfrom: ${START}\nuntil: ${addMs(START, 3_600_000)}\n`;
  writeFileSync(path, text);
  commitAll(bench.root);
  bench.pass(MINUTE_MS);
  await bench.workAll();
  expect(await bench.incidents()).toMatchObject([{ services: ['order-api'] }]);
});

test('what fires when a team goes live is announced then, although the tool says nothing more', async () => {
  await bench.accept(bodyOf({ service: 'crate-sensors', name: 'TooWarm' }));
  await bench.workAll();
  bench.pass(MINUTE_MS);
  await bench.workAll();
  expect(await bench.incidents()).toEqual([]);
  const path = join(bench.root, 'ownership', 'teams', 'cold-chain.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('mode: shadow', 'mode: live'));
  commitAll(bench.root);
  const inbox = openSqliteInbox(join(bench.folder, 'inbox.sqlite'));
  await lookIn({ ...bench.dependencies, inbox });
  expect(await bench.incidents()).toMatchObject([
    { services: ['crate-sensors'], severity: 'sev1' },
  ]);
  await inbox.close();
});

test('what was announced is known by its incident at once, not only after a restart', async () => {
  await bench.accept(bodyOf(failure));
  await bench.workAll();
  bench.pass(61 * MINUTE_MS);
  const standing = createStandingKeeper();
  const organisation = await bench.dependencies.organisation();
  const memory = {
    due: null,
    standing,
    retries: new Map(),
    troubles: new Set<string>(),
    wrong: null,
    unstated: null,
    outages: 0,
  };
  expect(await release({ ...bench.dependencies, organisation, memory })).toBe(1);
  const problems = [...(standing.current()?.problems.values() ?? [])];
  expect(problems.map(({ incident }) => incident)).toEqual(['2026-11-21-order-api']);
});
