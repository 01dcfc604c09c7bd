// One delivery with thousands of alerts: the gateway answers others meanwhile, and what it keeps of it stays readable.
import { get } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testGateway } from './testing/gateway.ts';
import { serveGateway } from './serve.ts';
import { bodyOf, createBench, type Bench } from './testing/worker.ts';
import { createLook } from './worker.ts';

const ALERTS = 3000;
const SERVICES = ['payments-api', 'routing-engine'];
/** Problems of each service; all other alerts repeat one of them. */
const PROBLEMS = 25;

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

describe('a delivery with thousands of alerts', () => {
  test('is worked off while the gateway answers others', async () => {
    const { app } = testGateway(bench.inbox);
    const listener = await serveGateway(app, { host: '127.0.0.1', port: 0 });
    const events: string[] = [];
    const { workspace } = bench.dependencies;
    const look = createLook({
      ...bench.dependencies,
      workspace: {
        ...workspace,
        // Between these two everything happens in this process: nothing but a pause lets anybody else in.
        readIncidentFiles: async (commit) => {
          const files = await workspace.readIncidentFiles(commit);
          events.push('work begins');
          void ask(`${listener.url}/healthz`).then((status) => events.push(`answered ${status}`));
          return files;
        },
        commit: async (...work) => {
          events.push('work is done');
          return await workspace.commit(...work);
        },
      },
    });
    await bench.accept(largeDelivery());
    await look();
    await listener.close();
    expect(events).toEqual(['work begins', 'answered 200', 'work is done']);
    expect(await bench.incidents()).toHaveLength(SERVICES.length);
  });

  test('is counted whole, with its first hops as examples', async () => {
    const id = await bench.accept(largeDelivery());
    await bench.workAll();
    const hops: unknown = JSON.parse((await bench.inbox.find(id))?.settled?.hops ?? 'null');
    expect(hops).toHaveLength(102);
    expect(hops).toMatchObject({
      0: { stage: 'normalise', result: `${ALERTS} signals` },
      50: { stage: 'more', result: `${ALERTS + 1 - 50} further ones are not shown` },
      51: { stage: 'respond', result: expect.stringMatching(/^applied in \S+-payments-api$/) },
      101: { stage: 'more', result: `${ALERTS - 50} further ones are not shown` },
    });
    const sum = await bench.inbox.accounting();
    expect(sum).toMatchObject({ accepted: ALERTS, applied: ALERTS, pending: 0 });
  });
});

function largeDelivery(): string {
  const alerts = Array.from({ length: ALERTS }, (_, index) => {
    const service = SERVICES[index % SERVICES.length] ?? '';
    const name = `Larder${Math.floor(index / SERVICES.length) % PROBLEMS}`;
    const { alerts: own } = JSON.parse(bodyOf({ service, name }));
    return own[0];
  });
  return JSON.stringify({ alerts });
}

async function ask(url: string): Promise<number | undefined> {
  const [response] = await once(get(url), 'response');
  response.resume();
  return response.statusCode;
}
