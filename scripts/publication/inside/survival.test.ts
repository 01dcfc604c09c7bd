import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeOfShare } from './survival.ts';

const times = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 });
const shares = fc.constantFrom(0.1, 0.5, 0.9);

describe('the time of a share', () => {
  test('is the nearest-rank percentile where nothing is open', () => {
    fc.assert(
      fc.property(times, shares, (ended, share) => {
        const sorted = ended.toSorted((left, right) => left - right);
        const rank = Math.max(1, Math.ceil(share * sorted.length - 1e-6));
        expect(timeOfShare(ended, [], share)).toBe(sorted[rank - 1]);
      }),
    );
  });

  test('never becomes shorter when what ended is open instead', () => {
    fc.assert(
      fc.property(times, shares, fc.nat(), (ended, share, index) => {
        const place = index % ended.length;
        const still = ended.filter((_, each) => each !== place);
        const before = timeOfShare(ended, [], share) ?? Infinity;
        const after = timeOfShare(still, ended.slice(place, place + 1), share) ?? Infinity;
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  test('follows the textbook: 6, 6, 6, 7, 10 ended, 9 and 11 open', () => {
    expect(timeOfShare([6, 6, 6, 7, 10], [9, 11], 0.5)).toBe(7);
    expect(timeOfShare([6, 6, 6, 7, 10], [9, 11], 0.7)).toBe(10);
  });

  test('is not known while more is open than could tell', () => {
    expect(timeOfShare([1], [2, 3, 4], 0.5)).toBeNull();
    expect(timeOfShare([], [5], 0.5)).toBeNull();
  });
});
