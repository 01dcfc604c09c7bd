// What two rules are said to say of each other is tried on signals, read as the gateway reads them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../model/interval.ts';
import type { Condition } from '../model/rule.ts';
import type { Signal } from '../model/signal.ts';
import { fieldReader } from '../rules/fields.ts';
import { firstUnmet } from '../rules/match.ts';
import { signalOf } from '../rules/testing/organisation.ts';
import { areDisjoint, askedBy, covers } from './imply.ts';

const place = { file: 'r.yaml', line: 1, column: 1, length: 1 };
const bound = fc.option(fc.constantFrom(1, 2, 3), { nil: undefined });

const numberOn = (field: string): fc.Arbitrary<Condition> =>
  fc.record({ gt: bound, gte: bound, lt: bound, lte: bound }).map((bounds) => ({
    kind: 'number',
    field,
    bounds: Object.fromEntries(Object.entries(bounds).filter(([, limit]) => limit !== undefined)),
  }));

const presence = (field: string): fc.Arbitrary<Condition> =>
  fc.record({
    kind: fc.constantFrom('present' as const, 'absent' as const),
    field: fc.constant(field),
  });

const wordOn = (field: string, words: readonly string[]): fc.Arbitrary<Condition> =>
  fc.record({
    kind: fc.constantFrom('any_of' as const, 'none_of' as const),
    field: fc.constant(field),
    values: fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }),
  });

const HOSTS = ['a', 'b', 'ab', 'ba', 'aab', 'abb'];
const NUMBERS = ['1', '1.5', '2', '3', '4', 'a'];

const host: fc.Arbitrary<Condition> = fc.oneof(
  wordOn('host', HOSTS),
  presence('host'),
  fc
    .constantFrom('a+', '[ab]*')
    .map((pattern): Condition => ({ kind: 'regex', field: 'host', pattern })),
  fc
    .string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 4 })
    .map((pattern): Condition => ({ kind: 'glob', field: 'host', pattern })),
);

/** Bands of the day in two zones, one of which runs into the next day. */
const BANDS: readonly Interval[] = [
  ['day', 'UTC', 480, 1200],
  ['night', 'UTC', 1200, 480],
  ['morning', 'UTC', 480, 720],
  ['berlin-night', 'Europe/Berlin', 1200, 480],
].map(([id, zone, from, until]) => ({
  id: String(id),
  zone: String(zone),
  isInverse: false,
  entries: [
    { weekdays: [1, 2, 3, 4, 5, 6, 7], times: [{ from: Number(from), until: Number(until) }] },
  ],
  place,
}));

const clock: fc.Arbitrary<Condition> = fc
  .record({ interval: fc.constantFrom(...BANDS), isInverse: fc.boolean() })
  .map(({ interval, isInverse }) => ({
    kind: 'during',
    field: 'during',
    interval: { ...interval, isInverse },
  }));

const when: fc.Arbitrary<readonly Condition[]> = fc
  .tuple(
    fc.option(host, { freq: 2 }),
    fc.option(fc.oneof(numberOn('count'), presence('count')), { freq: 2 }),
    fc.option(fc.oneof(numberOn('label.n'), presence('label.n'), wordOn('label.n', NUMBERS)), {
      freq: 2,
    }),
    fc.option(clock, { freq: 2 }),
    fc.option(wordOn('action', ['trigger', 'resolve', 'update']), { freq: 2 }),
  )
  .map((list) => list.flatMap((condition) => condition ?? []));

type Sent = { readonly signal: Signal; readonly matches: (asked: readonly Condition[]) => boolean };

const SENT: readonly Sent[] = [null, ...HOSTS].flatMap((machine) =>
  [null, 1, 2, 3, 4].flatMap((count) =>
    [undefined, ...NUMBERS].flatMap((label) =>
      (['trigger', 'resolve', 'update'] as const).flatMap((action) =>
        ['07:30', '10:00', '18:59', '19:30', '23:00'].map((time) => {
          const labels: Signal['labels'] = label === undefined ? {} : { n: label };
          const signal = signalOf({ host: machine, count, labels, action });
          return sent(signal, `2026-11-20T${time}:00.000Z`);
        }),
      ),
    ),
  ),
);

function sent(signal: Signal, receivedAt: string): Sent {
  const read = fieldReader({
    observation: { source: 'watch', signal, receivedAt },
    resolution: {
      owner: { team: 'desk', function: 'backend', product: null },
      service: null,
      confidence: 0.1,
      step: 'triage',
      place,
      runnersUp: [],
    },
    environment: 'production',
    severity: null,
    past: null,
  });
  return { signal, matches: (asked) => firstUnmet(asked, read) === null };
}

const both = (left: readonly Condition[], right: readonly Condition[]): readonly Signal[] =>
  SENT.filter(({ matches }) => matches(left) && matches(right)).map(({ signal }) => signal);

describe('of two rules it is proved', () => {
  test('that no signal matches both only where none does, recoveries included where they are asked', () => {
    const found = { everywhere: 0, gate: 0 };
    fc.assert(
      fc.property(when, when, (left, right) => {
        const [one, other] = [askedBy(left), askedBy(right)];
        const isExclusive = areDisjoint('severity', one, other);
        const isExclusiveInGate = areDisjoint('gate', one, other);
        if (isExclusive) expect(isExclusiveInGate).toBe(true);
        if (!isExclusiveInGate) return;
        const met = both(left, right);
        if (isExclusive) {
          found.everywhere += 1;
          expect(met).toEqual([]);
        } else {
          found.gate += 1;
          expect(met.filter(({ action }) => action !== 'resolve')).toEqual([]);
        }
      }),
      { numRuns: 800 },
    );
    expect(found.everywhere).toBeGreaterThan(100);
    expect(found.gate).toBeGreaterThan(15);
  });

  test('that one matches all that the other matches only where it does', () => {
    let found = 0;
    fc.assert(
      fc.property(when, when, (wide, narrow) => {
        if (narrow.length === 0 || !covers(askedBy(wide), askedBy(narrow))) return;
        if (wide.length > 0) found += 1;
        expect(SENT.filter(({ matches }) => matches(narrow) && !matches(wide))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(found).toBeGreaterThan(20);
  });
});
