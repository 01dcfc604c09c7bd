import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OutcomeCounts } from '../inbox/inbox.ts';
import { openSqliteInbox, type SqliteInbox } from '../inbox/sqlite-inbox.ts';
import { addMs, DAY_MS, HOUR_MS, type Instant } from '../model/instant.ts';
import { startRetention } from './retention.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const NONE: OutcomeCounts = { applied: 0, collapsed: 0, gated: 0, ignored: 0, quarantined: 0 };

let folder: string;
let inbox: SqliteInbox;
let settings: { readonly keepRequestsMs: number; readonly suspectWindowMs: number };

let troubles: string[];
let retention: ReturnType<typeof startRetention> | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-retention-'));
  inbox = openSqliteInbox(join(folder, 'inbox.db'));
  settings = { keepRequestsMs: 30 * DAY_MS, suspectWindowMs: 2 * HOUR_MS };

  troubles = [];
  retention = null;
});
afterEach(async () => {
  await retention?.stop();
  await inbox.close();
  rmSync(folder, { recursive: true });
});

test('what was worked off is forgotten at the start, however much it is, and the sum stays', async () => {
  const old = await Promise.all(Array.from({ length: 450 }, () => settled(31, { applied: 1 })));
  const young = await settled(29, { applied: 1 });
  const before = await inbox.accounting();
  start();
  await until(async () => (await inbox.find(old.at(-1) ?? 0)) === null);
  expect(await inbox.find(old[0] ?? 0)).toBeNull();
  expect(await inbox.find(young)).not.toBeNull();
  expect(await inbox.accounting()).toEqual(before);
});

test('what is in quarantine and what still waits is kept, however old it is', async () => {
  const quarantined = await settled(4000, { quarantined: 1 });
  const partly = await settled(4000, { applied: 3, quarantined: 1 });
  const pending = await accepted(4000);
  const worked = await settled(4000, { gated: 1 });
  start();
  await until(async () => (await inbox.find(worked)) === null);
  for (const id of [quarantined, partly, pending]) expect((await inbox.find(id))?.id).toBe(id);
});

test('the settings in force decide, again and again', async () => {
  const id = await settled(2, { applied: 1 });
  const first = await settled(31, { applied: 1 });
  start();
  await until(async () => (await inbox.find(first)) === null);
  expect(await inbox.find(id)).not.toBeNull();
  settings = { ...settings, keepRequestsMs: DAY_MS };
  await until(async () => (await inbox.find(id)) === null);
});

test('sightings stay for as long as they are compared, whatever is kept of requests', async () => {
  settings = { keepRequestsMs: DAY_MS, suspectWindowMs: 7 * DAY_MS };
  const days = [13, 20, 22];
  for (const each of days) await settled(each, { applied: 1 });
  start();
  const kept = async (): Promise<readonly Instant[]> =>
    (await inbox.sightings('service=shop', daysAgo(100))).map(({ at }) => at);
  await until(async () => (await kept()).length < days.length);
  expect(await kept()).toEqual([daysAgo(20), daysAgo(13)]);
});

test('an inbox that refuses is said, and tried again', async () => {
  const id = await settled(31, { applied: 1 });
  const { prune } = inbox;
  let refusals = 0;
  start({
    prune: async (...args) => {
      refusals += 1;
      if (refusals < 3) throw new Error('The disk is full.');
      return await prune.apply(inbox, args);
    },
  });
  await until(async () => (await inbox.find(id)) === null);
  const sentence = 'what is old could not be forgotten: The disk is full.';
  expect(troubles).toEqual([sentence, sentence]);
});

function start(store: Pick<SqliteInbox, 'prune'> = inbox): void {
  retention = startRetention({
    inbox: store,
    settings: () => settings,
    now: () => NOW,
    everyMs: 5,
    onTrouble: (sentence) => troubles.push(sentence),
  });
}

async function accepted(days: number): Promise<number> {
  const { id } = await inbox.accept({
    source: 'alerts',
    vendor: 'sentry',
    receivedAt: daysAgo(days),
    deliveryId: null,
    headers: {},
    body: new TextEncoder().encode('{}'),
  });
  return id;
}

async function settled(days: number, outcomes: Partial<OutcomeCounts>): Promise<number> {
  const id = await accepted(days);
  const sightings = [{ group: 'service=shop', at: daysAgo(days), count: 1 }];
  const ended = { outcomes: { ...NONE, ...outcomes }, problems: [], hops: '[]', sightings };
  await inbox.settle(id, ended);
  return id;
}

function daysAgo(days: number): Instant {
  return addMs(NOW, -days * DAY_MS);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}
