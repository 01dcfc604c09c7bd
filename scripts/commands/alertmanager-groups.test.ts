// A real Alertmanager that groups: several alerts in one notification, some of them ended, some cut off.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBook } from '../response/book.ts';
import {
  type Alertmanager,
  missingAlertmanager,
  type PostedAlert,
  startAlertmanager,
} from './testing/alertmanager.ts';
import { cleanUp, exampleOrganisation, runTocsin, startTocsin, until } from './testing/process.ts';

const TOKEN = 'token-of-the-real-alertmanager';
const missing = missingAlertmanager();
const suffix = missing === null ? '' : ` (skipped: ${missing})`;

let organisation: string;
let copy: string;
let whole: Alertmanager;
let cutting: Alertmanager;

beforeAll(async () => {
  if (missing !== null) return;
  organisation = exampleOrganisation();
  const dev = startTocsin(['dev', '--port', '0'], {
    cwd: organisation,
    environment: { TOCSIN_PROMETHEUS_TOKEN: TOKEN },
  });
  const url = await dev.says(/Status page\s+(\S+)/);
  copy = join(organisation, '.tocsin', 'dev', 'organisation');
  const hook = `${url}hooks/prometheus`;
  whole = await startAlertmanager(hook, TOKEN);
  cutting = await startAlertmanager(hook, TOKEN, { maxAlerts: 1 });
});
afterAll(cleanUp);

test.skipIf(missing !== null)(
  `alerts of one group become one incident with a problem each${suffix}`,
  async () => {
    await whole.post([firing('payments-api', 'CardErrors'), firing('payments-api', 'CardLatency')]);
    expect(await problems('payments-api', ['firing', 'firing'])).toHaveLength(1);
  },
);

test.skipIf(missing !== null)(
  `of a mixed notification one problem recovers while the other goes on${suffix}`,
  async () => {
    await whole.post([ended('payments-api', 'CardErrors'), firing('payments-api', 'CardLatency')]);
    const [incident] = await problems('payments-api', ['firing', 'recovered']);
    expect(incident?.state).toBe('investigating');
  },
);

test.skipIf(missing !== null)(
  `alerts that were cut off are not taken for ended, and \`inspect\` says how many are missing${suffix}`,
  async () => {
    await cutting.post([firing('search-index', 'SearchErrors')]);
    expect(await problems('search-index', ['firing'])).toHaveLength(1);
    await cutting.post([
      firing('search-index', 'SearchSlow'),
      firing('search-index', 'SearchQueue'),
    ]);
    await requestWith('Unexpected cut of 2 alerts, expected all; their state is unknown.');
    const states = incidentsOf('search-index').flatMap((one) => Object.values(one.problems));
    expect(states.length).toBeGreaterThanOrEqual(1);
    expect(states.map(({ state }) => state)).not.toContain('recovered');
  },
);

type Found = ReturnType<typeof readBook>['incidents'];

/** Incidents opened in this run for a service, once their problems have the states. */
async function problems(service: string, states: readonly string[]): Promise<Found> {
  let seen = '';
  return await until(
    () => {
      const found = incidentsOf(service);
      const all = found.flatMap(({ problems: each }) => Object.values(each));
      seen = all
        .map(({ state }) => state)
        .toSorted()
        .join();
      return seen === states.join() ? found : null;
    },
    () => `problems of ${service}: ${seen}`,
  );
}

function incidentsOf(service: string): Found {
  const today = new Date().toISOString().slice(0, 10);
  const folder = join(copy, 'incidents', today.slice(0, 4));
  const files = readdirSync(folder).filter((name) => name.startsWith(`${today}-${service}`));
  return readBook(
    files.map((name) => ({
      path: `incidents/${today.slice(0, 4)}/${name}`,
      text: readFileSync(join(folder, name), 'utf8'),
    })),
  ).incidents;
}

/** Waits until `inspect` shows a request with these words. Alertmanager may notify between two alerts of one post. */
async function requestWith(words: string): Promise<void> {
  let seen: readonly string[] = [];
  await until(
    async () => {
      seen = await inspectAll();
      return seen.some((text) => text.includes(words)) ? seen : null;
    },
    () => `a request with "${words}", not ${seen.length} without`,
  );
}

async function inspectAll(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let id = 1; ; id += 1) {
    const { out } = await runTocsin(['inspect', String(id)], { cwd: organisation });
    if (out === '') return texts;
    texts.push(out);
  }
}

function firing(service: string, alertname: string): PostedAlert {
  const labels = { alertname, service, severity: 'critical', environment: 'production' };
  return { labels, annotations: {}, startsAt: new Date().toISOString() };
}

function ended(service: string, alertname: string): PostedAlert {
  return {
    ...firing(service, alertname),
    endsAt: new Date(Date.now() - 100).toISOString(),
    startsAt: new Date(Date.now() - 60_000).toISOString(),
  };
}
