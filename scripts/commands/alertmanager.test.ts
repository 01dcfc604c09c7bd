// A real Alertmanager in front of a real gateway: from an alert as Prometheus posts it to the page, and back.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { incidentPath } from '../model/history-path.ts';
import { readBook } from '../response/book.ts';
import type { Incident } from '../model/incident.ts';
import {
  type Alertmanager,
  missingAlertmanager,
  startAlertmanager,
} from './testing/alertmanager.ts';
import {
  cleanUp,
  exampleOrganisation,
  git,
  pageShows,
  runTocsin,
  startTocsin,
  type Started,
  tocsinCommits,
  until,
} from './testing/process.ts';

const TOKEN = 'token-of-the-real-alertmanager';
const missing = missingAlertmanager();
const suffix = missing === null ? '' : ` (skipped: ${missing})`;

let organisation: string;
let copy: string;
let dev: Started;
let url: string;
let alertmanager: Alertmanager;
let known: ReadonlySet<string>;

beforeAll(async () => {
  if (missing !== null) return;
  organisation = exampleOrganisation();
  dev = startTocsin(['dev', '--port', '0'], {
    cwd: organisation,
    environment: { TOCSIN_PROMETHEUS_TOKEN: TOKEN },
  });
  url = await dev.says(/Status page\s+(\S+)/);
  copy = join(organisation, '.tocsin', 'dev', 'organisation');
  known = new Set(incidentFiles());
  alertmanager = await startAlertmanager(`${url}hooks/prometheus`, TOKEN);
});
afterAll(cleanUp);

function incidentFiles(): readonly string[] {
  return readdirSync(join(copy, 'incidents'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.md'),
  );
}

/** Incidents that were not there at the start. */
function newIncidents(): readonly Incident[] {
  const files = incidentFiles().filter((name) => !known.has(name));
  return readBook(
    files.map((name) => ({
      path: `incidents/${name}`,
      text: readFileSync(join(copy, 'incidents', name), 'utf8'),
    })),
  ).incidents;
}

async function accepted(): Promise<number> {
  const { out } = await runTocsin(['inspect', '--json'], { cwd: organisation });
  return JSON.parse(out).accounting.accepted;
}

const labels = {
  alertname: 'CardErrorRate',
  severity: 'critical',
  service: 'payments-api',
  environment: 'production',
  instance: '10.4.0.17:9100',
};
const annotations = {
  summary: '4.8 % of card payments fail',
  description: 'More than 2 % have failed for 5 minutes.',
};

test.skipIf(missing !== null)(
  `an alert that fires becomes one incident of its owner, in one commit, and is on the page${suffix}`,
  async () => {
    await alertmanager.post([{ labels, annotations, startsAt: new Date().toISOString() }]);
    await pageShows(url, /looking into a major outage of Card payments/);
    const [incident, ...others] = newIncidents();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      state: 'investigating',
      severity: 'sev1',
      services: ['payments-api'],
      owner: { team: 'payments', product: 'payments' },
    });
    expect(tocsinCommits(copy)).toEqual([`tocsin: ${incident?.id} opened`]);
    const path = incidentPath(incident?.id ?? '');
    expect(git(copy, 'show', '--name-only', '--format=', 'HEAD')).toBe(path);
  },
);

test.skipIf(missing !== null)(
  `its end recovers the problem, in one more commit, and the page says so${suffix}`,
  async () => {
    const now = Date.now();
    await alertmanager.post([
      {
        labels,
        annotations,
        startsAt: new Date(now - 5000).toISOString(),
        endsAt: new Date(now - 100).toISOString(),
      },
    ]);
    await pageShows(url, /sees? Card payments working again/);
    const [incident] = newIncidents();
    expect(incident?.state).toBe('monitoring');
    expect(Object.values(incident?.problems ?? {}).map((problem) => problem.state)).toEqual([
      'recovered',
    ]);
    expect(tocsinCommits(copy)).toEqual([
      `tocsin: ${incident?.id} opened`,
      `tocsin: ${incident?.id} recovered`,
    ]);
    expect(git(copy, 'status', '--porcelain')).toBe('');
  },
);

test.skipIf(missing !== null)(
  `under a wrong token it is refused, logged by key, and nothing of it is stored${suffix}`,
  async () => {
    const before = await accepted();
    await alertmanager.post([
      {
        labels: { ...labels, token: 'wrong', alertname: 'TheForgedOne' },
        annotations,
        startsAt: new Date().toISOString(),
      },
    ]);
    await dev.says(/refused {2}prometheus: not_authentic \(\w+\), request \d+, \d+ bytes/);
    await until(
      () => (/401/.test(alertmanager.process.err()) ? true : null),
      () => `an answer 401 in ${alertmanager.process.err()}`,
    );
    expect(await accepted()).toBe(before);
    expect(tocsinCommits(copy)).toHaveLength(2);
    expect(dev.out() + dev.err()).not.toMatch(/TheForgedOne|not-the-token/);
  },
);
