// The desk over a real store: nobody is forgotten, whenever the program ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Announcement } from '../apply/apply.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Notification } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import { nextHandOver, personOnCall } from '../oncall/schedule.ts';
import type { Delivery } from '../response/delivery.ts';
import type { IncidentBook } from '../response/response.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { type DeliveryDesk, openDeliveryDesk } from './delivery.ts';

const ID = '2026-11-21-shop';

const call = (changes: Partial<Notification> = {}): Announcement => ({
  notification: {
    kind: 'notify',
    key: 'opened',
    incident: ID,
    event: 'opened',
    severity: 'sev2',
    destinations: [{ kind: 'channel', channel: '#shop' }],
    mode: 'live',
    waitMs: 0,
    limit: null,
    pageChild: 'never',
    escalation: [],
    ...changes,
  },
  evidence: { incident: ID, key: 'signal-1' },
});
const shopWith = (changes: Partial<Incident>): Incident =>
  incidentWith({ keys: new Set(['signal-1']), ...changes });
const bookOf = (...incidents: IncidentBook['incidents']): IncidentBook => ({
  incidents,
  ids: new Set(incidents.map(({ id }) => id)),
});
const committed = bookOf(shopWith({}));

const { schedules } = exampleOrganisation();

let folder: string;
let store: Inbox;
let clock: Instant;
let left: Delivery['messages'][number][];
let cancelled: string[];
let troubles: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-desk-'));
  store = openSqliteInbox(join(folder, 'inbox.sqlite'));
  clock = '2026-11-21T09:00:00.000Z';
  [left, cancelled, troubles] = [[], [], []];
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A program that starts on what the one before it left behind. */
const open = (now: () => Instant = () => clock): Promise<DeliveryDesk> =>
  openDeliveryDesk({
    store,
    schedules: () => schedules,
    now,
    onDelivery: (delivery) => {
      left.push(...delivery.messages);
      cancelled.push(...delivery.cancelled.map(({ reason }) => reason));
    },
    onTrouble: (sentence) => troubles.push(sentence),
  });

describe('a call', () => {
  test('leaves when its commit is seen, and once', async () => {
    const desk = await open();
    await desk.announce([call()]);
    await desk.follow(bookOf(shopWith({ keys: new Set(['another']) })));
    expect(left).toEqual([]);
    await desk.follow(committed);
    await desk.follow(committed);
    expect(left).toMatchObject([{ kind: 'call', incident: ID }]);
  });

  test('leaves after a program that was killed between its commit and its call', async () => {
    await (await open()).announce([call()]);
    await (await open()).follow(committed);
    expect(left).toHaveLength(1);
    await (await open()).follow(committed);
    expect(left).toHaveLength(1);
  });

  test('that waits is made in time by the program that comes after one that was killed', async () => {
    const first = await open();
    await first.announce([call({ waitMs: 25_000 })]);
    await first.follow(committed);
    const second = await open();
    await second.follow(committed);
    expect(left).toEqual([]);
    clock = addMs(clock, 25_000);
    await second.follow(committed);
    expect(left).toHaveLength(1);
  });

  test('goes to whoever is on call when it leaves, also after a hand-over', async () => {
    const schedule = schedules.get('payments-primary');
    const handOver = schedule === undefined ? clock : nextHandOver(schedule, clock);
    const onCallAt = (at: Instant): string | null =>
      schedule === undefined ? null : personOnCall(schedule, at);
    clock = addMs(handOver, -10_000);
    const [before, after] = [onCallAt(clock), onCallAt(handOver)];
    expect(new Set([before, after, null]).size).toBe(3);
    const person = { kind: 'person', team: 'payments', schedule: 'payments-primary' } as const;
    const destinations = [{ ...person, person: before ?? '' }];
    const desk = await open();
    await desk.announce([
      call({ destinations, waitMs: 25_000 }),
      call({ destinations, key: 'b', mode: 'digest' }),
    ]);
    await desk.follow(committed);
    clock = addMs(clock, 3_600_000);
    await desk.follow(committed);
    expect(left.map(({ kind, destination }) => [kind, destination])).toEqual([
      ['call', { ...person, person: after }],
      ['digest', { ...person, person: after }],
    ]);
  });

  test('leaves by itself when its time has come', async () => {
    const desk = await open(() => new Date().toISOString());
    await desk.announce([call({ waitMs: 50 })]);
    await desk.follow(committed);
    expect(left).toEqual([]);
    while (left.length === 0) await sleep(5);
    await desk.close();
    expect(left).toHaveLength(1);
  });

  test('that waits is not made when people ended the incident meanwhile, by whatever commit', async () => {
    const desk = await open();
    await desk.announce([call({ waitMs: 25_000 })]);
    await desk.follow(committed);
    const ended = shopWith({ state: 'resolved' });
    await desk.follow(bookOf(ended));
    clock = addMs(clock, 25_000);
    await desk.follow(bookOf(ended));
    expect([left, cancelled]).toEqual([[], ['ended']]);
  });

  test('whose commit never came is forgotten after a day', async () => {
    const desk = await open();
    await desk.announce([call()]);
    clock = addMs(clock, 24 * 3_600_000 + 1);
    await desk.follow(bookOf());
    expect(await store.announced()).toEqual([]);
  });
});

describe('a digest and a limit', () => {
  const limit = { per: 'destination', count: 1, withinMs: 3_600_000, bypass: [] } as const;
  const other = (key: string): Announcement => call({ key, limit });

  test('go on where the program before was killed', async () => {
    const first = await open();
    await first.announce([other('a'), other('b')]);
    await first.follow(committed);
    expect(left.map(({ kind }) => kind)).toEqual(['call']);
    const second = await open();
    await second.announce([other('c')]);
    await second.follow(committed);
    clock = addMs(clock, 3_600_000);
    await second.follow(committed);
    expect(left[1]).toMatchObject({ kind: 'digest', counts: [{ incident: ID, count: 2 }] });
  });
});

test('the end of a program makes no call before its time: what waits is for the next one', async () => {
  const desk = await open();
  await desk.announce([call({ waitMs: 25_000 }), call({ key: 'b', mode: 'digest' })]);
  await desk.follow(committed);
  await desk.close();
  const next = await open();
  await next.follow(committed);
  expect(left).toEqual([]);
  clock = addMs(clock, 3_600_000);
  await next.follow(committed);
  expect(left.map(({ kind }) => kind).toSorted()).toEqual(['call', 'digest']);
});

test('a store that refuses keeps no call back, and it is said', async () => {
  const desk = await open();
  await desk.announce([call()]);
  await store.close();
  await desk.follow(committed);
  expect(left).toHaveLength(1);
  expect(troubles).toEqual([
    'what was told could not be noted down, so it may be told again: The inbox is closed.',
  ]);
});
