// What every store of the inbox must do with deployments and sightings.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deployment, Sighting } from '../model/deployment.ts';
import {
  LATER,
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

  test('finds deployments of services in an environment since an instant, newest first', async () => {
    await record([
      deployment({ id: 'd-1', at: NOW }),
      deployment({ id: 'd-2', at: LATER }),
      deployment({ id: 'd-3', at: LATER, environment: null, link: null, messages: [] }),
      deployment({ id: 'd-4', at: LATER, environment: 'staging' }),
      deployment({ id: 'd-5', at: LATER, service: 'other' }),
    ]);
    await store.reopen();
    const wanted = { services: ['shop', 'cart'], environment: 'production' };
    const found = await store.inbox.deployments({ ...wanted, since: NOW });
    expect(found.map(({ id }) => id)).toEqual(['d-2', 'd-3', 'd-1']);
    expect(found[2]).toEqual(deployment({ id: 'd-1' }));
    expect(await store.inbox.deployments({ ...wanted, since: LATER })).toHaveLength(2);
    expect(await store.inbox.deployments({ ...wanted, services: [], since: NOW })).toEqual([]);
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
      const found = await store.inbox.newestDeployments();
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
    const found = await store.inbox.newestDeployments();
    expect(found.map(({ id }) => id)).toEqual(['new', 'failed', 'staging']);
  });

  test('adds sightings up per group and instant, once for each settlement', async () => {
    const seen: Sighting = { group: 'service=shop', at: NOW, count: 1 };
    const id = await record([], [seen, seen, { ...seen, at: LATER }]);
    await record([], [seen, { ...seen, group: 'service=other' }]);
    await store.inbox.settle(id, { ...settlement({ applied: 1 }), sightings: [seen] });
    expect(await store.inbox.sightings('service=shop', NOW)).toEqual([
      { ...seen, count: 3 },
      { ...seen, at: LATER },
    ]);
    expect(await store.inbox.sightings('service=shop', LATER)).toHaveLength(1);
  });

  async function record(
    deployments: readonly Deployment[],
    sightings: readonly Sighting[] = [],
  ): Promise<number> {
    const { id } = await store.inbox.accept(request({}));
    await store.inbox.settle(id, { ...settlement({ gated: 1 }), deployments, sightings });
    return id;
  }
});

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
