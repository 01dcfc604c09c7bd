// What every store of the inbox must do with what GitHub says.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewDelivery } from './github-shelf.ts';
import { LATER, NOW, openStore, type OpenStore, STORES } from './testing/stores.ts';

describe.each(STORES)('the inbox in $name', ({ open }) => {
  let store: OpenStore;
  beforeEach(() => {
    store = openStore(open);
  });
  afterEach(async () => await store.close());

  test('keeps what GitHub says until it is heard, each delivery once', async () => {
    const said = delivery({ deliveryId: 'd-1', issue: 7, body: new Uint8Array([0, 255]) });
    const { kind, id } = await store.inbox.github.accept(said);
    expect(kind).toBe('stored');
    await store.reopen();
    expect(await store.inbox.github.accept(said)).toEqual({ kind: 'duplicate', id });
    expect(await store.inbox.github.claim(NOW, 10)).toEqual([
      { ...said, id, attempts: 0, reason: null },
    ]);
    expect(await store.inbox.github.settle(id, 'heard')).toBe(true);
    expect(await store.inbox.github.settle(id, 'put_aside')).toBe(false);
    await store.reopen();
    expect(await store.inbox.github.accept(said)).toEqual({ kind: 'duplicate', id });
    expect(await store.inbox.github.claim(LATER, 10)).toEqual([]);
    expect(await store.inbox.github.sum()).toEqual({
      received: 1,
      heard: 1,
      putAside: 0,
      pending: 0,
    });
    expect((await store.inbox.accounting()).accepted).toBe(0);
  });

  test('stores another body under a known id of GitHub, and equal deliveries without an id each for itself', async () => {
    await store.inbox.github.accept(delivery({ deliveryId: 'd-1' }));
    const others = [
      delivery({ deliveryId: 'd-1', body: new Uint8Array([1]) }),
      delivery({}),
      delivery({}),
    ];
    for (const other of others)
      expect((await store.inbox.github.accept(other)).kind).toBe('stored');
    expect(await store.inbox.github.claim(NOW, 10)).toHaveLength(4);
  });

  test('gives nothing about an issue before what was said earlier about it', async () => {
    const ids: number[] = [];
    for (const issue of [7, 7, 8, null])
      ids.push((await store.inbox.github.accept(delivery({ issue }))).id);
    const [first = 0, second = 0, third = 0, fourth = 0] = ids;
    const claimed = async (now: string): Promise<readonly number[]> =>
      (await store.inbox.github.claim(now, 10)).map(({ id }) => id);
    expect(await claimed(NOW)).toEqual(ids);
    const late = { nextAt: LATER, reason: 'GitHub is down', isFailure: false };
    expect(await store.inbox.github.putOff(first, late)).toBe(true);
    expect(await claimed(NOW)).toEqual([third, fourth]);
    expect(await store.inbox.github.nextDue(NOW)).toBe(LATER);
    await store.inbox.github.putOff(third, { ...late, reason: 'poison', isFailure: true });
    expect(await store.inbox.github.claim(LATER, 10)).toMatchObject([
      { id: first, attempts: 0, reason: 'GitHub is down' },
      { id: second, attempts: 0, reason: null },
      { id: third, attempts: 1, reason: 'poison' },
      { id: fourth },
    ]);
    await store.inbox.github.settle(third, 'put_aside');
    expect(await store.inbox.github.putOff(third, late)).toBe(false);
    expect(await store.inbox.github.sum()).toEqual({
      received: 4,
      heard: 0,
      putAside: 1,
      pending: 3,
    });
  });

  test('forgets what was heard before a cutoff, never what was put aside or waits, and keeps the sum', async () => {
    const ids: number[] = [];
    for (const issue of [1, 2, 3])
      ids.push((await store.inbox.github.accept(delivery({ issue }))).id);
    const [heard = 0, aside = 0, waiting = 0] = ids;
    await store.inbox.github.settle(heard, 'heard');
    await store.inbox.github.settle(aside, 'put_aside');
    const sum = await store.inbox.github.sum();
    expect(await store.inbox.prune({ requests: NOW, sightings: NOW }, 10)).toBe(0);
    expect(await store.inbox.prune({ requests: LATER, sightings: LATER }, 10)).toBe(1);
    expect(await store.inbox.prune({ requests: LATER, sightings: LATER }, 10)).toBe(0);
    expect((await store.inbox.github.claim(LATER, 10)).map(({ id }) => id)).toEqual([waiting]);
    expect(await store.inbox.github.sum()).toEqual(sum);
  });
});

function delivery(changes: Partial<NewDelivery>): NewDelivery {
  const body = new TextEncoder().encode('{}');
  return { deliveryId: null, name: 'issue_comment', issue: 1, receivedAt: NOW, body, ...changes };
}
