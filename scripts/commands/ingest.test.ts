import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUp, exampleOrganisation, runTocsin } from './testing/process.ts';

let root: string;
let body: string;

beforeAll(() => {
  root = exampleOrganisation();
  const example = join(import.meta.dirname, '../../docs/examples/alertmanager-firing.json');
  const payload = JSON.parse(readFileSync(example, 'utf8'));
  body = join(root, '.git/body.json');
  // What Alertmanager sends where `max_alerts` cut it, and an alert that nothing can be made of.
  const alerts = [...payload.alerts, { status: 'firing' }];
  writeFileSync(body, JSON.stringify({ ...payload, alerts, truncatedAlerts: 12 }));
});
afterAll(cleanUp);

const ingest = (environment = {}): ReturnType<typeof runTocsin> =>
  runTocsin(['ingest', '--source', 'prometheus', body], { cwd: root, environment });

describe('what of a webhook could not be used', () => {
  test('is said on standard error, since nobody keeps the webhook', async () => {
    const { code, out, err } = await ingest();
    expect([code, out]).toEqual([0, expect.stringContaining('incident 2')]);
    expect(err).toMatch(/^tocsin: prometheus: .*12 alerts/m);
    expect(err).toMatch(/^tocsin: prometheus: \/alerts\/\d+\/fingerprint /m);
  });

  test('is shown with the run in a workflow', async () => {
    const { out } = await ingest({ GITHUB_ACTIONS: 'true' });
    expect(out).toMatch(/^::warning title=prometheus::.*12 alerts/m);
  });
});
