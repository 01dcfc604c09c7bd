import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from './nearest.ts';

describe('the words nearest to a mistyped word', () => {
  test.for([
    ['platfrom', 'platform', 'two letters changed places'],
    ['paymets', 'payments', 'a letter is missing'],
    ['paymentts', 'payments', 'a letter is doubled'],
    ['Payments', 'payments', 'a capital'],
  ] as const)('for %s include %s: %s', ([word, meant]) => {
    expect(nearest(word, ['payments', 'platform', 'security'])).toEqual([meant]);
  });

  test('are none when nothing is close', () => {
    expect(nearest('kitchen', ['payments', 'platform'])).toEqual([]);
    expect(nearest('x', [])).toEqual([]);
  });

  test('leave out what is much worse than the best', () => {
    expect(
      nearest('Europe/Helsinky', ['Europe/Berlin', 'Europe/Helsinki', 'Europe/Chisinau']),
    ).toEqual(['Europe/Helsinki']);
  });

  test('come best first, then in the order of code units, and at most as many as asked for', () => {
    expect(nearest('abcdef', ['abcdez', 'abcdey', 'abcdef', 'abcdex'])).toEqual([
      'abcdef',
      'abcdex',
      'abcdey',
    ]);
    expect(nearest('abcdef', ['abcdez', 'abcdey'], 1)).toEqual(['abcdey']);
  });

  test('do not depend on the order of the candidates', () => {
    const words = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 }),
    );
    fc.assert(
      fc.property(words, fc.string({ unit: fc.constantFrom('a', 'b', 'c') }), (all, word) => {
        expect(nearest(word, all.toReversed())).toEqual(nearest(word, all));
      }),
    );
  });

  test('are those that counting every change of every candidate finds', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'C', 'é', 'd', 'q', '1', '-'),
      maxLength: 9,
    });
    fc.assert(
      fc.property(text, fc.uniqueArray(text, { maxLength: 12 }), (word, all) => {
        const limit = Math.max(1, Math.floor(word.length / 3));
        const near = all
          .map((candidate) => ({ candidate, changes: changesBetween(word, candidate) }))
          .filter(({ changes }) => changes <= limit);
        const best = Math.min(...near.map(({ changes }) => changes));
        const expected = near
          .filter(({ changes }) => changes <= best + 1)
          .toSorted(
            (left, right) =>
              left.changes - right.changes || (left.candidate < right.candidate ? -1 : 1),
          )
          .map(({ candidate }) => candidate);
        expect(nearest(word, all)).toEqual(expected.slice(0, 3));
      }),
      { numRuns: 2000 },
    );
  });

  test('hold the word itself first when it is among the candidates', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,10}$/)),
        fc.stringMatching(/^[a-z]{1,10}$/),
        (all, word) => nearest(word, [...all, word])[0] === word,
      ),
    );
  });

  test('are found quickly for words of any length', () => {
    const started = process.cpuUsage();
    nearest('a'.repeat(2000), ['b'.repeat(2000), 'a'.repeat(1999)]);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
  });
});

/** The distance as it is defined, step by step from the ends of both words. */
function changesBetween(left: string, right: string): number {
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  const known = new Map<string, number>();
  const from = (row: number, column: number): number => {
    if (row === 0 || column === 0) return row + column;
    const name = `${row} ${column}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    const isSame = one[row - 1] === other[column - 1];
    const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
    const changes = Math.min(
      from(row - 1, column) + 1,
      from(row, column - 1) + 1,
      from(row - 1, column - 1) + (isSame ? 0 : 1),
      row > 1 && column > 1 && isSwapped ? from(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
    );
    known.set(name, changes);
    return changes;
  };
  return from(one.length, other.length);
}
