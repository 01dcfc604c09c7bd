// What every store of the inbox must do with requests and problems.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Count, StandingProblem } from '../model/standing.ts';
import { InboxUnavailable, KEPT_RECORDINGS, OUTCOMES } from './inbox.ts';
import type { Inbox, StoredProblem } from './inbox.ts';
import {
  LATER,
  NONE,
  NOW,
  openStore,
  type OpenStore,
  request,
  settlement,
  STORES,
} from './testing/stores.ts';

describe.each(STORES)('the inbox in $name', ({ open }) => {
  let store: OpenStore;
  beforeEach(() => {
    store = openStore(open);
  });
  afterEach(async () => await store.close());

  test('keeps every byte and header of a request across a restart', async () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    const sent = request({ body, headers: { 'x-kind': 'é "quoted"', constructor: 'own' } });
    const { kind, id } = await store.inbox.accept(sent);
    expect(kind).toBe('stored');
    await store.reopen();
    expect(await store.inbox.claim(NOW, 10)).toEqual([{ ...sent, id, attempts: 0, reason: null }]);
  });

  test('forgets settled requests and sightings from before a cutoff, some at a time, and keeps the sum', async () => {
    const [first = 0, second = 0, odd = 0, waiting = 0] = await acceptMany(store.inbox, 4);
    const sightings = [{ group: 'g', at: NOW, count: 1 }];
    for (const id of [first, second])
      await store.inbox.settle(id, { ...settlement({ applied: 1 }, [problem({})]), sightings });
    await store.inbox.settle(odd, settlement({ applied: 1, quarantined: 1 }));
    const sum = await store.inbox.accounting();
    expect(await store.inbox.prune({ requests: NOW, sightings: NOW }, 10)).toBe(0);
    const cutoff = { requests: LATER, sightings: LATER };
    expect([await store.inbox.prune(cutoff, 1), await store.inbox.prune(cutoff, 1)]).toEqual([
      2, 1,
    ]);
    expect(await store.inbox.prune(cutoff, 10)).toBe(0);
    await store.reopen();
    const ids = [first, second, odd, waiting];
    const found = await Promise.all(ids.map((id) => store.inbox.find(id)));
    expect(found.map((one) => one?.id)).toEqual([undefined, undefined, odd, waiting]);
    expect(await store.inbox.sightings('g', NOW)).toEqual([]);
    expect(await store.inbox.problem('p-1')).not.toBeNull();
    expect(await store.inbox.accounting()).toEqual(sum);
  });

  test('keeps announcements until they are settled with the ledger, and the newest under a key', async () => {
    expect(await store.inbox.ledger()).toBeNull();
    await store.inbox.announce([
      { key: 'a', text: 'first' },
      { key: 'b', text: 'other' },
    ]);
    await store.inbox.announce([{ key: 'a', text: 'second' }]);
    await store.reopen();
    expect(await store.inbox.announced()).toEqual([
      { key: 'a', text: 'second' },
      { key: 'b', text: 'other' },
    ]);
    await store.inbox.keepLedger('told a', ['a', 'unknown']);
    await store.inbox.keepLedger('told b', []);
    await store.reopen();
    expect(await store.inbox.announced()).toEqual([{ key: 'b', text: 'other' }]);
    expect(await store.inbox.ledger()).toBe('told b');
  });

  test('stores an empty body', async () => {
    const { id } = await store.inbox.accept(request({ body: new Uint8Array() }));
    expect((await store.inbox.find(id))?.body).toEqual(new Uint8Array());
  });

  test('claims in order of arrival, as many as asked for, again until settled', async () => {
    const ids = await acceptMany(store.inbox, 5);
    expect(await claimedIds(store.inbox)).toEqual(ids);
    expect((await store.inbox.claim(NOW, 2)).map((row) => row.id)).toEqual(ids.slice(0, 2));
    await store.inbox.settle(ids[0] ?? 0, settlement({ applied: 1 }));
    await store.reopen();
    expect(await claimedIds(store.inbox)).toEqual(ids.slice(1));
  });

  test('claims a request whose receipt lies in the future of a clock that leapt back', async () => {
    const { id } = await store.inbox.accept(request({ receivedAt: LATER }));
    expect(await claimedIds(store.inbox)).toEqual([id]);
  });

  test('answers a redelivery with the first id, within one group and across restarts', async () => {
    const twice = [request({ deliveryId: 'd-1' }), request({ deliveryId: 'd-1' })];
    const [first, second] = await Promise.all(twice.map((each) => store.inbox.accept(each)));
    expect(first?.kind).toBe('stored');
    expect(second).toEqual({ kind: 'duplicate', id: first?.id });
    await store.inbox.settle(first?.id ?? 0, settlement({ ignored: 1 }));
    await store.reopen();
    expect(await store.inbox.accept(request({ deliveryId: 'd-1' }))).toEqual(second);
    expect((await store.inbox.accept(request({ source: 'other', deliveryId: 'd-1' }))).kind).toBe(
      'stored',
    );
    expect((await store.inbox.accounting()).accepted).toBe(2);
  });

  test('stores another body under a known delivery id instead of dropping it', async () => {
    const first = await store.inbox.accept(request({ deliveryId: 'd-1' }));
    const other = request({ deliveryId: 'd-1', body: new Uint8Array([1]) });
    const second = await store.inbox.accept(other);
    expect(second.kind).toBe('stored');
    expect(await claimedIds(store.inbox)).toEqual([first.id, second.id]);
  });

  test('stores equal requests without a delivery id each for itself', async () => {
    const ids = await acceptMany(store.inbox, 2);
    expect(new Set(ids).size).toBe(2);
  });

  test('never gives the same id twice', async () => {
    const first = await acceptMany(store.inbox, 3);
    await store.reopen();
    const [next] = await acceptMany(store.inbox, 1);
    expect(next).toBeGreaterThan(Math.max(...first));
  });

  test('puts a request off, counts the attempts and keeps the reason', async () => {
    const { id } = await store.inbox.accept(request({}));
    expect(await store.inbox.retry(id, LATER, 'git refused')).toBe(true);
    expect(await claimedIds(store.inbox)).toEqual([]);
    expect(await store.inbox.claim(LATER, 1)).toMatchObject([
      { id, attempts: 1, reason: 'git refused' },
    ]);
    await store.inbox.retry(id, LATER, 'git refused again');
    expect(await store.inbox.find(id)).toMatchObject({ attempts: 2, reason: 'git refused again' });
    expect((await store.inbox.accounting()).pending).toBe(1);
  });

  test('settles once: outcomes, problems and hops together', async () => {
    const { id } = await store.inbox.accept(request({}));
    const outcomes = { ...NONE, applied: 2, collapsed: 1 };
    expect(await store.inbox.settle(id, { outcomes, problems: [problem({})], hops: '[1]' })).toBe(
      true,
    );
    const again = {
      outcomes: { ...NONE, gated: 9 },
      problems: [problem({ count: 9 })],
      hops: '[]',
    };
    expect(await store.inbox.settle(id, again)).toBe(false);
    expect(await store.inbox.retry(id, LATER, 'late')).toBe(false);
    expect(await store.inbox.settle(id + 1, again)).toBe(false);
    expect((await store.inbox.find(id))?.settled).toEqual({ outcomes, hops: '[1]' });
    expect(await store.inbox.problem('p-1')).toEqual(problem({}));
    expect(await store.inbox.claim(LATER, 10)).toEqual([]);
  });

  test('keeps what later decisions depend on, counts nothing twice and drops what is out of every window', async () => {
    const [first = 0, second = 0, third = 0] = await acceptMany(store.inbox, 3);
    const facts = {
      service: 'api',
      environment: 'production',
      fields: { host: 'db-1' },
      severity: 'sev2' as const,
      isLive: true,
      heldBy: 'threshold many',
      hasPassed: true as const,
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
    await store.inbox.settle(first, once);
    await store.inbox.settle(second, { ...once, counts: [count('a', 5), count('c')] });
    await store.reopen();
    const standing = await store.inbox.standing(NOW);
    expect(standing.problems).toEqual([{ problem: problem({}), incident: null, facts }].map(bare));
    expect(standing.tallies.map(({ entry }) => [entry.key, entry.at - at])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
    ]);
    expect(standing.silences).toEqual([{ silence: 'quiet', at: NOW }]);
    const dayLater = 24 * 3_600_000;
    await store.inbox.settle(third, { ...once, counts: [count('d', dayLater)] });
    expect((await store.inbox.standing(NOW)).tallies.map(({ entry }) => entry.key)).toEqual(['d']);
  });

  test('refuses a settlement without outcome and keeps the request pending', async () => {
    const { id } = await store.inbox.accept(request({}));
    for (const applied of [0, -1, 0.5, Number.NaN]) {
      await expect(store.inbox.settle(id, settlement({ applied }))).rejects.toThrow(RangeError);
    }
    expect(await claimedIds(store.inbox)).toEqual([id]);
  });

  test('replaces the folded state of a problem and finds many at once', async () => {
    const [first = 0, second = 0] = await acceptMany(store.inbox, 2);
    const recovered = problem({
      state: 'recovered',
      at: LATER,
      count: 2,
      incident: '2026-11-21-api',
    });
    await store.inbox.settle(
      first,
      settlement({ applied: 1 }, [problem({}), problem({ id: 'p-2' })]),
    );
    await store.inbox.settle(second, settlement({ applied: 1 }, [recovered]));
    await store.reopen();
    expect(await store.inbox.problem('p-1')).toEqual(recovered);
    expect(await store.inbox.problem('p-3')).toBeNull();
    const found = await store.inbox.problems(['p-2', 'p-3', 'p-1']);
    expect(found.map((each) => each.id).toSorted()).toEqual(['p-1', 'p-2']);
    expect(await store.inbox.problems([])).toEqual([]);
  });

  test('keeps the newest recorded signals, oldest first', async () => {
    const lines = Array.from({ length: KEPT_RECORDINGS + 2 }, (_, index) => `line ${index}`);
    const [first = 0, second = 0] = await acceptMany(store.inbox, 2);
    await store.inbox.settle(first, { ...settlement({ gated: 1 }), recordings: lines.slice(0, 3) });
    await store.inbox.settle(first, { ...settlement({ gated: 1 }), recordings: ['again'] });
    await store.inbox.settle(second, { ...settlement({ gated: 1 }), recordings: lines.slice(3) });
    expect(await store.inbox.recordings(2)).toEqual(lines.slice(-2));
    expect(await store.inbox.recordings(KEPT_RECORDINGS * 2)).toEqual(lines.slice(2));
  });

  test('lists settled requests with a quarantined signal, newest first', async () => {
    const [first = 0, second = 0, third = 0] = await acceptMany(store.inbox, 3);
    await store.inbox.settle(first, settlement({ quarantined: 1 }));
    await store.inbox.settle(second, settlement({ applied: 1 }));
    await store.inbox.settle(third, settlement({ applied: 3, quarantined: 1 }));
    expect((await store.inbox.quarantined(10)).map((row) => row.id)).toEqual([third, first]);
    expect((await store.inbox.quarantined(1)).map((row) => row.id)).toEqual([third]);
    expect(await store.inbox.find(99)).toBeNull();
  });

  test('lists requests, newest first, whatever became of them', async () => {
    const [first = 0, second = 0, third = 0] = await acceptMany(store.inbox, 3);
    await store.inbox.settle(second, settlement({ applied: 1 }));
    expect((await store.inbox.recent(10)).map((row) => row.id)).toEqual([third, second, first]);
    expect((await store.inbox.recent(2)).map((row) => row.id)).toEqual([third, second]);
  });

  test('one bad write does not take down the others of its group', async () => {
    const headers = Object.defineProperty({}, 'broken', { enumerable: true, get: fail });
    const results = await Promise.allSettled([
      store.inbox.accept(request({})),
      store.inbox.accept(request({ headers })),
      store.inbox.accept(request({})),
    ]);
    expect(results.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.inbox.accounting()).toMatchObject({ accepted: 2, pending: 2 });
  });

  test('stores what is waiting when it closes and refuses everything after it', async () => {
    const waiting = store.inbox.accept(request({}));
    await store.inbox.close();
    const { id } = await waiting;
    for (const late of [
      store.inbox.accept(request({})),
      store.inbox.claim(NOW, 1),
      store.inbox.probe(),
    ]) {
      await expect(late).rejects.toMatchObject({ name: 'InboxUnavailable', reason: 'closed' });
      await expect(late).rejects.toBeInstanceOf(InboxUnavailable);
    }
    await store.reopen();
    expect(await claimedIds(store.inbox)).toEqual([id]);
  });

  test('a probe leaves nothing behind', async () => {
    await store.inbox.probe();
    expect(await store.inbox.accounting()).toEqual({ accepted: 0, ...NONE, pending: 0 });
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
          await store.inbox.accept(request({ deliveryId }));
        } else if (each.do === 'retry') await store.inbox.retry(each.id, LATER, 'again');
        else await store.inbox.settle(each.id, settlement(each.outcomes)).catch(() => false);
      }
      const sum = await store.inbox.accounting();
      const ended = OUTCOMES.reduce((total, name) => total + sum[name], 0);
      expect(ended + sum.pending).toBe(sum.accepted);
      expect((await store.inbox.claim(LATER, 10_000)).length).toBe(sum.pending);
    });
    await fc.assert(history, { numRuns: 60 });
  });
});

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
