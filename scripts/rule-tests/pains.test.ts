// What users of other tools ask for in vain, and what testing rules here answers. The numbers are those of the collection
// of such threads from which the rule language was made.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { readDocuments, type SourceFile } from '../config/document-set.ts';
import { collectRuleTests } from '../config/rule-tests.ts';
import { interpret, readRequest } from '../gateway/interpret.ts';
import type { StoredRequest } from '../inbox/inbox.ts';
import type { Decision } from '../model/decision.ts';
import { remember, startStanding } from '../correlation/standing.ts';
import type { RuleTest } from '../model/rule-test.ts';
import { exampleFiles, organisationOf } from '../rules/testing/organisation.ts';
import { normalise } from '../signals/normalise.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';
import { validate } from '../validation/validate.ts';
import { suite, wrongs } from './testing/suite.ts';
import { renderResults } from './report.ts';
import { runRuleTest, type RuleTestResult, type TestedWorld } from './run.ts';

const AT = '2026-11-21T10:00:00.000Z';

const small = (body: string): readonly RuleTestResult[] =>
  suite(`tests:\n  - name: one\n    at: ${AT}\n${body.replaceAll(/^/gm, '    ')}\n`).run();

describe('testing before merge', () => {
  test('pain 1: a rule that calls the wrong channel is valid and fails its test', () => {
    const files = exampleFiles();
    const wrong = files.map((file): SourceFile =>
      'text' in file && file.path === 'rules/payments.yaml'
        ? { ...file, text: file.text.replace('channel: "#finance-payouts"', 'channel: "#finance"') }
        : file,
    );
    expect(validate(wrong).diagnostics).toEqual([]);
    expect(wrongs(runAll(files))).toEqual([]);
    expect(wrongs(runAll(wrong))).toEqual([
      'to: [on-call of payments, "#payments-alerts", "#finance"] instead of [on-call of payments, "#payments-alerts", "#finance-payouts"]',
    ]);
  });

  test('pain 2: all cases stand in files and run in one process', () => {
    const cases = JSON.parse(tocsin('test', '--json'));
    expect(cases).toMatchObject({ failed: 0 });
    expect(cases.passed).toBeGreaterThanOrEqual(34);
  });

  test('pain 3: what becomes one incident is asserted too, not only who is told', () => {
    const grouped = (group: string, incidents: number): readonly string[] =>
      wrongs(
        small(`steps:
  - signal: {source: watch, service: shop, severity: medium, title: Slow}
  - signal: {source: watch, service: shop, severity: critical, title: Down}
    expect: {group: "${group}", incidents: ${incidents}}`),
      );
    expect(grouped('service=shop environment=production', 1)).toEqual([]);
    expect(grouped('service=shop severity=critical', 2)).toEqual([
      'group: service=shop environment=production instead of service=shop severity=critical',
      'incidents: 1 instead of 2',
    ]);
  });

  test('pain 4: a recorded webhook shows whom it would call, and nobody is called', () => {
    const [decision] = decide(`payload: {source: prometheus, file: ${WEBHOOK}}
expect: {to: [on-call of payments, "#payments-alerts"], told: 2}`);
    expect(decision?.signal.vendor).toBe('prometheus-alertmanager');
    expect(decision?.destinations).toHaveLength(2);
  });

  test('pain 5: each team keeps its rules and their tests in a file of its own', () => {
    const files = exampleFiles();
    const owners = new Map(testsOf(files).map(({ team, place }) => [team, place.file]));
    const teams = [...organisationOf(files).teams.keys()].filter((team) => team !== 'security');
    for (const team of teams) expect(owners.get(team)).toMatch(new RegExp(`^rules/${team}[./]`));
    const withoutPayments = files.filter(({ path }) => path !== 'rules/payments.yaml');
    expect(wrongs(runAll(withoutPayments))).toEqual([]);
  });
});

describe('a preview that does not lie', () => {
  let live: readonly Decision[];
  let previewed: readonly Decision[];
  let tested: readonly Decision[];

  beforeAll(() => {
    const explained: readonly (Decision & { readonly outlook?: unknown })[] = JSON.parse(
      tocsin('explain', '--json', '--source', 'prometheus', WEBHOOK),
    );
    // What would become of it is said besides, after all that was decided.
    previewed = explained.map(({ outlook: _outlook, trace, ...decision }) => ({
      ...decision,
      trace: trace.filter(({ stage }) => stage !== 'incident'),
    }));
    const at = previewed[0]?.receivedAt ?? '';
    live = throughGateway([at]);
    tested = decide(
      `payload: {source: prometheus, file: ${WEBHOOK}}\nexpect: {severity: sev1}`,
      at,
    );
  });

  test('pain 6: `explain`, a test and the gateway decide the same about a webhook, down to the trace', () => {
    expect(live).toHaveLength(1);
    expect(tested).toEqual(live);
    expect(previewed).toEqual(JSON.parse(JSON.stringify(live)));
  });

  test('pain 6: only one function decides, and whoever previews imports it', () => {
    const deciding = sources().filter(({ text }) => /^export function evaluate\(/m.test(text));
    expect(deciding.map(({ path }) => path)).toEqual(['rules/evaluate.ts']);
    const importers = sources().filter(({ text }) => /from '.*\/rules\/evaluate\.ts'/.test(text));
    expect(importers.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'commands/explain.ts',
        'gateway/interpret.ts',
        'simulation/simulate.ts',
      ]),
    );
  });

  test('pain 7: a test sees a signal that was there before as the gateway does', () => {
    const times = [AT, '2026-11-21T10:01:00.000Z'];
    const again = decide(`steps:
  - as: first
    payload: {source: prometheus, file: ${WEBHOOK}}
  - after: 1m
    again: first
    expect: {incidents: 1}`);
    expect(again).toEqual(throughGateway(times));
    expect(again.map(({ change }) => change)).toEqual(['fires', 'repeats']);
  });
});

describe('explaining a decision', () => {
  test('pain 10: a failed test shows the rule that decided, where it stands, and why those before it did not', () => {
    const results = small(`signal: {source: watch, service: shop, severity: high}
expect: {severity: sev1}`);
    const text = renderResults(results, { paint: (_colour, plain) => plain, width: 80 }, false);
    expect(text).toMatch(
      /severity {2}expected sev1 {2}rules\/00-global\.yaml:\d+\n +got {6}sev2\n/,
    );
    expect(text).toMatch(/severity {2}sev2 by high +rules\/00-global\.yaml:\d+\n/);
    expect(text).toMatch(
      /· critical: severity is `high`, wants `critical`\s+rules\/00-global\.yaml:\d+\n/,
    );
  });

  test('pain 11: every message is listed with its event and whom it reaches, also those of a default rule', () => {
    const told = (messages: string): readonly string[] =>
      wrongs(
        small(`steps:
  - as: slow
    signal: {source: watch, service: shop, severity: medium}
    expect: {rules: {notify: default}}
  - again: slow
    signal: {severity: critical}
    expect: {told: ${messages}}`),
      );
    expect(
      told('[{event: opened, about: shop, to: "#shop"}, {event: raised, to: "#shop"}]'),
    ).toEqual([]);
    expect(told('[{event: opened}]')).toEqual([
      'told: [{event: opened, about: shop, to: "#shop", count: 1}, {event: raised, about: shop, to: "#shop", count: 1}] instead of [{event: opened}]',
    ]);
    expect(told('[{event: opened, to: "#desk"}, {event: raised}]')).toEqual([
      'told[0].to: "#shop" instead of "#desk"',
    ]);
  });
});

const WEBHOOK = 'docs/examples/alertmanager-firing.json';

function tocsin(...words: readonly string[]): string {
  return execFileSync(process.execPath, [PROGRAM, ...words], {
    cwd: EXAMPLE,
    encoding: 'utf8',
  });
}

function testsOf(files: readonly SourceFile[]): readonly RuleTest[] {
  return collectRuleTests(readDocuments(files).documents.rules);
}

function runAll(files: readonly SourceFile[]): readonly RuleTestResult[] {
  const world = worldOf(files);
  return testsOf(files).map((one) => runRuleTest(world, one));
}

function worldOf(files: readonly SourceFile[]): TestedWorld {
  return {
    organisation: organisationOf(files),
    maintenances: new Map(),
    readPayload: ({ file, headers }) => {
      const body = readFileSync(join(EXAMPLE, file), 'utf8');
      const outcome = normalise('prometheus-alertmanager', { headers, body });
      return outcome.kind === 'signals' ? outcome : { kind: 'none', reason: outcome.kind };
    },
  };
}

/** The decisions of a test in the global file of the example organisation; it has to hold. */
function decide(body: string, at = AT): readonly Decision[] {
  const text = `tests:\n  - name: one\n    at: ${at}\n${body.replaceAll(/^/gm, '    ')}\n`;
  const files = exampleFiles().map((file): SourceFile =>
    'text' in file && file.path === 'rules/00-global.yaml'
      ? { ...file, text: file.text.replace(/^tests:\n[^]*?(?=^\w|(?![^]))/m, text) }
      : file,
  );
  const [only] = testsOf(files).filter(({ name }) => name === 'one');
  if (only === undefined) throw new Error('no test');
  const result = runRuleTest(worldOf(files), only);
  expect(wrongs([result])).toEqual([]);
  return result.decisions;
}

/** What the gateway decides about the webhook, received at each of these instants. */
function throughGateway(instants: readonly string[]): readonly Decision[] {
  const organisation = organisationOf(exampleFiles());
  const standing = startStanding();
  return instants.flatMap((receivedAt, index) => {
    const request: StoredRequest = {
      id: index + 1,
      attempts: 0,
      deliveryId: null,
      reason: null,
      source: 'prometheus',
      vendor: 'prometheus-alertmanager',
      receivedAt,
      headers: {},
      body: readFileSync(join(EXAMPLE, WEBHOOK)),
    };
    const outcome = readRequest(request, organisation);
    const { decisions } = interpret(organisation, request, outcome, standing);
    for (const decision of decisions) remember(standing, decision);
    return decisions;
  });
}

function sources(): readonly { readonly path: string; readonly text: string }[] {
  const folder = join(EXAMPLE, 'scripts');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
