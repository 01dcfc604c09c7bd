// The indexes beside a plain scan of every entry.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalLength, matchesGlob } from '../text/glob.ts';
import { indexNames } from './name-index.ts';
import { indexPaths } from './path-index.ts';
import { canonical, fits, parsePattern, specificity } from './path-pattern.ts';

describe('an index of names', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 5 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*', '?'), maxLength: 6 });

  test('finds what a scan of every pattern finds, an exact name and then the one that says most first', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 12 }), letters, (patterns, text) => {
        const index = indexNames(patterns.map((each, value) => ({ pattern: each, value })));
        const found = index.find(text);
        const scanned = patterns.flatMap((each, value) => (matchesGlob(each, text) ? [value] : []));
        expect(found.map(({ value }) => value).toSorted()).toEqual(scanned.toSorted());
        const weights = found.map(({ value }) => {
          const each = patterns[value] ?? '';
          return each === text ? Number.POSITIVE_INFINITY : literalLength(each);
        });
        expect(weights).toEqual(weights.toSorted((left, right) => right - left));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an index of paths', () => {
  const part = fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '?', '{id}');
  const pattern = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('/'));
  const path = fc.array(fc.constantFrom('a', 'b', 'ab', 'c'), { maxLength: 6 });

  test('finds what a scan of every pattern finds, the most specific first', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 12 }), path, (patterns, parts) => {
        const parsed = patterns.map((each) => parsePattern(each, 'named'));
        const index = indexPaths(parsed.map((each, value) => ({ pattern: each, value })));
        const found = index.find(parts);
        const scanned = parsed.flatMap((each, value) => (fits(each, parts, 0) ? [value] : []));
        expect(found.map(({ value }) => value).toSorted()).toEqual(scanned.toSorted());
        const weights = found.map(({ value }) => specificity(parsed[value] ?? []));
        expect(weights).toEqual(weights.toSorted().toReversed());
      }),
      { numRuns: 500 },
    );
  });

  test('patterns fit what the same regular expression fits', () => {
    fc.assert(
      fc.property(pattern, path, (text, parts) => {
        const source = canonical(parsePattern(text, 'named'))
          .split('/')
          .filter((each) => each !== '')
          .map((each) =>
            each === '**'
              ? '(?:/[^/]+)*'
              : `/${each.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}`,
          )
          .join('');
        const expected = new RegExp(`^${source}$`).test(parts.map((each) => `/${each}`).join(''));
        expect(fits(parsePattern(text, 'named'), parts, 0)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('takes no time that explodes for hostile patterns and paths', () => {
    const hostile = parsePattern(Array.from({ length: 60 }, () => '**/a').join('/'), 'plain');
    const parts = Array.from({ length: 500 }, () => 'a');
    expect(fits(hostile, [...parts, 'b'], 0)).toBe(false);
    expect(fits(hostile, parts, 0)).toBe(true);
  });
});
