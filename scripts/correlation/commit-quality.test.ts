import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeCommit } from './commit-quality.ts';

test.each([
  'Round prices up before they are summed',
  'feat(cart): keep the basket for thirty days',
  'Retry card payments twice when the acquirer times out',
  'fix: the invoice number skips February',
  'Aantal kratten per bestelling begrenzen',
  '修正税率计算',
])('a message that says what changed is worth all: %s', (message) => {
  expect(judgeCommit(message)).toEqual({ score: 1, flaws: [] });
});

test.each(['fix', 'wip', 'Update', 'fix bug', 'chore: more fixes', '…', '#1234', '', 'Fix it.'])(
  'a message that names nothing is worth nothing: %s',
  (message) => {
    expect(judgeCommit(message)).toEqual({ score: 0, flaws: ['names nothing that changed'] });
  },
);

test.each([
  ['fix cart', ['is too short', 'names only one thing', 'is vague']],
  ['update the basket', ['names only one thing', 'is vague']],
  ['Merge pull request #12 from larder/cart', ['says only that something was merged']],
])('a message that says little is worth little: %s', (message, flaws) => {
  const quality = judgeCommit(message);
  expect(quality.flaws).toEqual(flaws);
  expect(quality.score).toBeLessThan(0.7);
});

test('only the first line counts', () => {
  expect(judgeCommit('wip\n\nRound prices up before they are summed').score).toBe(0);
});

test('any text gets a worth between 0 and 1, and a reason below 1', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (message) => {
      const { score, flaws } = judgeCommit(message);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(flaws.length > 0).toBe(score < 1);
    }),
  );
});
