import { describe, expect, test } from 'vitest';
import { signalOf } from '../rules/testing/organisation.ts';
import { suite, wrongs } from './testing/suite.ts';
import { runRuleTest } from './run.ts';

const AT = 'at: 2026-11-21T10:00:00Z';

/** The wrongs of a single test in the global file, written as YAML below `- name`. */
const run = (body: string, files = {}, recorded = {}): readonly string[] =>
  wrongs(
    suite(
      `tests:\n  - name: one\n    ${AT}\n${body.replaceAll(/^/gm, '    ')}\n`,
      files,
      recorded,
    ).run(),
  );

describe('a test of rules', () => {
  test('holds when everything that it names is so, and compares nothing else', () => {
    expect(
      run(`signal: {source: watch, service: web, severity: critical}
expect:
  severity: sev1
  category: down
  environment: production
  service: shop
  owner: {team: shop, function: backend, product: sales, step: alias, confidence: 0.85}
  gate: open
  rules: {severity: critical, gate: open, group: default, notify: default}
  group: service=shop environment=production
  to: ["#shop"]
  escalation: []
  wait: 0s
  upstream: none
  flapping: false
  incidents: [{service: shop, environment: production, severity: sev1, category: down, state: investigating, owner: shop, problems: 1, firing: 1, duplicate_of: none, upstream: none}]
  told: [{event: opened, about: shop, to: "#shop"}]`),
    ).toEqual([]);
  });

  test('lists incidents in the order in which they opened, also at one instant and whatever became of them', () => {
    const sends = (service: string): string =>
      `signal: {source: watch, service: ${service}, severity: critical}`;
    expect(
      run(`steps:
  - ${sends('web')}
    expect: {incidents: 1}
  - ${sends('cart')}
    expect: {incidents: [{service: shop}, {service: cart}]}
  - signal: {source: watch, service: web, severity: critical, action: resolve}
    expect: {incidents: [{service: shop, state: monitoring}, {service: cart}]}
  - ${sends('ledger')}
    expect: {incidents: [{service: shop}, {service: cart}, {service: ledger}]}`),
    ).toEqual([]);
  });

  test('does not run without a maintenance that it is given and nobody can read', () => {
    const { world, tests } = suite(
      `tests:\n  - name: one\n    ${AT}\n    signal: {source: watch, service: web}\n    expect: {gate: open}\n`,
    );
    const given = tests.map((each) => ({ ...each, maintenances: ['2026-06-02-ledger-db'] }));
    expect(wrongs(given.map((each) => runRuleTest(world, each)))).toEqual([
      'given.maintenances: a file that cannot be read: run `tocsin validate` instead of 2026-06-02-ledger-db',
    ]);
  });

  test('says of each wrong expectation what it got instead', () => {
    expect(
      run(`signal: {source: watch, service: web, severity: critical}
expect:
  severity: sev2
  category: data
  environment: staging
  service: ledger
  owner: stores
  gate: probes
  rules: {severity: high, identity: none, notify: default}
  group: service=shop
  to: ["#shop", "#desk"]
  escalation: [{after: 5m, to: ["#desk"]}]
  wait: 10s
  upstream: ledger
  flapping: true
  incidents: 2
  told: {at_most: 0}`),
    ).toEqual([
      'severity: sev1 instead of sev2',
      'category: down instead of data',
      'environment: production instead of staging',
      'service: shop instead of ledger',
      'owner: shop instead of stores',
      'gate: open instead of probes',
      'rules.severity: critical instead of high',
      'group: service=shop environment=production instead of service=shop',
      'to: ["#shop"] instead of ["#shop", "#desk"]',
      'escalation: [] instead of [{after: 5m, to: ["#desk"]}]',
      'wait: 0s instead of 10s',
      'upstream: none instead of ledger',
      'flapping: false instead of true',
      'incidents: 1 instead of 2',
      'told: 1 instead of at most 0',
    ]);
  });

  test('takes destinations in any order', () => {
    const files = {
      'rules/shop.yaml':
        'schema: tocsin/rules@1\nnotify:\n  - {id: all, to: [team-lead, team-channel, {channel: "#more"}]}\n',
    };
    const signal = 'signal: {source: watch, service: shop}\n';
    expect(run(`${signal}expect: {to: ["#more", lead of shop, "#shop"]}`, files)).toEqual([]);
    expect(run(`${signal}expect: {to: [shop-lead, "#shop", "#more"]}`, files)).toEqual([]);
    expect(run(`${signal}expect: {to: [lead of desk, "#shop", "#more"]}`, files)).toEqual([
      'to: [lead of shop, "#shop", "#more"] instead of [lead of desk, "#shop", "#more"]',
    ]);
  });

  test('ends at its first wrong step, and tells a step’s signals apart no further than the first wrong one', () => {
    expect(
      run(`steps:
  - signal: {source: watch, host: "h{n}"}
    times: 3
    expect: {severity: sev1}
  - after: 1m
    expect: {incidents: 7}`),
    ).toEqual(['severity: sev4 instead of sev1']);
  });
});

describe('the steps of a test', () => {
  test('let time pass, repeat signals and end problems by the name of the step that sent them', () => {
    expect(
      run(`steps:
  - as: disk
    signal: {source: watch, service: shop, severity: medium, title: Disk}
    expect: {incidents: [{state: triage, problems: 1}]}
  - after: 5m
    again: disk
    signal: {severity: critical}
    expect: {severity: sev1, incidents: [{severity: sev1, problems: 1}], told: 2}
  - after: 5m
    resolve: disk
    expect: {incidents: [{state: monitoring, firing: 0}]}
  - after: 10m
    expect: {incidents: [{state: monitoring}]}`),
    ).toEqual([]);
  });

  test('resolve a minor incident when its quiet period is over, and not a minute before', () => {
    const steps = `steps:
  - as: disk
    signal: {source: watch, service: shop, severity: medium}
  - resolve: disk
  - {after: 29m, expect: {incidents: [{state: monitoring}]}}
  - {after: 1m, expect: {incidents: [{state: resolved}]}}`;
    expect(run(steps)).toEqual([]);
  });

  test('send a signal several times, each with its number where the text asks for it', () => {
    const step = (signal: string, expected: string): string =>
      `steps:\n  - signal: {source: watch, service: shop, ${signal}}\n    times: 4\n    every: 1m\n    expect: {incidents: ${expected}}`;
    expect(run(step('host: "pod-{n}"', '[{problems: 4}]'))).toEqual([]);
    expect(run(step('host: pod', '[{problems: 1}]'))).toEqual([]);
    expect(run(step('key: same, host: "pod-{n}"', '[{problems: 1}]'))).toEqual([]);
    expect(run(step('label.pod: "{n}"', '[{problems: 4}]'))).toEqual([]);
  });

  test('send a signal several times at once', () => {
    const storm = (every: string): readonly string[] =>
      run(
        `steps:\n  - signal: {source: watch, service: shop, host: "pod-{n}"}\n    times: 4${every}\n    expect: {incidents: [{problems: 4}]}`,
      );
    expect(storm('\n    every: 0s')).toEqual([]);
    expect(storm('')).toEqual([]);
  });

  test('may say that a signal happened before it is received', () => {
    expect(
      run(`steps:
  - as: disk
    signal: {source: watch, service: shop, action: resolve}
    expect: {incidents: 0}
  - after: 1m
    again: disk
    signal: {action: trigger, delay: 5m}
    expect: {incidents: 0}`),
    ).toEqual([]);
  });

  test('end with what the test itself expects to be left', () => {
    const left = (count: number): string =>
      `steps:\n  - signal: {source: watch, service: shop}\nexpect: {incidents: ${count}}`;
    expect(run(left(1))).toEqual([]);
    expect(run(left(2))).toEqual(['incidents: 1 instead of 2']);
  });
});

describe('a recorded webhook', () => {
  const recorded = {
    'two.json': [
      signalOf({ service: 'shop', severity: 'high', dedupKey: 'a' }),
      signalOf({ service: 'shop', severity: 'high', dedupKey: 'b' }),
    ],
  };

  test('sends all its signals, and all are to be as expected', () => {
    const payload = 'payload: {source: watch, file: two.json}\n';
    expect(
      run(`${payload}expect: {severity: sev2, incidents: [{problems: 2}]}`, {}, recorded),
    ).toEqual([]);
    expect(run(`${payload}expect: {severity: sev1}`, {}, recorded)).toEqual([
      'severity: sev2 instead of sev1',
    ]);
  });

  test('can come again as a recovery', () => {
    expect(
      run(
        `steps:
  - {as: both, payload: {source: watch, file: two.json}}
  - {after: 1m, resolve: both, expect: {incidents: [{problems: 2, firing: 0}]}}`,
        {},
        recorded,
      ),
    ).toEqual([]);
  });

  test('that cannot be read makes the test fail, whatever it expects', () => {
    expect(run('payload: {source: watch, file: gone.json}\nexpect: {incidents: 0}')).toEqual([
      'payload: no file gone.json instead of signals',
    ]);
  });
});

describe('a test in a team’s file', () => {
  const files = (service: string): Readonly<Record<string, string>> => ({
    'rules/shop.yaml': `schema: tocsin/rules@1
tests:
  - name: one
    ${AT}
    signal: {source: watch, service: ${service}, severity: high}
    expect: {severity: sev2}
`,
  });

  test('has to ask the rules of the team at least once', () => {
    expect(wrongs(suite('', files('cart')).run())).toEqual([]);
    expect(wrongs(suite('', files('ledger')).run())).toEqual([
      'owner: stores instead of a signal of shop, whose rules these are',
    ]);
  });
});

describe('what came before', () => {
  const GATES = (rule: string): Readonly<Record<string, string>> => ({
    'rules/shop.yaml': `schema: tocsin/rules@1\n${rule}`,
  });

  test('counts towards a threshold: what is below it is held back, what crosses it opens one incident', () => {
    const files = GATES(
      'gate:\n  - {id: noisy, when: {title: Restart}, threshold: {count: 5, within: 10m, distinct: host}}\n',
    );
    const restarts = (times: number, after: string, expected: string): string =>
      `  - ${after}signal: {source: watch, service: shop, severity: high, title: Restart, host: "${after === '' ? 'pod' : 'late'}-{n}"}\n    times: ${times}\n    expect: ${expected}\n`;
    expect(
      run(
        `steps:\n${restarts(4, '', '{gate: noisy, rules: {gate: noisy}, incidents: 0}')}${restarts(1, 'after: 9m\n    ', '{gate: open, incidents: [{problems: 5}]}')}`,
        files,
      ),
    ).toEqual([]);
    expect(
      run(
        `steps:\n${restarts(4, '', '{incidents: 0}')}${restarts(1, 'after: 11m\n    ', '{gate: noisy, incidents: 0}')}`,
        files,
      ),
    ).toEqual([]);
  });

  test('explains a failure by what the service needs, as `upstream` of the decision', () => {
    const files = {
      'ownership/products/sales.yaml': `schema: tocsin/product@1
name: Sales
function: backend
fallback: {database: stores}
services:
  - {id: shop, name: Shop, teams: {backend: shop}, needs: [ledger]}
  - {id: ledger, name: Ledger, function: database, teams: {database: stores}}
`,
    };
    expect(
      run(
        `steps:
  - signal: {source: watch, service: ledger, severity: critical}
    expect: {upstream: none}
  - after: 5s
    signal: {source: watch, service: shop, severity: high}
    expect: {upstream: ledger, wait: 10s, incidents: [{service: ledger, problems: 2}]}
  - after: 1m
    expect: {told: [{event: opened, about: ledger, to: "#stores"}]}`,
        files,
      ),
    ).toEqual([]);
  });
});

describe('a silence', () => {
  const files = {
    'rules/silences/night-work.yaml': `schema: tocsin/silence@1
reason: The shop moves.
when: {service: shop}
from: 2026-11-21T09:00:00Z
until: 2026-11-21T12:00:00Z
`,
  };
  const signal = 'signal: {source: watch, service: shop, severity: high}\n';

  test('of the organisation does not reach a test that does not name it', () => {
    expect(run(`${signal}expect: {gate: open, incidents: 1}`, files)).toEqual([]);
  });

  test('holds back where a test names it', () => {
    const given = 'given: {silences: [night-work]}\n';
    expect(run(`${given}${signal}expect: {gate: night-work, incidents: 0}`, files)).toEqual([]);
    expect(run(`${given}${signal}expect: {gate: open}`, files)).toEqual([
      'gate: night-work instead of open',
    ]);
  });
});
