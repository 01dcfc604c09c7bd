import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalLength, matchesGlob } from './glob.ts';

const literal = fc.string({ unit: 'binary' }).filter((text) => !/[*?]/.test(text));

describe('a glob', () => {
  test.for([
    ['*', '', true],
    ['*', 'anything at all', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['pay-*-api', 'pay-eu-api', true],
    ['pay-*-api', 'pay--api', true],
    ['pay-*-api', 'pay-api', false],
    ['*Latency*', 'CheckoutLatencyHigh', true],
    ['*Latency*', 'checkoutlatencyhigh', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'a🔥c', true],
    ['a??c', 'a🔥c', false],
    ['*?c', '🔥c', true],
    ['?', '🔥', true],
    ['*🔥', 'a🔥🔥', true],
    ['*ab', 'aab', true],
    ['**a**', 'a', true],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
  ] as const)('%s on %s gives %s', ([pattern, text, expected]) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test('without wildcards fits only itself', () => {
    fc.assert(
      fc.property(
        literal,
        literal,
        (pattern, text) => matchesGlob(pattern, text) === (pattern === text),
      ),
    );
    fc.assert(fc.property(literal, (text) => matchesGlob(text, text)));
  });

  test('gives what the same regular expression gives', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(piece, word, (pattern, text) => {
        const expression = new RegExp(
          `^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`,
        );
        return matchesGlob(pattern, text) === expression.test(text);
      }),
    );
  });

  test('fits every text that is made by filling its stars', () => {
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1 }), literal, (parts, filling) =>
        matchesGlob(parts.join('*'), parts.join(filling)),
      ),
    );
  });

  test('is quick on the text that makes naive matchers hang', () => {
    const started = process.cpuUsage();
    expect(matchesGlob(`${'*a'.repeat(200)}*b`, 'a'.repeat(8192))).toBe(false);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
  });
});

describe('the literal length of a glob', () => {
  test('counts everything but wildcards', () => {
    expect(literalLength('pay-*-a?i')).toBe(7);
    expect(literalLength('**')).toBe(0);
  });

  test('fits what the same pattern fits as a regular expression over whole characters', () => {
    const unit = fc.constantFrom('a', 'b', '🔥', '🐟', '\ud83d');
    const pattern = fc.string({ unit: fc.constantFrom('a', '🔥', '*', '?'), maxLength: 5 });
    fc.assert(
      fc.property(pattern, fc.string({ unit, maxLength: 6 }), (glob, text) => {
        const same = new RegExp(
          `^(?:${glob.replaceAll('*', '[^]*').replaceAll('?', '[^]')})$`,
          'u',
        );
        expect(matchesGlob(glob, text)).toBe(same.test(text));
      }),
      { numRuns: 2000 },
    );
  });
});
