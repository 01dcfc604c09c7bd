// The worker and time: what becomes due by itself, when it rests, and how it stops.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Inbox } from '../inbox/inbox.ts';
import { createBell } from './bell.ts';
import { type Bench, bodyOf, createBench } from './testing/worker.ts';
import type { WorkerDependencies } from './look.ts';
import { createLook, startWorker } from './worker.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test('a minor incident is resolved after the quiet period, not before, and without any signal', async () => {
  const alert = { service: 'payments-api', name: 'Slow', severity: 'medium' };
  await bench.accept(bodyOf(alert));
  await bench.workAll();
  bench.pass(60_000);
  await bench.accept(bodyOf({ ...alert, status: 'resolved', at: bench.now() }));
  const look = createLook({ ...bench.dependencies, lookEveryMs: 10_000_000 });
  await look();
  expect(await bench.incidents()).toMatchObject([{ severity: 'sev3', state: 'monitoring' }]);
  const { ms } = await look();
  expect(ms).toBeGreaterThan(29 * 60_000);
  expect(ms).toBeLessThanOrEqual(30 * 60_000 + 1);
  bench.pass(ms - 10);
  await look();
  expect(await bench.incidents()).toMatchObject([{ state: 'monitoring' }]);
  bench.pass(10);
  await look();
  expect(await bench.incidents()).toMatchObject([
    { state: 'resolved', at: { resolved: bench.now() } },
  ]);
});

describe('the loop', () => {
  /** The inbox that counts how often somebody looks. */
  function counting(lookEveryMs: number): {
    readonly dependencies: WorkerDependencies;
    readonly looks: () => number;
  } {
    const { inbox } = bench;
    let claims = 0;
    const counted: Inbox = {
      accept: (request) => inbox.accept(request),
      claim: (at, limit) => {
        claims += 1;
        return inbox.claim(at, limit);
      },
      settle: (id, settlement) => inbox.settle(id, settlement),
      keep: (knowledge) => inbox.keep(knowledge),
      retry: (id, at, reason) => inbox.retry(id, at, reason),
      problem: (id) => inbox.problem(id),
      problems: (ids) => inbox.problems(ids),
      deployments: (query) => inbox.deployments(query),
      newestDeployments: () => inbox.newestDeployments(),
      sightings: (group, since) => inbox.sightings(group, since),
      standing: (at) => inbox.standing(at),
      recordings: (limit) => inbox.recordings(limit),
      announce: (announcements) => inbox.announce(announcements),
      announced: () => inbox.announced(),
      keepLedger: (ledger, settled) => inbox.keepLedger(ledger, settled),
      ledger: () => inbox.ledger(),
      github: inbox.github,
      accounting: () => inbox.accounting(),
      quarantined: (limit) => inbox.quarantined(limit),
      recent: (limit) => inbox.recent(limit),
      find: (id) => inbox.find(id),
      prune: (cutoff, limit) => inbox.prune(cutoff, limit),
      probe: () => inbox.probe(),
      close: () => inbox.close(),
    };
    return {
      dependencies: { ...bench.dependencies, inbox: counted, lookEveryMs },
      looks: () => claims,
    };
  }

  test('rests when there is nothing to do, and works at once when it is woken', async () => {
    const { dependencies, looks } = counting(60_000);
    const bell = createBell();
    const worker = startWorker(dependencies, bell);
    await expect.poll(looks).toBe(1);
    await sleep(800);
    expect(looks()).toBe(1);
    await bench.accept(bodyOf({ service: 'payments-api', name: 'ErrorRate' }));
    bell.ring();
    bell.ring();
    await expect.poll(async () => (await bench.inbox.accounting()).applied).toBe(1);
    await sleep(500);
    expect(looks()).toBeLessThanOrEqual(4);
    await worker.stop();
  });

  test('looks at the repository on its own, as often as it is told', async () => {
    const { dependencies, looks } = counting(50);
    const worker = startWorker(dependencies, createBell());
    await expect.poll(looks).toBeGreaterThan(3);
    const [before, since] = [looks(), performance.now()];
    await sleep(500);
    expect(looks() - before).toBeLessThanOrEqual((performance.now() - since) / 50 + 1);
    await worker.stop();
  });

  test('says an outage once, does not hurry because of new requests, and stops promptly', async () => {
    const { dependencies } = counting(60_000);
    rmSync(join(bench.root, '.git'), { recursive: true });
    const bell = createBell();
    const worker = startWorker(dependencies, bell);
    await expect.poll(() => bench.troubles.length).toBe(1);
    for (let index = 0; index < 100; index += 1) bell.ring();
    await sleep(200);
    const before = performance.now();
    await worker.stop();
    expect(performance.now() - before).toBeLessThan(1000);
    expect(bench.troubles).toEqual([
      expect.stringMatching(/^git .*; requests are accepted and kept until it works again$/),
    ]);
  });

  test('stops promptly while it rests', async () => {
    const { dependencies, looks } = counting(60_000);
    const worker = startWorker(dependencies, createBell());
    await expect.poll(looks).toBe(1);
    await sleep(200);
    const before = performance.now();
    await worker.stop();
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
