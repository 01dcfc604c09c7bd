// What decisions know of the past survives the process, and what failed leaves nothing behind.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addMs } from '../model/instant.ts';
import { GitError } from '../workspace/git.ts';
import { type Bench, bodyOf, commitAll, createBench, START } from './testing/worker.ts';
import { createLook } from './worker.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const look = async (dependencies = bench.dependencies): Promise<void> => {
  const once = createLook(dependencies);
  for (let looks = 0; looks < 20; looks += 1) if ((await once()).ms > 0) return;
};

const restart = (minute: number): string =>
  bodyOf({
    service: 'order-api',
    name: `Restart${minute}`,
    severity: 'high',
    at: addMs(START, -minute * 60_000),
  });

const withThreshold = (count: number): void => {
  const path = join(bench.root, 'rules', '00-global.yaml');
  const rule = `gate:\n  - id: many\n    when:\n      service: order-api\n    threshold: {count: ${count}, within: 10m}\n`;
  writeFileSync(path, readFileSync(path, 'utf8').replace('gate:\n', rule));
  commitAll(bench.root);
};

const hopsOf = async (id: number): Promise<string> =>
  ((await bench.inbox.find(id))?.settled?.hops ?? '').replaceAll(/(\\n|\s)+/g, ' ');

describe('a restart', () => {
  test('goes on counting where the process before it ended', async () => {
    withThreshold(3);
    for (const minute of [1, 2]) {
      await bench.accept(restart(minute));
      await look();
    }
    expect(await bench.incidents()).toEqual([]);
    await bench.accept(restart(3));
    await look();
    expect(await bench.incidents()).toMatchObject([{ services: ['order-api'] }]);
  });

  test('pain 26: still knows the failure that explains another one, with its incident', async () => {
    await bench.accept(bodyOf({ service: 'ledger-db', name: 'Down' }));
    await look();
    const child = await bench.accept(
      bodyOf({ service: 'payments-api', name: 'Errors', at: addMs(START, -1000) }),
    );
    await look();
    expect(await hopsOf(child)).toContain(
      'explained by payments-api → ledger-db, incident 2026-11-21-ledger-db',
    );
  });

  test('without its store knows what the incident files tell', async () => {
    await bench.accept(bodyOf({ service: 'ledger-db', name: 'Down' }));
    await look();
    const child = await bench.accept(
      bodyOf({ service: 'payments-api', name: 'Errors', at: addMs(START, -1000) }),
    );
    const { inbox } = bench;
    const lost = new Proxy(inbox, {
      get: (target, name) =>
        name === 'standing'
          ? async () => ({ problems: [], tallies: [], silences: [], deployments: [] })
          : typeof Reflect.get(target, name) === 'function'
            ? Reflect.get(target, name).bind(target)
            : Reflect.get(target, name),
    });
    await look({ ...bench.dependencies, inbox: lost });
    expect(await hopsOf(child)).toContain('explained by payments-api → ledger-db');
  });
});

test('a batch that fails leaves nothing behind, and what it holds counts once', async () => {
  withThreshold(3);
  let isDown = true;
  const { workspace } = bench.dependencies;
  const failing = {
    ...bench.dependencies,
    workspace: {
      ...workspace,
      readIncidentFiles: async (commit: string) => {
        if (isDown) throw new GitError('git is away');
        return await workspace.readIncidentFiles(commit);
      },
    },
  };
  const first = createLook(failing);
  await bench.accept(restart(1));
  for (let tries = 0; tries < 3; tries += 1)
    expect(await first()).toMatchObject({ kind: 'outage' });
  isDown = false;
  await first();
  const standing = await bench.inbox.standing(bench.now());
  expect(standing.problems.map(({ problem }) => problem.count)).toEqual([1]);
  expect(standing.tallies).toHaveLength(1);
  await bench.accept(restart(2));
  await first();
  expect(await bench.incidents()).toEqual([]);
  await bench.accept(restart(3));
  await first();
  expect(await bench.incidents()).toHaveLength(1);
});

test('pain 23: what is held back is recorded, counted and named, never dropped', async () => {
  withThreshold(3);
  const held = await bench.accept(restart(1));
  await bench.workAll();
  expect(await bench.inbox.accounting()).toMatchObject({ accepted: 1, gated: 1, pending: 0 });
  expect(await hopsOf(held)).toContain('gated: threshold many, rules/00-global.yaml:');
});
