// The index answers as if every rule were asked in order: a plain scan is the reference.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition, Rule } from '../model/rule.ts';
import { type FieldReader, firstUnmet } from './match.ts';
import { matchingRules } from './matching.ts';
import { decideStage, type StageAnswer } from './stage.ts';

const FIELDS = ['service', 'title', 'label.a', 'count'];
const field = fc.constantFrom(...FIELDS);
/** Few letters, so that texts meet. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'é'), maxLength: 4 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'é', '*', '?'), maxLength: 6 });
const bound = fc.option(fc.integer({ min: -2, max: 12 }), { nil: undefined });
const zone = { id: 'night', zone: 'Europe/Amsterdam', isInverse: false };
const place = { file: 'r.yaml', line: 1, column: 1, length: 1 };

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('any_of' as const, 'none_of' as const),
    field,
    values: fc.array(word, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('glob' as const), field, pattern }),
  fc.record({
    kind: fc.constant('regex' as const),
    field,
    pattern: fc.constantFrom('a+', 'a|b1', '', '[ab]*1', '.*é.*', '(?i)A.'),
  }),
  fc.record({
    kind: fc.constant('number' as const),
    field,
    bounds: fc
      .record({ gt: bound, gte: bound, lt: bound, lte: bound })
      .map((bounds) =>
        Object.fromEntries(Object.entries(bounds).filter(([, limit]) => limit !== undefined)),
      ),
  }),
  fc.record({ kind: fc.constantFrom('present' as const, 'absent' as const), field }),
  fc.record({
    kind: fc.constant('during' as const),
    field: fc.constant('during' as const),
    interval: fc
      .record({ from: fc.integer({ min: 0, max: 1439 }), until: fc.integer({ min: 1, max: 1440 }) })
      .map((span) => ({ ...zone, entries: [{ weekdays: [1, 2, 6], times: [span] }], place })),
  }),
);

const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(
    fc.record({
      when: fc.array(condition, { maxLength: 3 }),
      team: fc.constantFrom(null, 'shop', 'cart'),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map((rule, index) => ({ ...rule, id: `r${index}`, description: null, place })),
  );

const reader: fc.Arbitrary<FieldReader> = fc
  .record({
    values: fc.array(fc.option(fc.oneof(word, fc.constantFrom('', '5', ' 7 ', '1e1', 'b1'))), {
      minLength: FIELDS.length,
      maxLength: FIELDS.length,
    }),
    during: fc.option(fc.constantFrom('2026-11-21T03:30:00.000Z', '2026-11-23T12:00:00.000Z')),
  })
  .map(({ values, during }) => {
    const known = new Map([
      ...FIELDS.map((name, index) => [name, values[index] ?? null] as const),
      ['during', during] as const,
    ]);
    return (name) => known.get(name) ?? null;
  });

describe('a stage', () => {
  test('answers what a scan of all its rules answers, and explains or counts all that were asked before', () => {
    fc.assert(
      fc.property(rules, fc.array(reader, { minLength: 1, maxLength: 5 }), (list, readers) => {
        for (const read of readers) {
          for (const team of ['shop', 'cart', 'other']) {
            const { rule, others } = decideStage(list, team, read);
            const scanned = scan(list, team, read);
            expect(rule).toBe(scanned.rule);
            const explained = others.filter(({ text }) => !text.startsWith('and '));
            const hidden = Number(/^and (\d+) more/.exec(others.at(-1)?.text ?? '')?.[1] ?? 0);
            expect(explained.length + hidden).toBe(scanned.others.length);
            expect(explained.length).toBeLessThanOrEqual(8);
            expect(scanned.others.filter(({ text }) => isAmong(text, explained))).toEqual(
              explained,
            );
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('has the same matching rules, in their order, where all of them count', () => {
    fc.assert(
      fc.property(rules, fc.array(reader, { minLength: 1, maxLength: 5 }), (list, readers) => {
        for (const read of readers) {
          for (const team of ['shop', 'cart', 'other']) {
            const matching = list.filter(
              (rule) =>
                (rule.team === null || rule.team === team) && firstUnmet(rule.when, read) === null,
            );
            expect(matchingRules(list, team, read)).toEqual(matching);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('says nothing about neighbours when nobody asks', () => {
    fc.assert(
      fc.property(rules, reader, (list, read) => {
        expect(decideStage(list, 'shop', read, { trace: false })).toEqual({
          rule: scan(list, 'shop', read).rule,
          others: [],
        });
      }),
    );
  });
});

function scan(list: readonly Rule[], team: string, read: FieldReader): StageAnswer<Rule> {
  const others: { readonly text: string; readonly place: Rule['place'] }[] = [];
  for (const rule of list) {
    if (rule.team !== null && rule.team !== team) continue;
    const unmet = firstUnmet(rule.when, read);
    if (unmet === null) return { rule, others };
    others.push({ text: `${rule.id}: ${unmet}`, place: rule.place });
  }
  return { rule: null, others };
}

function isAmong(text: string, others: StageAnswer<Rule>['others']): boolean {
  return others.some((other) => other.text === text);
}
