import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splice } from './splice.ts';

test('a splice changes the range and leaves every other character alone', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.string(),
      fc.string(),
      (before, old, after, replacement) => {
        expect(
          splice(before + old + after, before.length, before.length + old.length, replacement),
        ).toBe(before + replacement + after);
      },
    ),
  );
});
