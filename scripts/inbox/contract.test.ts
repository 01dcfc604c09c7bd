// What every store of the inbox must do. A new store adds one entry to STORES.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deployment, Sighting } from '../model/deployment.ts';
import type { Count, StandingProblem } from '../model/standing.ts';
import type { NewDelivery } from './github-shelf.ts';
import { InboxUnavailable, KEPT_RECORDINGS, OUTCOMES } from './inbox.ts';
import type { Inbox, NewRequest, OutcomeCounts, Settlement, StoredProblem } from './inbox.ts';
import { openSqliteInbox } from './sqlite-inbox.ts';

type Store = { readonly name: string; readonly open: (folder: string) => Inbox };

const STORES: readonly Store[] = [
  { name: 'SQLite', open: (folder) => openSqliteInbox(join(folder, 'inbox.db')) },
];

const NOW = '2026-11-21T09:00:00.000Z';
const LATER = '2026-11-21T09:05:00.000Z';
const NONE: OutcomeCounts = { applied: 0, collapsed: 0, gated: 0, ignored: 0, quarantined: 0 };

describe.each(STORES)('the inbox in $name', ({ open }) => {
  let folder: string;
  let inbox: Inbox;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-inbox-'));
    inbox = open(folder);
  });
  afterEach(async () => {
    await inbox.close();
    rmSync(folder, { recursive: true });
  });

  async function reopen(): Promise<void> {
    await inbox.close();
    inbox = open(folder);
  }

  test('keeps every byte and header of a request across a restart', async () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    const sent = request({ body, headers: { 'x-kind': 'é "quoted"', constructor: 'own' } });
    const { kind, id } = await inbox.accept(sent);
    expect(kind).toBe('stored');
    await reopen();
    expect(await inbox.claim(NOW, 10)).toEqual([{ ...sent, id, attempts: 0, reason: null }]);
  });

  test('forgets settled requests and sightings from before a cutoff, some at a time, and keeps the sum', async () => {
    const [first = 0, second = 0, odd = 0, waiting = 0] = await acceptMany(inbox, 4);
    const sightings = [{ group: 'g', at: NOW, count: 1 }];
    for (const id of [first, second])
      await inbox.settle(id, { ...settlement({ applied: 1 }, [problem({})]), sightings });
    await inbox.settle(odd, settlement({ applied: 1, quarantined: 1 }));
    const sum = await inbox.accounting();
    expect(await inbox.prune({ requests: NOW, sightings: NOW }, 10)).toBe(0);
    const cutoff = { requests: LATER, sightings: LATER };
    expect([await inbox.prune(cutoff, 1), await inbox.prune(cutoff, 1)]).toEqual([2, 1]);
    expect(await inbox.prune(cutoff, 10)).toBe(0);
    await reopen();
    const ids = [first, second, odd, waiting];
    const found = await Promise.all(ids.map((id) => inbox.find(id)));
    expect(found.map((one) => one?.id)).toEqual([undefined, undefined, odd, waiting]);
    expect(await inbox.sightings('g', NOW)).toEqual([]);
    expect(await inbox.problem('p-1')).not.toBeNull();
    expect(await inbox.accounting()).toEqual(sum);
  });

  test('keeps announcements until they are settled with the ledger, and the newest under a key', async () => {
    expect(await inbox.ledger()).toBeNull();
    await inbox.announce([
      { key: 'a', text: 'first' },
      { key: 'b', text: 'other' },
    ]);
    await inbox.announce([{ key: 'a', text: 'second' }]);
    await reopen();
    expect(await inbox.announced()).toEqual([
      { key: 'a', text: 'second' },
      { key: 'b', text: 'other' },
    ]);
    await inbox.keepLedger('told a', ['a', 'unknown']);
    await inbox.keepLedger('told b', []);
    await reopen();
    expect(await inbox.announced()).toEqual([{ key: 'b', text: 'other' }]);
    expect(await inbox.ledger()).toBe('told b');
  });

  test('keeps what GitHub says until it is heard, each delivery once', async () => {
    const said = delivery({ deliveryId: 'd-1', issue: 7, body: new Uint8Array([0, 255]) });
    const { kind, id } = await inbox.github.accept(said);
    expect(kind).toBe('stored');
    await reopen();
    expect(await inbox.github.accept(said)).toEqual({ kind: 'duplicate', id });
    expect(await inbox.github.claim(NOW, 10)).toEqual([{ ...said, id, attempts: 0, reason: null }]);
    expect(await inbox.github.settle(id, 'heard')).toBe(true);
    expect(await inbox.github.settle(id, 'put_aside')).toBe(false);
    await reopen();
    expect(await inbox.github.accept(said)).toEqual({ kind: 'duplicate', id });
    expect(await inbox.github.claim(LATER, 10)).toEqual([]);
    expect(await inbox.github.sum()).toEqual({ received: 1, heard: 1, putAside: 0, pending: 0 });
    expect((await inbox.accounting()).accepted).toBe(0);
  });

  test('stores another body under a known id of GitHub, and equal deliveries without an id each for itself', async () => {
    await inbox.github.accept(delivery({ deliveryId: 'd-1' }));
    const others = [
      delivery({ deliveryId: 'd-1', body: new Uint8Array([1]) }),
      delivery({}),
      delivery({}),
    ];
    for (const other of others) expect((await inbox.github.accept(other)).kind).toBe('stored');
    expect(await inbox.github.claim(NOW, 10)).toHaveLength(4);
  });

  test('gives nothing about an issue before what was said earlier about it', async () => {
    const ids: number[] = [];
    for (const issue of [7, 7, 8, null])
      ids.push((await inbox.github.accept(delivery({ issue }))).id);
    const [first = 0, second = 0, third = 0, fourth = 0] = ids;
    const claimed = async (now: string): Promise<readonly number[]> =>
      (await inbox.github.claim(now, 10)).map(({ id }) => id);
    expect(await claimed(NOW)).toEqual(ids);
    const late = { nextAt: LATER, reason: 'GitHub is down', isFailure: false };
    expect(await inbox.github.putOff(first, late)).toBe(true);
    expect(await claimed(NOW)).toEqual([third, fourth]);
    expect(await inbox.github.nextDue(NOW)).toBe(LATER);
    await inbox.github.putOff(third, { ...late, reason: 'poison', isFailure: true });
    expect(await inbox.github.claim(LATER, 10)).toMatchObject([
      { id: first, attempts: 0, reason: 'GitHub is down' },
      { id: second, attempts: 0, reason: null },
      { id: third, attempts: 1, reason: 'poison' },
      { id: fourth },
    ]);
    await inbox.github.settle(third, 'put_aside');
    expect(await inbox.github.putOff(third, late)).toBe(false);
    expect(await inbox.github.sum()).toEqual({ received: 4, heard: 0, putAside: 1, pending: 3 });
  });

  test('forgets what was heard before a cutoff, never what was put aside or waits, and keeps the sum', async () => {
    const ids: number[] = [];
    for (const issue of [1, 2, 3]) ids.push((await inbox.github.accept(delivery({ issue }))).id);
    const [heard = 0, aside = 0, waiting = 0] = ids;
    await inbox.github.settle(heard, 'heard');
    await inbox.github.settle(aside, 'put_aside');
    const sum = await inbox.github.sum();
    expect(await inbox.prune({ requests: NOW, sightings: NOW }, 10)).toBe(0);
    expect(await inbox.prune({ requests: LATER, sightings: LATER }, 10)).toBe(1);
    expect(await inbox.prune({ requests: LATER, sightings: LATER }, 10)).toBe(0);
    expect((await inbox.github.claim(LATER, 10)).map(({ id }) => id)).toEqual([waiting]);
    expect(await inbox.github.sum()).toEqual(sum);
  });

  test('stores an empty body', async () => {
    const { id } = await inbox.accept(request({ body: new Uint8Array() }));
    expect((await inbox.find(id))?.body).toEqual(new Uint8Array());
  });

  test('claims in order of arrival, as many as asked for, again until settled', async () => {
    const ids = await acceptMany(inbox, 5);
    expect(await claimedIds(inbox)).toEqual(ids);
    expect((await inbox.claim(NOW, 2)).map((row) => row.id)).toEqual(ids.slice(0, 2));
    await inbox.settle(ids[0] ?? 0, settlement({ applied: 1 }));
    await reopen();
    expect(await claimedIds(inbox)).toEqual(ids.slice(1));
  });

  test('claims a request whose receipt lies in the future of a clock that leapt back', async () => {
    const { id } = await inbox.accept(request({ receivedAt: LATER }));
    expect(await claimedIds(inbox)).toEqual([id]);
  });

  test('answers a redelivery with the first id, within one group and across restarts', async () => {
    const twice = [request({ deliveryId: 'd-1' }), request({ deliveryId: 'd-1' })];
    const [first, second] = await Promise.all(twice.map((each) => inbox.accept(each)));
    expect(first?.kind).toBe('stored');
    expect(second).toEqual({ kind: 'duplicate', id: first?.id });
    await inbox.settle(first?.id ?? 0, settlement({ ignored: 1 }));
    await reopen();
    expect(await inbox.accept(request({ deliveryId: 'd-1' }))).toEqual(second);
    expect((await inbox.accept(request({ source: 'other', deliveryId: 'd-1' }))).kind).toBe(
      'stored',
    );
    expect((await inbox.accounting()).accepted).toBe(2);
  });

  test('stores another body under a known delivery id instead of dropping it', async () => {
    const first = await inbox.accept(request({ deliveryId: 'd-1' }));
    const other = request({ deliveryId: 'd-1', body: new Uint8Array([1]) });
    const second = await inbox.accept(other);
    expect(second.kind).toBe('stored');
    expect(await claimedIds(inbox)).toEqual([first.id, second.id]);
  });

  test('stores equal requests without a delivery id each for itself', async () => {
    const ids = await acceptMany(inbox, 2);
    expect(new Set(ids).size).toBe(2);
  });

  test('never gives the same id twice', async () => {
    const first = await acceptMany(inbox, 3);
    await reopen();
    const [next] = await acceptMany(inbox, 1);
    expect(next).toBeGreaterThan(Math.max(...first));
  });

  test('puts a request off, counts the attempts and keeps the reason', async () => {
    const { id } = await inbox.accept(request({}));
    expect(await inbox.retry(id, LATER, 'git refused')).toBe(true);
    expect(await claimedIds(inbox)).toEqual([]);
    expect(await inbox.claim(LATER, 1)).toMatchObject([{ id, attempts: 1, reason: 'git refused' }]);
    await inbox.retry(id, LATER, 'git refused again');
    expect(await inbox.find(id)).toMatchObject({ attempts: 2, reason: 'git refused again' });
    expect((await inbox.accounting()).pending).toBe(1);
  });

  test('settles once: outcomes, problems and hops together', async () => {
    const { id } = await inbox.accept(request({}));
    const outcomes = { ...NONE, applied: 2, collapsed: 1 };
    expect(await inbox.settle(id, { outcomes, problems: [problem({})], hops: '[1]' })).toBe(true);
    const again = {
      outcomes: { ...NONE, gated: 9 },
      problems: [problem({ count: 9 })],
      hops: '[]',
    };
    expect(await inbox.settle(id, again)).toBe(false);
    expect(await inbox.retry(id, LATER, 'late')).toBe(false);
    expect(await inbox.settle(id + 1, again)).toBe(false);
    expect((await inbox.find(id))?.settled).toEqual({ outcomes, hops: '[1]' });
    expect(await inbox.problem('p-1')).toEqual(problem({}));
    expect(await inbox.claim(LATER, 10)).toEqual([]);
  });

  test('keeps what later decisions depend on, counts nothing twice and drops what is out of every window', async () => {
    const [first = 0, second = 0, third = 0] = await acceptMany(inbox, 3);
    const facts = {
      service: 'api',
      environment: 'production',
      fields: { host: 'db-1' },
      severity: 'sev2' as const,
      isLive: true,
      heldBy: 'threshold many',
      recoveredAt: null,
      isExplained: true as const,
      said: { sev2: NOW },
      endedAt: NOW,
    };
    const at = Date.parse(NOW);
    const count = (key: string, later = 0): Count => ({
      tally: 'threshold many',
      entry: { key, at: at + later, problem: 'p-1', value: null, until: at + later + 60_000 },
      withinMs: 60_000,
      most: 10,
    });
    const once = {
      ...settlement({ gated: 1 }, [problem({ facts }), problem({ id: 'old' })]),
      counts: [count('a'), count('b')],
      silences: [{ silence: 'quiet', at: NOW }],
    };
    await inbox.settle(first, once);
    await inbox.settle(second, { ...once, counts: [count('a', 5), count('c')] });
    await reopen();
    const standing = await inbox.standing(NOW);
    expect(standing.problems).toEqual([{ problem: problem({}), incident: null, facts }].map(bare));
    expect(standing.tallies.map(({ entry }) => [entry.key, entry.at - at])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
    ]);
    expect(standing.silences).toEqual([{ silence: 'quiet', at: NOW }]);
    const dayLater = 24 * 3_600_000;
    await inbox.settle(third, { ...once, counts: [count('d', dayLater)] });
    expect((await inbox.standing(NOW)).tallies.map(({ entry }) => entry.key)).toEqual(['d']);
  });

  test('refuses a settlement without outcome and keeps the request pending', async () => {
    const { id } = await inbox.accept(request({}));
    for (const applied of [0, -1, 0.5, Number.NaN]) {
      await expect(inbox.settle(id, settlement({ applied }))).rejects.toThrow(RangeError);
    }
    expect(await claimedIds(inbox)).toEqual([id]);
  });

  test('replaces the folded state of a problem and finds many at once', async () => {
    const [first = 0, second = 0] = await acceptMany(inbox, 2);
    const recovered = problem({
      state: 'recovered',
      at: LATER,
      count: 2,
      incident: '2026-11-21-api',
    });
    await inbox.settle(first, settlement({ applied: 1 }, [problem({}), problem({ id: 'p-2' })]));
    await inbox.settle(second, settlement({ applied: 1 }, [recovered]));
    await reopen();
    expect(await inbox.problem('p-1')).toEqual(recovered);
    expect(await inbox.problem('p-3')).toBeNull();
    const found = await inbox.problems(['p-2', 'p-3', 'p-1']);
    expect(found.map((each) => each.id).toSorted()).toEqual(['p-1', 'p-2']);
    expect(await inbox.problems([])).toEqual([]);
  });

  test('finds deployments of services in an environment since an instant, newest first', async () => {
    await record([
      deployment({ id: 'd-1', at: NOW }),
      deployment({ id: 'd-2', at: LATER }),
      deployment({ id: 'd-3', at: LATER, environment: null, link: null, messages: [] }),
      deployment({ id: 'd-4', at: LATER, environment: 'staging' }),
      deployment({ id: 'd-5', at: LATER, service: 'other' }),
    ]);
    await reopen();
    const wanted = { services: ['shop', 'cart'], environment: 'production' };
    const found = await inbox.deployments({ ...wanted, since: NOW });
    expect(found.map(({ id }) => id)).toEqual(['d-2', 'd-3', 'd-1']);
    expect(found[2]).toEqual(deployment({ id: 'd-1' }));
    expect(await inbox.deployments({ ...wanted, since: LATER })).toHaveLength(2);
    expect(await inbox.deployments({ ...wanted, services: [], since: NOW })).toEqual([]);
  });

  test('folds reports of one deployment the same in any order', async () => {
    const reports = [
      deployment({ outcome: 'begun', messages: ['Round prices up'], commit: null }),
      deployment({ at: LATER, begunAt: LATER, outcome: 'failed', messages: [] }),
      deployment({ at: LATER, begunAt: LATER, outcome: 'succeeded', messages: [], link: null }),
    ];
    const ends = deployment({ at: LATER, outcome: 'succeeded', messages: ['Round prices up'] });
    for (const [index, order] of ORDERS.entries()) {
      const own = { id: `order-${index}`, service: `shop-${index}` };
      for (const place of order) await record([{ ...deployment({}), ...reports[place], ...own }]);
      const found = await inbox.newestDeployments();
      expect(found.find((each) => each.id === own.id)).toEqual({ ...ends, ...own });
    }
  });

  test('gives the newest deployment per service, environment and outcome', async () => {
    await record([
      deployment({ id: 'old' }),
      deployment({ id: 'new', at: LATER }),
      deployment({ id: 'failed', outcome: 'failed' }),
      deployment({ id: 'staging', environment: 'staging' }),
    ]);
    const found = await inbox.newestDeployments();
    expect(found.map(({ id }) => id)).toEqual(['new', 'failed', 'staging']);
  });

  test('adds sightings up per group and instant, once for each settlement', async () => {
    const seen: Sighting = { group: 'service=shop', at: NOW, count: 1 };
    const id = await record([], [seen, seen, { ...seen, at: LATER }]);
    await record([], [seen, { ...seen, group: 'service=other' }]);
    await inbox.settle(id, { ...settlement({ applied: 1 }), sightings: [seen] });
    expect(await inbox.sightings('service=shop', NOW)).toEqual([
      { ...seen, count: 3 },
      { ...seen, at: LATER },
    ]);
    expect(await inbox.sightings('service=shop', LATER)).toHaveLength(1);
  });

  test('keeps the newest recorded signals, oldest first', async () => {
    const lines = Array.from({ length: KEPT_RECORDINGS + 2 }, (_, index) => `line ${index}`);
    const [first = 0, second = 0] = await acceptMany(inbox, 2);
    await inbox.settle(first, { ...settlement({ gated: 1 }), recordings: lines.slice(0, 3) });
    await inbox.settle(first, { ...settlement({ gated: 1 }), recordings: ['again'] });
    await inbox.settle(second, { ...settlement({ gated: 1 }), recordings: lines.slice(3) });
    expect(await inbox.recordings(2)).toEqual(lines.slice(-2));
    expect(await inbox.recordings(KEPT_RECORDINGS * 2)).toEqual(lines.slice(2));
  });

  async function record(
    deployments: readonly Deployment[],
    sightings: readonly Sighting[] = [],
  ): Promise<number> {
    const { id } = await inbox.accept(request({}));
    await inbox.settle(id, { ...settlement({ gated: 1 }), deployments, sightings });
    return id;
  }

  test('lists settled requests with a quarantined signal, newest first', async () => {
    const [first = 0, second = 0, third = 0] = await acceptMany(inbox, 3);
    await inbox.settle(first, settlement({ quarantined: 1 }));
    await inbox.settle(second, settlement({ applied: 1 }));
    await inbox.settle(third, settlement({ applied: 3, quarantined: 1 }));
    expect((await inbox.quarantined(10)).map((row) => row.id)).toEqual([third, first]);
    expect((await inbox.quarantined(1)).map((row) => row.id)).toEqual([third]);
    expect(await inbox.find(99)).toBeNull();
  });

  test('lists requests, newest first, whatever became of them', async () => {
    const [first = 0, second = 0, third = 0] = await acceptMany(inbox, 3);
    await inbox.settle(second, settlement({ applied: 1 }));
    expect((await inbox.recent(10)).map((row) => row.id)).toEqual([third, second, first]);
    expect((await inbox.recent(2)).map((row) => row.id)).toEqual([third, second]);
  });

  test('one bad write does not take down the others of its group', async () => {
    const headers = Object.defineProperty({}, 'broken', { enumerable: true, get: fail });
    const results = await Promise.allSettled([
      inbox.accept(request({})),
      inbox.accept(request({ headers })),
      inbox.accept(request({})),
    ]);
    expect(results.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await inbox.accounting()).toMatchObject({ accepted: 2, pending: 2 });
  });

  test('stores what is waiting when it closes and refuses everything after it', async () => {
    const waiting = inbox.accept(request({}));
    await inbox.close();
    const { id } = await waiting;
    for (const late of [inbox.accept(request({})), inbox.claim(NOW, 1), inbox.probe()]) {
      await expect(late).rejects.toMatchObject({ name: 'InboxUnavailable', reason: 'closed' });
      await expect(late).rejects.toBeInstanceOf(InboxUnavailable);
    }
    await reopen();
    expect(await claimedIds(inbox)).toEqual([id]);
  });

  test('a probe leaves nothing behind', async () => {
    await inbox.probe();
    expect(await inbox.accounting()).toEqual({ accepted: 0, ...NONE, pending: 0 });
  });

  test('outcomes and pending always add up to accepted', async () => {
    const count = fc.nat(3);
    const step = fc.oneof(
      fc.record({ do: fc.constant('accept' as const), delivery: fc.option(fc.nat(5)) }),
      fc.record({ do: fc.constant('retry' as const), id: fc.nat(20) }),
      fc.record({
        do: fc.constant('settle' as const),
        id: fc.nat(20),
        outcomes: fc.record({
          applied: count,
          collapsed: count,
          gated: count,
          ignored: count,
          quarantined: count,
        }),
      }),
    );
    const history = fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      for (const each of steps) {
        if (each.do === 'accept') {
          const deliveryId = each.delivery === null ? null : `d-${each.delivery}`;
          await inbox.accept(request({ deliveryId }));
        } else if (each.do === 'retry') await inbox.retry(each.id, LATER, 'again');
        else await inbox.settle(each.id, settlement(each.outcomes)).catch(() => false);
      }
      const sum = await inbox.accounting();
      const ended = OUTCOMES.reduce((total, name) => total + sum[name], 0);
      expect(ended + sum.pending).toBe(sum.accepted);
      expect((await inbox.claim(LATER, 10_000)).length).toBe(sum.pending);
    });
    await fc.assert(history, { numRuns: 60 });
  });
});

function delivery(changes: Partial<NewDelivery>): NewDelivery {
  const body = new TextEncoder().encode('{}');
  return { deliveryId: null, name: 'issue_comment', issue: 1, receivedAt: NOW, body, ...changes };
}

function request(changes: Partial<NewRequest>): NewRequest {
  const body = new TextEncoder().encode('{"status":"firing"}');
  const base = { source: 'alerts', vendor: 'prometheus-alertmanager', receivedAt: NOW, body };
  return { ...base, deliveryId: null, headers: {}, ...changes };
}

const ORDERS = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 0, 2],
  [1, 2, 0, 1],
] as const;

function deployment(changes: Partial<Deployment>): Deployment {
  const base = { id: 'd-1', source: 'github', service: 'shop', environment: 'production' };
  const facts = { version: 'v4.18.0', commit: 'c0ffee', link: 'https://ci.larder.example/1' };
  const times = { begunAt: NOW, at: NOW, outcome: 'succeeded' as const };
  return { ...base, ...facts, ...times, messages: ['Move the flour'], ...changes };
}

function settlement(
  outcomes: Partial<OutcomeCounts>,
  problems: readonly StoredProblem[] = [],
): Settlement {
  return { outcomes: { ...NONE, ...outcomes }, problems, hops: '[]' };
}

/** The folded state alone. */
function bare({ problem: stored, ...more }: StandingProblem): StandingProblem {
  const { id, source, state, since, at, key, count } = stored;
  return { problem: { id, source, state, since, at, key, count }, ...more };
}

function problem(changes: Partial<StoredProblem>): StoredProblem {
  const state = { id: 'p-1', source: 'alerts', state: 'firing' as const, since: NOW, at: NOW };
  return { ...state, key: 'k-1', count: 1, incident: null, ...changes };
}

async function acceptMany(inbox: Inbox, count: number): Promise<readonly number[]> {
  const accepted = Array.from({ length: count }, () => inbox.accept(request({})));
  return (await Promise.all(accepted)).map(({ id }) => id);
}

async function claimedIds(inbox: Inbox): Promise<readonly number[]> {
  return (await inbox.claim(NOW, 1000)).map((row) => row.id);
}

function fail(): never {
  throw new TypeError('unreadable');
}
