import { expect, test } from 'vitest';
import { suite } from './testing/suite.ts';
import { measureCoverage } from './coverage.ts';

test('the coverage of rules counts tests once, recorded signals one by one, and nothing for what never decides', () => {
  const { world, run } = suite(`tests:
  - name: two signals of one rule
    at: 2026-11-21T10:00:00Z
    steps:
      - {signal: {source: watch, severity: high, host: "h{n}"}, times: 2, expect: {severity: sev2}}
  - name: another
    at: 2026-11-21T10:00:00Z
    signal: {source: watch, severity: high}
    expect: {severity: sev2}
`);
  const results = run();
  const { rules } = world.organisation;
  const counts = (recorded: Parameters<typeof measureCoverage>[2]): readonly unknown[] =>
    measureCoverage(rules, results, recorded)
      .filter(({ list }) => list === 'severity')
      .map(({ rule, tests, recorded: found }) => [rule.id, tests, found]);
  expect(counts(null)).toEqual([
    ['info', 0, null],
    ['critical', 0, null],
    ['high', 2, null],
    ['medium', 0, null],
    ['default', 0, null],
  ]);
  const decisions = results.flatMap((result) => result.decisions);
  expect(counts([...decisions, ...decisions]).at(2)).toEqual(['high', 2, 6]);
  expect(counts([]).at(2)).toEqual(['high', 2, 0]);
});

test('rules of which every one that matches takes part are covered by what they match', () => {
  const { world, run } = suite('', {
    'rules/shop.yaml': `schema: tocsin/rules@1
gate:
  - {id: counted, when: {title: Restart}, threshold: {count: 2, within: 1m}}
  - {id: never, when: {title: Nothing}, threshold: {count: 2, within: 1m}}
  - {id: noted, when: {title: Note}, action: record}
  - {id: behind, when: {severity: low}, threshold: {count: 2, within: 1m}}
  - {id: beside, when: {severity: low}, flap: {enter: 4, leave: 2, within: 1h}}
notify:
  - {id: told-besides, when: {severity: high}, also: [{channel: "#more"}]}
  - {id: told-never, when: {severity: low}, also: [{channel: "#less"}]}
tests:
  - name: the first one is held back
    at: 2026-11-21T10:00:00Z
    signal: {source: watch, service: shop, severity: high, title: Restart}
    expect: {gate: counted}
  - name: what is recorded meets no other gate
    at: 2026-11-21T10:00:00Z
    signal: {source: watch, service: shop, severity: low, title: Note}
    expect: {gate: noted}
`,
  });
  const counts = measureCoverage(world.organisation.rules, run(), null)
    .filter(({ list }) => ['threshold', 'flap', 'also'].includes(list))
    .map(({ rule, tests }) => [rule.id, tests]);
  expect(counts).toEqual([
    ['counted', 1],
    ['never', 0],
    ['behind', 0],
    ['beside', 1],
    ['told-besides', 1],
    ['told-never', 1],
  ]);
});

test('rules of one line are covered each for itself', () => {
  const { world, run } = suite('', {
    'rules/shop.yaml': `schema: tocsin/rules@1
severity: [{id: one, when: {title: A}, set: sev3}, {id: two, when: {title: B}, set: sev4}]
tests:
  - name: the first one decides
    at: 2026-11-21T10:00:00Z
    signal: {source: watch, service: shop, severity: high, title: A}
    expect: {severity: sev3}
`,
  });
  const counts = measureCoverage(world.organisation.rules, run(), null)
    .filter(({ rule }) => rule.team === 'shop')
    .map(({ rule, tests }) => [rule.id, tests]);
  expect(counts).toEqual([
    ['one', 1],
    ['two', 0],
  ]);
});
