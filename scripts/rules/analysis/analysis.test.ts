// What the analysis claims about rules is checked on every signal of a small world.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../model/interval.ts';
import type { Condition, Rule } from '../../model/rule.ts';
import { firstUnmet, holds } from '../match.ts';
import { excludes, implies, isImpossible } from './compare.ts';
import { coverOf, shapesOf } from './cover.ts';
import type { Domains } from './domain.ts';
import { stoodInBy } from './redundant.ts';
import { exampleOf, shapeOf } from './shape.ts';

const VALUES = ['a', 'b', 'ab', 'ba', 'aab', '', '1', '2', '2.5', '3'];
const place = { file: 'r.yaml', line: 1, column: 1, length: 1 };
const word = fc.constantFrom(...VALUES);
const bound = fc.option(fc.constantFrom(1, 2, 3), { nil: undefined });

const test1 = (field: string): fc.Arbitrary<Condition> =>
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('any_of' as const, 'none_of' as const),
      field: fc.constant(field),
      values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('glob' as const),
      field: fc.constant(field),
      pattern: fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('number' as const),
      field: fc.constant(field),
      bounds: fc
        .record({ gt: bound, gte: bound, lt: bound, lte: bound })
        .map((bounds) =>
          Object.fromEntries(Object.entries(bounds).filter(([, limit]) => limit !== undefined)),
        ),
    }),
    fc.record({
      kind: fc.constantFrom('present' as const, 'absent' as const),
      field: fc.constant(field),
    }),
    fc.record({
      kind: fc.constant('regex' as const),
      field: fc.constant(field),
      pattern: fc.constantFrom('a+', '[ab]*'),
    }),
  );

const CLOSED: Domains = new Map([
  ['colour', { values: ['red', 'green'], isAlwaysThere: true }],
  ['size', { values: ['big'], isAlwaysThere: false }],
]);

const DAY: Interval = {
  id: 'day',
  zone: 'UTC',
  isInverse: false,
  entries: [{ weekdays: [1, 2, 3, 4, 5], times: [{ from: 540, until: 1020 }] }],
  place,
};
const WEEKEND: Interval = {
  ...DAY,
  id: 'weekend',
  entries: [{ weekdays: [6, 7], times: [{ from: 0, until: 1440 }] }],
};
const clock: fc.Arbitrary<Condition> = fc
  .constantFrom(DAY, WEEKEND, { ...DAY, isInverse: true }, { ...WEEKEND, isInverse: true })
  .map((interval) => ({ kind: 'during', field: 'during', interval }));

const count: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ gt: bound, gte: bound, lt: bound, lte: bound }).map((bounds): Condition => ({
    kind: 'number',
    field: 'count',
    bounds: Object.fromEntries(Object.entries(bounds).filter(([, limit]) => limit !== undefined)),
  })),
  fc.record({
    kind: fc.constantFrom('present' as const, 'absent' as const),
    field: fc.constant('count'),
  }),
);

const closed = fc.oneof(
  fc.record({
    kind: fc.constantFrom('any_of' as const, 'none_of' as const),
    field: fc.constant('colour'),
    values: fc.subarray(['red', 'green'], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constantFrom('present' as const, 'absent' as const),
    field: fc.constantFrom('size', 'x'),
  }),
);

const rules: fc.Arbitrary<readonly (Rule & { readonly set: number })[]> = fc
  .array(
    fc.record({
      when: fc
        .tuple(fc.option(test1('x')), fc.option(closed))
        .map(([one, two]) =>
          [one, two].filter(
            (condition) =>
              condition !== null && !(condition === two && two.field === 'x' && one !== null),
          ),
        )
        .map((list) => list.flatMap((condition) => condition ?? [])),
      team: fc.constantFrom(null, 'shop'),
      set: fc.constantFrom(1, 2),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((list) =>
    list.map((rule, index) => ({ ...rule, id: `r${index}`, description: null, place })),
  );

const SIGNALS = [null, ...VALUES].flatMap((x) =>
  ['red', 'green'].flatMap((colour) =>
    [null, 'big'].flatMap((size) =>
      ['shop', 'cart'].map(
        (team): ReadonlyMap<string, string | null> =>
          new Map([
            ['x', x],
            ['colour', colour],
            ['size', size],
            ['team', team],
          ]),
      ),
    ),
  ),
);

/** Rules whose tests meet at numbers, at values and on the clock. */
const measured: fc.Arbitrary<readonly Rule[]> = fc
  .array(
    fc.tuple(
      fc.option(
        fc.record({
          kind: fc.constantFrom('any_of' as const, 'none_of' as const),
          field: fc.constant('x'),
          values: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
        }),
        { freq: 2 },
      ),
      fc.option(count, { freq: 4 }),
      fc.option(clock, { freq: 2 }),
    ),
    { minLength: 3, maxLength: 8 },
  )
  .map((list) =>
    list.map((when, index) => ({
      id: `r${index}`,
      description: null,
      when: when.flatMap((condition) => condition ?? []),
      team: null,
      place,
    })),
  );

const MEASURED = [null, 'a', 'b', 'c'].flatMap((x) =>
  [null, '0.5', '1', '1.5', '2', '2.5', '3', '3.5'].flatMap((occurrences) =>
    [null, '2026-11-20T10:00:00Z', '2026-11-20T20:00:00Z', '2026-11-21T10:00:00Z'].map(
      (during): ReadonlyMap<string, string | null> =>
        new Map([
          ['x', x],
          ['count', occurrences],
          ['during', during],
        ]),
    ),
  ),
);

function decide(
  list: readonly Rule[],
  signal: ReadonlyMap<string, string | null>,
): Rule | undefined {
  return list.find(
    (rule) =>
      (rule.team === null || rule.team === signal.get('team')) &&
      firstUnmet(rule.when, (field) => signal.get(field) ?? null) === null,
  );
}

describe('two tests on a field', () => {
  test('imply and exclude each other only where no value contradicts', () => {
    fc.assert(
      fc.property(test1('x'), test1('x'), (left, right) => {
        for (const value of [null, ...VALUES]) {
          const both = holds(left, value) && holds(right, value);
          if (implies(left, right) && holds(left, value)) expect(both).toBe(true);
          if (excludes(left, right)) expect(both).toBe(false);
          if (isImpossible(left)) expect(holds(left, value)).toBe(false);
        }
      }),
      { numRuns: 4000 },
    );
  });

  test.each<[Condition, Condition]>([
    [
      { kind: 'glob', field: 'x', pattern: 'db-eu-*' },
      { kind: 'glob', field: 'x', pattern: 'db-*' },
    ],
    [
      { kind: 'glob', field: 'x', pattern: '*a*b*' },
      { kind: 'glob', field: 'x', pattern: '*b*' },
    ],
    [
      { kind: 'any_of', field: 'x', values: ['5'] },
      { kind: 'number', field: 'x', bounds: { gt: 4 } },
    ],
    [
      { kind: 'glob', field: 'x', pattern: 'a*' },
      { kind: 'none_of', field: 'x', values: ['b'] },
    ],
    [
      { kind: 'none_of', field: 'x', values: ['a', 'b'] },
      { kind: 'none_of', field: 'x', values: ['b'] },
    ],
    [
      { kind: 'number', field: 'x', bounds: { gt: 4 } },
      { kind: 'number', field: 'x', bounds: { gte: 4 } },
    ],
    [
      { kind: 'regex', field: 'x', pattern: 'a.' },
      { kind: 'present', field: 'x' },
    ],
  ])('%j is stricter than %j', (strict, wide) => {
    expect(implies(strict, wide)).toBe(true);
    expect(implies(wide, strict)).toBe(false);
  });
});

describe('a rule that the analysis calls', () => {
  test('covered decides no signal at all', () => {
    let covered = 0;
    fc.assert(
      fc.property(rules, (list) => {
        const stage = shapesOf(list, CLOSED);
        list.forEach((rule, ordinal) => {
          const cover = coverOf(stage, ordinal);
          if (cover === null) return;
          covered += 1;
          expect(SIGNALS.filter((signal) => decide(list, signal) === rule)).toEqual([]);
          expect(Math.max(...cover.map(({ by }) => by))).toBeLessThan(ordinal);
        });
      }),
      { numRuns: 1500 },
    );
    expect(covered).toBeGreaterThan(300);
  });

  test('redundant can go, and every signal gets the same answer', () => {
    let found = 0;
    fc.assert(
      fc.property(rules, (list) => {
        const stage = shapesOf(list, CLOSED);
        list.forEach((rule, ordinal) => {
          if (stoodInBy(list, stage, ordinal) === null) return;
          found += 1;
          const without = list.filter((other) => other !== rule);
          const answer = (from: typeof list, signal: ReadonlyMap<string, string | null>): unknown =>
            from.find((candidate) => candidate === decide(from, signal))?.set;
          for (const signal of SIGNALS) expect(answer(without, signal)).toBe(answer(list, signal));
        });
      }),
      { numRuns: 1500 },
    );
    expect(found).toBeGreaterThan(100);
  });

  test('covered by bounds, exceptions and parts of the week together decides no signal either', () => {
    let together = 0;
    fc.assert(
      fc.property(measured, (list) => {
        const stage = shapesOf(list, CLOSED);
        list.forEach((rule, ordinal) => {
          const cover = coverOf(stage, ordinal);
          if (cover === null) return;
          if (cover.length > 1) together += 1;
          expect(MEASURED.filter((signal) => decide(list, signal) === rule)).toEqual([]);
          for (const { by, shape } of cover) {
            const example = exampleOf(shape);
            if (example === null || shape.has('during')) continue;
            expect(list.indexOf(decide(list, example) ?? rule)).toBeLessThanOrEqual(by);
          }
        });
      }),
      { numRuns: 1500 },
    );
    expect(together).toBeGreaterThan(30);
  });

  test('covered is also one that several rules cover together', () => {
    const rule = (id: string, ...when: Condition[]): Rule => ({
      id,
      description: null,
      when,
      team: null,
      place,
    });
    const is = (field: string, ...values: string[]): Condition => ({
      kind: 'any_of',
      field,
      values,
    });
    const list = [
      rule('red', is('x', 'a', 'b'), is('colour', 'red')),
      rule('green', is('x', 'a'), is('colour', 'green')),
      rule('with', is('x', 'b'), { kind: 'present', field: 'size' }),
      rule('without', is('x', 'b'), { kind: 'absent', field: 'size' }),
      rule('last', is('x', 'a', 'b')),
    ];
    expect(coverOf(shapesOf(list, CLOSED), 4)?.map(({ by }) => by)).toEqual([0, 1, 2, 3]);
    expect(coverOf(shapesOf(list.toSpliced(1, 1), CLOSED), 3)).toBeNull();
  });
});

describe('an example of a shape', () => {
  test('passes the tests of its rule', () => {
    fc.assert(
      fc.property(rules, (list) => {
        for (const rule of list) {
          const shape = shapeOf(rule, CLOSED);
          const example = [...shape.values()].some(isImpossible) ? null : exampleOf(shape);
          if (example !== null)
            expect(
              firstUnmet([...shape.values()], (field) => example.get(field) ?? null),
            ).toBeNull();
        }
      }),
    );
  });
});
