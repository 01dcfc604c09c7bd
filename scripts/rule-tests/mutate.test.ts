import { describe, expect, test } from 'vitest';
import { type Suite, suite } from './testing/suite.ts';
import { listMutants, withMistake } from './mutants.ts';
import { mutate } from './mutate.ts';
import { describeMutant } from './report.ts';

const SHOP = 'rules/shop.yaml';

/** The rules and tests of the team `shop`. */
const shop = (rules: string, tests: string): Suite =>
  suite('', { [SHOP]: `schema: tocsin/rules@1\n${rules}tests:\n${tests}` });

/** The same with hours of the day. */
const inHours = (rules: string, tests: string): Suite => {
  const hours = (id: string, zone: string, times: string): string =>
    `  ${id}: {zone: ${zone}, on: [{times: ["${times}"]}]}\n`;
  return suite(
    `intervals:
${hours('day', 'UTC', '08:00-20:00')}${hours('night', 'UTC', '20:00-08:00')}${hours('evening', 'UTC', '19:00-23:00')}${hours('night-elsewhere', 'Europe/Berlin', '22:00-06:00')}`,
    { [SHOP]: `schema: tocsin/rules@1\n${rules}tests:\n${tests}` },
  );
};

const everywhere = (): boolean => true;

const TWO = `severity:
  - {id: slow, when: {label.kind: slow}, set: sev3}
  - {id: busy, when: {host: {glob: "busy-*"}}, set: sev4}
`;

/** A test named `name` of one signal of the shop. */
const one = (name: string, facts: string, expected: string): string =>
  `  - {name: ${name}, at: "2026-11-21T10:00:00Z", signal: {source: watch, service: shop, ${facts}}, expect: {${expected}}}\n`;

/** Mistakes in the shop's rules that its tests do not notice, and its rules that no test decides. */
const unnoticed = ({ world, run }: Suite): readonly string[] => {
  const { survivors, untested } = mutate(world, run(), everywhere);
  return [
    ...untested.map(({ list, rule }) => ({ rule, text: `${list} ${rule.id} decides nowhere` })),
    ...survivors.map((mutant) => ({ rule: mutant.rule, text: describeMutant(mutant) })),
  ]
    .filter(({ rule }) => rule.place.file === SHOP)
    .map(({ text }) => text);
};

describe('mistakes in rules', () => {
  test('are noticed where tests show what each rule decides and in which order', () => {
    const tests = [
      one('slow', 'label.kind: slow', 'severity: sev3'),
      one('busy', 'host: busy-1, severity: high', 'severity: sev4'),
      one('both', 'label.kind: slow, host: busy-1', 'severity: sev3'),
      one('neither', 'label.kind: other, severity: high', 'severity: sev2'),
    ];
    expect(unnoticed(shop(TWO, tests.join('')))).toEqual([]);
  });

  test('are named when no test notices that a rule is deleted, swapped or turned round', () => {
    const onlyBoth = one('both', 'label.kind: slow, host: busy-1', 'incidents: 1');
    expect(unnoticed(shop(TWO, onlyBoth))).toEqual([
      'severity busy decides nowhere',
      'severity slow: nobody notices when it is deleted',
      'severity slow: nobody notices when it is swapped with busy',
      'severity slow: nobody notices when its condition on label.kind is turned round',
    ]);
  });

  test('that nobody can notice are not named: of bands of numbers, and of hours in the gate', () => {
    const rules = `severity:
  - {id: few, when: {count: {lt: 10}}, set: sev4}
  - {id: many, when: {count: {gte: 10}}, set: sev2}
gate:
  - {id: by-day, when: {label.kind: slow, during: day}, action: open}
  - {id: by-night, when: {label.kind: slow, during: night}, action: record}
`;
    const tests = [
      one('few', 'count: 1', 'rules: {severity: few}'),
      one('many', 'count: 20', 'rules: {severity: many}'),
      one('uncounted', 'severity: high', 'severity: sev2'),
      one('day', 'label.kind: slow', 'rules: {gate: by-day}'),
      one('night', 'label.kind: slow', 'rules: {gate: by-night}').replace('T10:', 'T22:'),
      one('other', 'label.kind: quick', 'rules: {gate: open}'),
      one('other at night', 'label.kind: quick', 'rules: {gate: open}').replace('T10:', 'T22:'),
    ];
    expect(unnoticed(inHours(rules, tests.join('')))).toEqual([]);
  });

  test('in the order of rules for different hours are noticed by a recovery, which ignores both', () => {
    const rules = `severity:
  - {id: by-day, when: {label.kind: slow, during: day}, set: sev2}
  - {id: by-night, when: {label.kind: slow, during: night}, set: sev3}
`;
    const signals = [
      one('day', 'label.kind: slow', 'severity: sev2'),
      one('night', 'label.kind: slow', 'severity: sev3').replace('T10:', 'T22:'),
      one('other', 'label.kind: quick, severity: high', 'rules: {severity: high}'),
    ].join('');
    const recovery = one('recovery', 'label.kind: slow, action: resolve', 'severity: sev2');
    const swapped = 'severity by-day: nobody notices when it is swapped with by-night';
    expect(unnoticed(inHours(rules, signals))).toContain(swapped);
    expect(unnoticed(inHours(rules, signals + recovery))).not.toContain(swapped);
  });

  test('of a team are looked for in tests with signals of that team only', () => {
    const { world, run } = shop(TWO, one('slow', 'label.kind: slow', 'severity: sev3'));
    const results = run();
    const [mutant] = listMutants(world.organisation.rules).filter(({ rule }) => rule.id === 'slow');
    if (mutant === undefined) throw new Error('no mistake');
    const strangers = results.map((result) => ({
      ...result,
      decisions: result.decisions.map((decision) => ({
        ...decision,
        resolution: {
          ...decision.resolution,
          owner: { ...decision.resolution.owner, team: 'desk' },
        },
      })),
    }));
    expect(mutate(world, results, everywhere).survivors).not.toContainEqual(mutant);
    expect(mutate(world, strangers, everywhere).survivors).toContainEqual(mutant);
  });
});

describe('the list of mistakes', () => {
  const list = (rules: string): readonly string[] =>
    listMutants(shop(rules, one('any', 'severity: high', 'incidents: 1')).world.organisation.rules)
      .filter(({ rule }) => rule.place.file === SHOP)
      .map(({ kind, rule, next, field }) =>
        [kind, rule.id, next?.id ?? field ?? ''].join(' ').trim(),
      );

  test('swaps neighbours only where one signal can match both and the answers differ', () => {
    const swaps = (first: string, second: string): boolean =>
      list(`severity:\n  - {id: a, ${first}}\n  - {id: b, ${second}}\n`).includes('swap a b');
    expect(swaps('when: {host: x}, set: sev1', 'when: {title: y}, set: sev2')).toBe(true);
    expect(swaps('when: {host: x}, set: sev1', 'when: {title: y}, set: sev1')).toBe(false);
    expect(swaps('when: {host: x}, set: sev1', 'when: {host: [y, z]}, set: sev2')).toBe(false);
    expect(swaps('when: {host: x}, set: sev1', 'when: {host: {glob: "y*"}}, set: sev2')).toBe(
      false,
    );
    expect(swaps('when: {host: x}, set: sev1', 'when: {host: {exists: false}}, set: sev2')).toBe(
      false,
    );
    expect(swaps('when: {host: {glob: "x*"}}, set: sev1', 'when: {host: xy}, set: sev2')).toBe(
      true,
    );
    expect(swaps('when: {host: {regex: "x+"}}, set: sev1', 'when: {host: xx}, set: sev2')).toBe(
      true,
    );
  });

  test.each([
    ['bounds that meet nowhere', 'count: {lt: 10}', 'count: {gte: 10}'],
    ['bands of a label', 'label.n: {gte: 2, lt: 5}', 'label.n: {gte: 5}'],
    ['globs that begin differently', 'host: {glob: "disk*"}', 'host: {glob: "cpu*"}'],
    ['globs that end differently', 'host: {glob: "*-eu"}', 'host: {glob: "*-us"}'],
    ['a value and a bound', 'label.n: ["1", "2"]', 'label.n: {gt: 2}'],
  ])('swaps no rules with %s', (_, first, second) => {
    const swaps = (left: string, right: string): boolean =>
      list(
        `severity:\n  - {id: a, when: {${left}}, set: sev1}\n  - {id: b, when: {${right}}, set: sev2}\n`,
      ).includes('swap a b');
    expect([swaps(first, second), swaps(second, first)]).toEqual([false, false]);
    expect(swaps(`${first}, title: t`, 'vendor: prometheus-alertmanager')).toBe(true);
  });

  test('swaps rules for hours that never meet only where both are asked about recoveries', () => {
    const swaps = (stage: string, first: string, second: string): boolean => {
      const [left, right] = stage === 'gate' ? ['open', 'record'] : ['sev1', 'sev2'];
      const answer = stage === 'gate' ? 'action' : 'set';
      const own = `${stage}:\n  - {id: a, when: {host: x, during: ${first}}, ${answer}: ${left}}\n  - {id: b, when: {host: x, during: ${second}}, ${answer}: ${right}}\n`;
      const { world } = inHours(own, one('any', 'severity: high', 'incidents: 1'));
      return listMutants(world.organisation.rules).some(
        ({ kind, rule, next }) => kind === 'swap' && rule.id === 'a' && next?.id === 'b',
      );
    };
    expect(swaps('gate', 'day', 'night')).toBe(false);
    expect(swaps('gate', 'day', '{not: day}')).toBe(false);
    expect(swaps('gate', 'day', 'evening')).toBe(true);
    expect(swaps('gate', 'day', 'night-elsewhere')).toBe(true);
    expect(swaps('severity', 'day', 'night')).toBe(true);
    expect(swaps('severity', 'day, action: trigger', 'night')).toBe(false);
    expect(swaps('severity', 'day', 'night, action: {not: resolve}')).toBe(false);
    expect(swaps('severity', 'day, action: {not: update}', 'night')).toBe(true);
  });

  test('deletes no rule that never decides or whose answer another one repeats', () => {
    const deletes = (...rules: readonly string[]): readonly string[] =>
      list(`severity:\n${rules.map((rule, index) => `  - {id: r${index}, ${rule}}\n`).join('')}`)
        .filter((text) => text.startsWith('delete'))
        .map((text) => text.slice('delete '.length));
    expect(deletes('when: {host: [x, y]}, set: sev1', 'when: {host: x}, set: sev2')).toEqual([
      'r0',
    ]);
    expect(
      deletes('when: {host: {exists: true}}, set: sev1', 'when: {host: {glob: "x*"}}, set: sev2'),
    ).toEqual(['r0']);
    expect(deletes('when: {host: x}, set: sev1', 'when: {host: [x, y]}, set: sev1')).toEqual([
      'r1',
    ]);
    expect(
      deletes(
        'when: {host: x}, set: sev1',
        'when: {title: t}, set: sev2',
        'when: {host: [x, y]}, set: sev1',
      ),
    ).toEqual(['r0', 'r1', 'r2']);
  });

  test('turns every condition round', () => {
    const { world } = shop(
      `notify:
  - id: all
    when: {host: x, title: {not: y}, vendor: {exists: true}, label.a: {exists: false}, label.b: {glob: "b*"}, label.c: {regex: "c+"}, count: {gte: 5}, label.d: {gt: 1}, label.e: {lt: 1}, label.f: {lte: 1}}
    to: [on-call]
`,
      one('any', 'severity: high', 'incidents: 1'),
    );
    const { rules } = world.organisation;
    const turned = listMutants(rules)
      .filter(({ kind, rule }) => kind === 'negate' && rule.id === 'all')
      .map((mutant) => {
        const rule = withMistake(rules, mutant).notify.find(({ id }) => id === 'all');
        return rule?.when.find(({ field }) => field === mutant.field);
      });
    expect(turned).toEqual([
      { kind: 'none_of', field: 'host', values: ['x'] },
      { kind: 'any_of', field: 'title', values: ['y'] },
      { kind: 'absent', field: 'vendor' },
      { kind: 'present', field: 'label.a' },
      { kind: 'absent', field: 'label.b' },
      { kind: 'absent', field: 'label.c' },
      { kind: 'number', field: 'count', bounds: { lt: 5 } },
      { kind: 'number', field: 'label.d', bounds: { lte: 1 } },
      { kind: 'number', field: 'label.e', bounds: { gte: 1 } },
      { kind: 'number', field: 'label.f', bounds: { gt: 1 } },
    ]);
  });

  test('leaves every other list the same object', () => {
    const { world } = shop(TWO, one('any', 'severity: high', 'incidents: 1'));
    const { rules } = world.organisation;
    for (const mutant of listMutants(rules)) {
      const changed = withMistake(rules, mutant);
      expect(changed[mutant.list]).not.toEqual(rules[mutant.list]);
      expect({ ...changed, [mutant.list]: null }).toEqual({ ...rules, [mutant.list]: null });
      if (mutant.list !== 'gate') expect(changed.gate).toBe(rules.gate);
    }
  });
});
