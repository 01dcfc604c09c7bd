// The worker over a real inbox and a real repository: what comes of requests, good and bad, early and late.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addMs } from '../model/instant.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { parseRecorded } from '../recording/line.ts';
import { type Alert, type Bench, bodyOf, commitAll, createBench, START } from './testing/worker.ts';
import { createLook } from './worker.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const NONSENSE = '{"nothing":"known"}';

describe('a decided signal', () => {
  test('is recorded as the source stated it, without its words; what cannot be understood is not', async () => {
    const secret = 'jane.doe@example.com';
    await bench.accept(bodyOf({ service: 'payments-api', name: `Failed for ${secret}` }));
    await bench.accept(NONSENSE);
    await bench.workAll();
    const lines = await bench.inbox.recordings(10);
    expect(lines.map(parseRecorded)).toMatchObject([
      {
        kind: 'recorded',
        recorded: {
          source: 'prometheus',
          receivedAt: START,
          signal: { service: 'payments-api', labels: { alertname: 'Failed for [address]' } },
        },
      },
    ]);
    expect(lines.join('')).not.toContain(secret);
  });
});

describe('accounting', () => {
  test('what is accepted ends applied, collapsed, gated, ignored or quarantined, and it adds up', async () => {
    const early = addMs(START, -5000);
    const other = { service: 'payments-api', name: 'Other', severity: 'info' };
    await bench.accept(bodyOf({ service: 'payments-api', name: 'ErrorRate', at: early }));
    await bench.accept(bodyOf({ service: 'payments-api', name: 'ErrorRate' }));
    await bench.accept(bodyOf({ ...other, environment: 'development' }));
    await bench.accept(bodyOf({ service: 'order-api', name: 'Never', status: 'resolved' }));
    await bench.accept('{"alerts":[]}');
    await bench.accept(NONSENSE);
    await bench.accept('no JSON at all');
    await bench.workAll();
    expect(await bench.inbox.accounting()).toEqual({
      accepted: 7,
      applied: 1,
      collapsed: 1,
      gated: 1,
      ignored: 2,
      quarantined: 2,
      pending: 0,
    });
    expect(bench.troubles).toEqual([]);
  });
});

test('a post-mortem that people publish says since when, without a word to GitHub', async () => {
  const id = '2026-11-20-shop';
  const declared = new Date().toISOString();
  writeDeep(
    `incidents/2026/${id}.md`,
    `schema: tocsin/incident@1
title: Orders fail
state: closed
severity: sev3
environment: production
category: errors
owner: {team: payments, function: backend}
services: []
at: {declared: ${declared}, resolved: ${declared}, closed: ${declared}}
`,
  );
  const path = `postmortems/2026/${id}.md`;
  writeDeep(
    path,
    `schema: tocsin/postmortem@1
state: published
owner: mara-okafor
due: 2026-12-03
public: true
`,
  );
  commitAll(bench.root);
  await bench.workAll();
  expect(bench.troubles).toEqual([]);
  const text = readFileSync(join(bench.root, path), 'utf8');
  expect(parsePostmortem(id, text)?.published).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  await bench.workAll();
  expect(readFileSync(join(bench.root, path), 'utf8')).toBe(text);
});

function writeDeep(path: string, front: string): void {
  mkdirSync(dirname(join(bench.root, path)), { recursive: true });
  const body = '## Customer message\n\nWe are sorry.\n';
  writeFileSync(join(bench.root, path), `---\n${front}---\n\n${body}`);
}

describe('requests that nobody understands', () => {
  test('open one incident, apart from signals of the same source that nobody owns', async () => {
    await bench.accept(bodyOf({ service: 'nobody-knows-it', name: 'ErrorRate' }));
    await bench.accept(NONSENSE);
    await bench.accept('{"nothing":"either"}');
    await bench.workAll();
    const groups = (await bench.incidents()).map(({ group }) => group);
    expect(groups).toHaveLength(2);
    expect(groups).toContain('tocsin=quarantine source=prometheus');
  });

  test('go to the owner of the source and are about no service, also where the source names one', async () => {
    const path = join(bench.root, 'rules', 'sources', 'prometheus.yaml');
    const source = readFileSync(path, 'utf8').replace('owner: platform', 'owner: security');
    writeFileSync(path, `${source}defaults:\n  service: payments-api\n`);
    commitAll(bench.root);
    await bench.accept(NONSENSE);
    await bench.workAll();
    expect(await bench.incidents()).toMatchObject([
      { owner: { team: 'security' }, services: [], components: {} },
    ]);
  });

  test('open another one when they still come long after a person resolved the first', async () => {
    await bench.accept(NONSENSE);
    await bench.workAll();
    const [first] = await bench.incidents();
    const path = join(bench.root, 'incidents', '2026', `${first?.id}.md`);
    const text = readFileSync(path, 'utf8');
    const resolved = text.replace(/^state: .*$/m, 'state: resolved');
    writeFileSync(path, resolved.replace('  declared: ', `  resolved: ${START}\n  declared: `));
    commitAll(bench.root);
    bench.pass(3_600_000);
    await bench.accept(NONSENSE);
    await bench.workAll();
    const states = (await bench.incidents()).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['resolved', 'triage']);
  });
});

describe('a request that makes the work fail', () => {
  /** A row that the disk damaged: its day of receipt is in no calendar. */
  function damage(id: number): void {
    const database = new DatabaseSync(join(bench.folder, 'inbox.sqlite'));
    database
      .prepare("UPDATE request SET received_at = '2026-02-31T09:00:00.000Z' WHERE id = ?")
      .run(id);
    database.close();
  }

  const SERVICES = [
    'payments-api',
    'identity',
    'invoicing',
    'routing-engine',
    'payouts',
    'psp-north',
    'ledger-db',
    'kitchen-app',
    'tracking-api',
    'search-index',
  ];

  test('holds up none of the other 499, and is put aside with its reason after six attempts', async () => {
    const bodies = Array.from({ length: 499 }, (_, index) =>
      bodyOf({
        service: SERVICES[index % 10] ?? '',
        name: `ErrorRate${Math.floor(index / 10) % 5}`,
        environment: index % 20 < 10 ? 'production' : 'staging',
      }),
    );
    for (const body of bodies.slice(0, 250)) await bench.accept(body);
    const bad = await bench.accept(bodyOf({ service: 'order-api', name: 'ErrorRate' }));
    damage(bad);
    for (const body of bodies.slice(250)) await bench.accept(body);
    await bench.workAll();
    expect(await bench.inbox.accounting()).toMatchObject({
      accepted: 500,
      pending: 1,
      quarantined: 0,
    });

    for (let attempt = 2; attempt <= 6; attempt += 1) {
      bench.pass(60_000);
      await bench.workAll();
    }
    const sum = await bench.inbox.accounting();
    expect(sum).toMatchObject({ accepted: 500, pending: 0, quarantined: 1 });
    expect(sum.applied + sum.collapsed).toBe(499);
    const hops = (await bench.inbox.find(bad))?.settled?.hops ?? '';
    const reason = /failed 6 times: ([^"]+)/.exec(hops)?.[1] ?? '';
    expect(reason).not.toBe('');
    expect(bench.troubles).toEqual([
      `request ${bad} of prometheus failed and is tried again: ${reason}`,
      `request ${bad} of prometheus failed 6 times: ${reason}; it is kept in quarantine`,
    ]);
    const groups = (await bench.incidents()).map(({ group }) => group);
    expect(groups.filter((group) => group === 'tocsin=quarantine source=prometheus')).toHaveLength(
      1,
    );
  });

  test('is tried again when its time has come, also when other requests came between', async () => {
    const look = createLook(bench.dependencies);
    damage(await bench.accept(bodyOf({ service: 'order-api', name: 'ErrorRate' })));
    expect(await look()).toEqual({ kind: 'idle', ms: 501 });
    bench.pass(200);
    await bench.accept('{"alerts":[]}');
    expect(await look()).toEqual({ kind: 'idle', ms: 301 });
  });
});

describe('signals that arrive out of order and more than once', () => {
  const story = ['payments-api', 'identity', 'catalogue-api'].flatMap((service, index): Alert[] => [
    { service, name: 'ErrorRate', at: addMs(START, index) },
    { service, name: 'ErrorRate', status: 'resolved', at: addMs(START, 60_000 + index) },
    { service, name: 'ErrorRate', at: addMs(START, 120_000 + index) },
    { service, name: 'Latency', at: addMs(START, 30_000 + index) },
    { service, name: 'Saturation', at: addMs(START, 40_000 + index) },
    { service, name: 'Saturation', status: 'resolved', at: addMs(START, 50_000 + index) },
  ]);

  async function tell(alerts: readonly Alert[]): Promise<unknown> {
    const own = await createBench();
    try {
      own.goTo(addMs(START, 600_000));
      for (const [index, alert] of alerts.entries()) {
        await own.accept(bodyOf(alert));
        if (index % 4 === 0) await own.workAll();
      }
      await own.workAll();
      expect(await own.inbox.accounting()).toMatchObject({ accepted: alerts.length, pending: 0 });
      return summaryOf(await own.incidents());
    } finally {
      await own.close();
    }
  }

  /** A recovery that came before its trigger opened nothing, so only what fires is compared problem by problem. */
  function summaryOf(incidents: Awaited<ReturnType<Bench['incidents']>>): unknown {
    return incidents
      .map(({ id, state, group, owner, problems }) => {
        const firing = Object.entries(problems).filter(([, problem]) => problem.state === 'firing');
        return { id, state, group, owner, firing: firing.map(([key]) => key).toSorted() };
      })
      .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  }

  test('give the same incidents in the same states', async () => {
    const inOrder = await tell(story);
    expect(inOrder).toHaveLength(3);
    for (const seed of [3, 7]) {
      const shuffled = [...story, ...story]
        .map((alert, index) => ({ alert, rank: (index * 7919 * seed) % 101 }))
        .toSorted((left, right) => left.rank - right.rank)
        .map(({ alert }) => alert);
      expect(await tell(shuffled)).toEqual(inOrder);
    }
  });
});
