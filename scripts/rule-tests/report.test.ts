import { describe, expect, test } from 'vitest';
import { suite } from './testing/suite.ts';
import { measureCoverage } from './coverage.ts';
import { mutate } from './mutate.ts';
import { renderCoverage, renderMutation, renderResults } from './report.ts';
import { jsonOfCoverage, jsonOfMutation, jsonOfResults } from './report-json.ts';

const plain = { paint: (_colour: string, text: string): string => text, width: 80 };

const two = suite(`tests:
  - name: what is high calls somebody
    at: 2026-11-21T10:00:00Z
    signal: {source: watch, service: shop, severity: high}
    expect: {severity: sev2}
  - name: "what is \\u001b[31mred"
    at: 2026-11-21T10:00:00Z
    steps:
      - signal: {source: watch, service: shop, severity: high, title: "Red \\u001b[31m"}
        expect: {severity: sev1, to: ["#desk"]}
`);

const storm = suite(`tests:
  - name: one cause is one incident
    at: 2026-11-21T10:00:00Z
    steps:
      - as: cause
        signal: {source: watch, service: ledger, severity: high}
      - after: 5m
        signal: {source: watch, service: shop, severity: critical}
      - signal: {source: watch, service: shop, severity: high, label.probe: "yes"}
      - after: 1m
        resolve: cause
        expect: {incidents: 1, told: 1}
`);

const long = suite(`tests:
  - name: thirty services are two incidents
    at: 2026-11-21T10:00:00Z
    steps:
      - signal: {source: watch, service: "unknown-{n}", severity: high}
        times: 30
        every: 1s
        expect: {incidents: 2}
`);

describe('the report of tests', () => {
  test('counts by file and shows of a failed test what was expected, what came and the decision', () => {
    expect(`\n${renderResults(two.run(), plain, false)}`).toMatchInlineSnapshot(`
      "
      rules/00-global.yaml  1 passed, 1 failed

        ✗ what is �[31mred  rules/00-global.yaml:20

            severity  expected sev1  rules/00-global.yaml:24
                      got      sev2
            to        expected ["#desk"]  rules/00-global.yaml:24
                      got      ["#shop"]

            watch, trigger at 2026-11-21T10:00:00.000Z: Red [31m
            owner     shop/backend/sales 0.95 by service, service shop
                                                       ownership/products/sales.yaml:6
                      · environment production by default
            severity  sev2 by high                              rules/00-global.yaml:5
                      when severity is \`high\`
                      · info: severity is \`high\`, wants \`info\`  rules/00-global.yaml:3
                      · critical: severity is \`high\`, wants \`critical\`
                                                                rules/00-global.yaml:4
            identity  watch/m46ei7fganbca6ygnntyu7e3yl, begins to fire
            gate      open by open                             rules/00-global.yaml:10
                      · probes: label.probe is missing, wants \`yes\`
                                                                rules/00-global.yaml:9
            group     service=shop environment=production by default
                                                               rules/00-global.yaml:12
            notify    #shop by default                         rules/00-global.yaml:14
                      · nobody is on call for shop: the channel of shop is told
                        instead

      1 of 2 tests failed
      "
    `);
  });

  test('shows of wrong incidents or messages which came to be, who was told when, and what was decided', () => {
    expect(`\n${renderResults(storm.run(), plain, false)}`).toMatchInlineSnapshot(`
      "
      rules/00-global.yaml  0 passed, 1 failed

        ✗ one cause is one incident  rules/00-global.yaml:16

            incidents  expected 1  rules/00-global.yaml:26
                       got      2
            told       expected 1  rules/00-global.yaml:26
                       got      2

            incidents:
              2026-11-21-ledger: sev2, monitoring, stores, ledger, 0 of 1 firing
              2026-11-21-shop: sev1, investigating, shop, shop, 1 of 1 firing
            told:
              2026-11-21T10:00:00.000Z #stores: opened 2026-11-21-ledger, sev2
              2026-11-21T10:05:00.000Z #shop: opened 2026-11-21-shop, sev1
            decided:
              2026-11-21T10:00:00.000Z watch, trigger: ledger of stores, sev2, changed
                2026-11-21-ledger
              2026-11-21T10:05:00.000Z watch, trigger: shop of shop, sev1, changed
                2026-11-21-shop
              2026-11-21T10:05:00.000Z watch, trigger: shop of shop, sev2, held back
                by gate rule probes, rules/00-global.yaml:9
              2026-11-21T10:06:00.000Z watch, resolve: ledger of stores, sev2, changed
                2026-11-21-ledger

            watch, resolve at 2026-11-21T10:06:00.000Z: A signal of a test
            owner     stores/database/sales 0.95 by service, service ledger
                                                      ownership/products/sales.yaml:16
                      · environment production by default
            severity  sev2 by high                              rules/00-global.yaml:5
                      when severity is \`high\`
                      · info: severity is \`high\`, wants \`info\`  rules/00-global.yaml:3
                      · critical: severity is \`high\`, wants \`critical\`
                                                                rules/00-global.yaml:4
            identity  watch/v7iwwu67djmmxyfr4dt4snpbti, recovers
            gate      open, since a recovery always passes
            group     service=ledger environment=production by default
                                                               rules/00-global.yaml:12
            notify    #stores by default                       rules/00-global.yaml:14
                      · nobody is on call for stores: the channel of stores is told
                        instead

      1 of 1 test failed
      "
    `);
  });

  test('tells so many of a long story, and how many more there are', () => {
    const text = renderResults(long.run(), plain, false);
    expect(text).toContain('and 18 more before them');
    expect(text.split('\n').length).toBeLessThan(95);
  });

  test('as JSON has the same story, and a trace', () => {
    const json: unknown = JSON.parse(JSON.stringify(jsonOfResults(storm.run())));
    expect(json).toMatchObject({
      tests: [
        {
          failures: [{ path: 'incidents', trace: expect.any(Array) }, { path: 'told' }],
          happened: {
            incidents: [
              { id: '2026-11-21-ledger', severity: 'sev2', state: 'monitoring', firing: 0 },
              { id: '2026-11-21-shop', severity: 'sev1', problems: 1, firing: 1 },
            ],
            told: [
              { at: '2026-11-21T10:00:00.000Z', to: '#stores', event: 'opened' },
              { at: '2026-11-21T10:05:00.000Z', to: '#shop', event: 'opened', severity: 'sev1' },
            ],
            decisions: [
              { service: 'ledger', outcome: { kind: 'applied' } },
              { service: 'shop' },
              { gated_by: 'probes', outcome: { kind: 'gated' } },
              { action: 'resolve' },
            ],
            more_decisions: 0,
          },
        },
      ],
    });
  });

  test('names passed tests where some were chosen', () => {
    expect(renderResults(two.run().slice(0, 1), plain, true)).toBe(
      'rules/00-global.yaml  1 passed\n  ✓ what is high calls somebody\n\n1 test passed\n',
    );
  });

  test('says where tests are written when there are none', () => {
    expect(renderResults([], plain, false)).toContain('no tests: write some under `tests`');
  });

  test('as JSON has places, both values and the trace of the decision', () => {
    const json: unknown = JSON.parse(JSON.stringify(jsonOfResults(two.run())));
    expect(json).toMatchObject({
      passed: 1,
      failed: 1,
      tests: [
        { name: 'what is high calls somebody', passed: true, failures: [] },
        {
          file: 'rules/00-global.yaml',
          line: 20,
          passed: false,
          failures: [
            { path: 'severity', expected: 'sev1', got: 'sev2', line: 24 },
            { path: 'to', trace: [{ stage: 'owner' }, ...Array.from({ length: 5 }, () => ({}))] },
          ],
        },
      ],
    });
  });
});

describe('the report of mistakes', () => {
  const mutation = mutate(two.world, two.run().slice(0, 1), () => true);

  test('lists rules that decide nowhere and mistakes that nobody notices, by line', () => {
    expect(`\n${renderMutation(mutation, plain)}`).toMatchInlineSnapshot(`
      "
        rules/00-global.yaml:3   severity info: it decides in no test
        rules/00-global.yaml:4   severity critical: it decides in no test
        rules/00-global.yaml:6   severity medium: it decides in no test
        rules/00-global.yaml:7   severity default: it decides in no test
        rules/00-global.yaml:9   gate probes: it decides in no test
        rules/00-global.yaml:10  gate open: nobody notices when it is deleted
        rules/00-global.yaml:12  group default: nobody notices when it is deleted
        rules/00-global.yaml:14  notify default: nobody notices when it is deleted

      2 of 5 mistakes noticed, 5 rules decided in no test
      "
    `);
  });

  test('as JSON names kind, rule and place', () => {
    expect(jsonOfMutation(mutation)).toMatchObject({
      mistakes: mutation.mutants,
      unnoticed: expect.arrayContaining([
        expect.objectContaining({ kind: 'delete', list: 'group', rule: 'default' }),
      ]),
      untested: expect.arrayContaining([
        expect.objectContaining({ list: 'severity', rule: 'info', line: 3 }),
      ]),
    });
  });
});

describe('the report of coverage', () => {
  const results = two.run().slice(0, 1);
  const decisions = results.flatMap((result) => result.decisions);

  test('is a table that marks what never decides', () => {
    const coverage = measureCoverage(two.world.organisation.rules, results, null);
    expect(`\n${renderCoverage(coverage, plain)}`).toMatchInlineSnapshot(`
      "
      rule               tests  recorded
      severity info          0         -  never  rules/00-global.yaml:3
      severity critical      0         -  never  rules/00-global.yaml:4
      severity high          1         -         rules/00-global.yaml:5
      severity medium        0         -  never  rules/00-global.yaml:6
      severity default       0         -  never  rules/00-global.yaml:7
      gate probes            0         -  never  rules/00-global.yaml:9
      gate open              1         -         rules/00-global.yaml:10
      group default          1         -         rules/00-global.yaml:12
      notify default         1         -         rules/00-global.yaml:14

      4 of 9 rules decided in tests
      "
    `);
  });

  test('tells what decides about recorded signals only', () => {
    const coverage = measureCoverage(two.world.organisation.rules, [], decisions);
    const text = renderCoverage(coverage, plain);
    expect(text).toMatch(/^severity high +0 +1 {2}in no test {2}rules/m);
    expect(text).toMatch(/\n0 of 9 rules decided in tests, 4 about recorded signals\n$/);
    expect(jsonOfCoverage(coverage)).toMatchObject({
      rules: expect.arrayContaining([expect.objectContaining({ rule: 'high', recorded: 1 })]),
    });
  });
});
