// Deployments and problems through inbox, worker and repository: in one batch or in several, whatever comes first.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addMs, type Instant } from '../model/instant.ts';
import { type Bench, bodyOf, commitAll, createBench, START } from './testing/worker.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

describe('a deployment before a problem', () => {
  test.each([['one batch'], ['two batches']])('is its suspect, in %s', async (batches) => {
    await deploy('payments-api', addMs(START, -5 * 60_000));
    if (batches === 'two batches') await bench.workAll();
    await bench.accept(bodyOf({ service: 'payments-api', name: 'ErrorRate' }));
    await bench.workAll();
    const [incident] = await bench.incidents();
    expect(incident?.change).toEqual({
      kind: 'code',
      deploy: 'payments-api@c0ffee',
      verdict: 'suspected',
    });
    const sum = await bench.inbox.accounting();
    expect(sum).toMatchObject({ accepted: 2, applied: 1, gated: 1, pending: 0 });
  });

  test.each([
    ['the default', '', -121],
    ['its own', 'suspect_window: 10m\n', -11],
  ])('outside the window of the organisation, %s, is none', async (_, setting, minutes) => {
    appendFileSync(join(bench.root, 'tocsin.yaml'), setting);
    if (setting !== '') commitAll(bench.root);
    await deploy('payments-api', addMs(START, minutes * 60_000));
    await bench.accept(bodyOf({ service: 'payments-api', name: 'ErrorRate' }));
    await bench.workAll();
    const [incident] = await bench.incidents();
    expect(incident?.change).toBeNull();
    const file = join(bench.root, 'incidents', '2026', `${incident?.id}.md`);
    expect(readFileSync(file, 'utf8')).not.toContain('Suspects');
  });

  test('of a service that the failing one needs is listed, but not named as the change', async () => {
    await deploy('order-db', addMs(START, -30 * 60_000));
    await bench.accept(bodyOf({ service: 'order-api', name: 'ErrorRate' }));
    await bench.workAll();
    const [incident] = await bench.incidents();
    expect(incident?.change).toBeNull();
    const file = join(bench.root, 'incidents', '2026', `${incident?.id}.md`);
    expect(readFileSync(file, 'utf8')).toContain(
      'because: order-api needs order-db; 30 min before',
    );
  });
});

test('signals are counted once, and deployments are no signals of a problem', async () => {
  await deploy('payments-api', START);
  for (const status of ['firing', 'firing', 'resolved'] as const)
    await bench.accept(bodyOf({ service: 'payments-api', name: 'ErrorRate', status }));
  await bench.workAll();
  const group = 'service=payments-api environment=production';
  expect(await bench.inbox.sightings(group, addMs(START, -1))).toEqual([
    { group, at: START, count: 2 },
  ]);
});

async function deploy(service: string, at: Instant): Promise<void> {
  const body = JSON.stringify({
    deployment: { id: 7, sha: 'c0ffee', ref: 'main', environment: 'production', created_at: at },
    deployment_status: { id: 8, state: 'success', environment: 'production', created_at: at },
    repository: { name: service, full_name: `larder/${service}` },
  });
  await bench.inbox.accept({
    source: 'github',
    vendor: 'github',
    receivedAt: bench.now(),
    deliveryId: null,
    headers: { 'x-github-event': 'deployment_status' },
    body: new TextEncoder().encode(body),
  });
}
