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
    const started = performance.now();
    nearest('a'.repeat(2000), ['b'.repeat(2000), 'a'.repeat(1999)]);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
