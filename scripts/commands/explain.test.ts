// `tocsin explain` knows what the gateway of the folder remembers, and decides for any instant.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RECORDING_PATH } from '../config/layout.ts';
import { noteIncidents, remember, startStanding } from '../correlation/standing.ts';
import { type Bench, bodyOf, createBench } from '../gateway/testing/worker.ts';
import { parseRecording } from '../recording/recording.ts';
import { readBook, withEffect } from '../response/book.ts';
import { outlookOf } from '../response/outlook.ts';
import { respond } from '../response/respond.ts';
import { evaluate } from '../rules/evaluate.ts';
import { renderTrace } from '../rules/explain.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { runTocsin } from './testing/process.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const explain = (...more: readonly string[]): ReturnType<typeof runTocsin> => {
  const body = join(bench.folder, 'body.json');
  writeFileSync(body, bodyOf({ service: 'payments-api', name: 'ErrorRate', severity: 'high' }));
  return runTocsin(['explain', '--source', 'prometheus', ...more, body], { cwd: bench.root });
};

const EXAMPLES = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

/** At 80 columns; what stands at the end of a text is no line. */
function expectOneScreen(text: string): void {
  const lines = text.trimEnd().split('\n');
  expect(lines.length, text).toBeLessThanOrEqual(45);
  expect(Math.max(...lines.map((line) => line.length)), text).toBeLessThanOrEqual(80);
}

test('shows one signal in every stage on one screen, with what came before it', async () => {
  const alone = await explain();
  expect(alone.out).toMatch(/^ {2}cascade {3}nothing that it needs fails$/m);
  expect(alone.err).toBe('');
  await bench.accept(bodyOf({ service: 'ledger-db', name: 'Down' }));
  await bench.workAll();
  await bench.inbox.close();
  mkdirSync(join(bench.root, '.tocsin'));
  copyFileSync(join(bench.folder, 'inbox.sqlite'), join(bench.root, '.tocsin', 'inbox.sqlite'));
  const { out, err } = await explain();
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'cascade explained by payments-api → ledger-db, incident 2026-11-21-ledger-db; its own team is not called',
  );
  expect(err).toBe('tocsin: with what .tocsin/inbox.sqlite remembers\n');
  const stages = [...out.matchAll(/^ {2}([a-z]+) +\S/gm)].map(([, stage]) => stage);
  expect(stages).toEqual(
    'extract owner severity identity gate cascade group notify also wait incident'.split(' '),
  );
  expectOneScreen(out);
});

test.each(readdirSync(EXAMPLES))('shows the example %s on one screen', async (name) => {
  const { out } = await runTocsin(['explain', '--source', 'prometheus', join(EXAMPLES, name)], {
    cwd: bench.root,
  });
  expect(out).toMatch(/^ {2}incident {2}\S/m);
  expectOneScreen(out);
});

test('shows an alert of every service on one screen each, while those before it fail', async () => {
  const alerts = [...exampleOrganisation().services.keys()].flatMap((service) =>
    ['critical', 'high'].map((severity) => ({
      status: 'firing',
      labels: { alertname: 'ErrorRateHigh', service, severity },
      fingerprint: `${service}-${severity}`,
      startsAt: '2026-11-21T09:17:00Z',
    })),
  );
  const body = join(bench.folder, 'body.json');
  writeFileSync(body, JSON.stringify({ alerts }));
  const { out } = await runTocsin(['explain', '--source', 'prometheus', body], { cwd: bench.root });
  const screens = out.split('\n\n');
  expect(screens).toHaveLength(alerts.length);
  for (const screen of screens) expectOneScreen(screen);
});

test('shows every recorded signal of the example on one screen', () => {
  const organisation = exampleOrganisation();
  const recording = new URL(`../../${RECORDING_PATH}`, import.meta.url);
  const read = parseRecording(readFileSync(recording, 'utf8'));
  const signals = read.kind === 'invalid' ? [] : read.signals;
  expect(signals.length).toBeGreaterThan(400);
  const standing = startStanding();
  let book = { ...readBook([]), standing };
  for (const observation of signals) {
    const decision = evaluate(organisation, standing, observation);
    remember(standing, decision);
    const before = book;
    const response = respond(organisation, before, decision, observation.receivedAt);
    for (const effect of response.effects) book = { ...withEffect(book, effect), standing };
    noteIncidents(standing, book.incidents);
    const trace = [...decision.trace, outlookOf(response, before, book).trace];
    expectOneScreen(`${decision.signal.title}\n${renderTrace(trace, 78)}`);
  }
});

test('decides as at another instant', async () => {
  const { out } = await explain('--json', '--at', '2026-11-21T04:00:00+01:00');
  expect(JSON.parse(out)).toMatchObject([{ receivedAt: '2026-11-21T03:00:00.000Z' }]);
  const wrong = await explain('--at', 'tomorrow');
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('unexpected --at `tomorrow`, expected an instant such as');
});

const openSolo = async (...names: readonly string[]): Promise<void> => {
  for (const name of names)
    await bench.accept(bodyOf({ service: 'payments-api', name, severity: 'high' }));
  await bench.workAll();
  await bench.inbox.close();
};

const lastLine = (out: string): string => {
  const flat = out.replaceAll(/\s+/g, ' ').trim();
  return flat.slice(flat.lastIndexOf(' incident ') + 10);
};

test('ends with the incident that the signal would open, and opens none', async () => {
  const { out } = await explain('--at', '2026-11-21T09:18:00Z');
  expect(lastLine(out)).toMatch(/^opens 2026-11-21-payments-api, tells \S/);
  const incident = '2026-11-21-payments-api';
  const { out: json } = await explain('--at', '2026-11-21T09:18:00Z', '--json');
  expect(JSON.parse(json)).toMatchObject([{ outlook: { incident, event: 'opened' } }]);
  expect(await bench.incidents()).toEqual([]);
});

test('ends with the incident of the newest commit that the signal would join, and whom it tells', async () => {
  await openSolo('Latency', 'Queue');
  const { out } = await explain('--at', '2026-11-21T09:30:00Z');
  expect(lastLine(out)).toBe('joins 2026-11-21-payments-api, third problem, tells nobody new');
  const { out: json } = await explain('--at', '2026-11-21T09:30:00Z', '--json');
  expect(JSON.parse(json)).toMatchObject([{ outlook: { event: 'joined', tells: [] } }]);
});

test('says that an incident has the signal already', async () => {
  await openSolo('ErrorRate');
  const { out } = await explain('--at', '2026-11-21T09:30:00Z');
  expect(lastLine(out)).toBe('2026-11-21-payments-api has it already: nothing changes');
});

test('asks what is committed, not what lies in the folder', async () => {
  await openSolo('Latency');
  rmSync(join(bench.root, 'incidents'), { recursive: true });
  const { out } = await explain('--at', '2026-11-21T09:30:00Z');
  expect(lastLine(out)).toMatch(/^joins 2026-11-21-payments-api, second problem/);
});
