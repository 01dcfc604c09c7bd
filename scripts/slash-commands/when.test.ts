import { expect, test } from 'vitest';
import { doubtfulZone, readTime } from './when.ts';

const NOW = '2026-11-21T10:00:00.000Z';

test.each([
  ['09:24 text', '2026-11-21T09:24:00.000Z'],
  ['09:24, text', '2026-11-21T09:24:00.000Z'],
  ['09:24: text', '2026-11-21T09:24:00.000Z'],
  ['[09:24] text', '2026-11-21T09:24:00.000Z'],
  ['09:24 - text', '2026-11-21T09:24:00.000Z'],
  ['9:24 UTC text', '2026-11-21T09:24:00.000Z'],
  ['09:24+01:00 text', '2026-11-21T08:24:00.000Z'],
  ['10:30 +0100 text', '2026-11-21T09:30:00.000Z'],
  ['22:30 text', '2026-11-20T22:30:00.000Z'],
  ['02:30-0700: text', '2026-11-21T09:30:00.000Z'],
  ['2026-11-20 23:59, text', '2026-11-20T23:59:00.000Z'],
  ['2026-11-21T09:24+01:00 text', '2026-11-21T08:24:00.000Z'],
  ['2026-11-20 text', '2026-11-20T00:00:00.000Z'],
])('%j begins with %s', (text, at) => {
  expect(readTime(text, NOW)).toEqual({ at, rest: 'text' });
});

test('an hour with an offset is the last time that it was that late there', () => {
  expect(readTime('00:20+01:00 x', '2026-11-21T23:30:00.000Z')?.at).toBe(
    '2026-11-21T23:20:00.000Z',
  );
});

test.each([
  'text 09:24',
  '09:24h',
  '9 hosts',
  '09:24:33 x',
  '25:00 x',
  '09:24,x',
  '4.17.3 rolled back',
])('%j begins with no time', (text) => {
  expect(readTime(text, NOW)).toBeNull();
});

test('a zone by its name is seen, and words are none', () => {
  expect(
    ['09:24 CET x', '09:24 EST', '2026-11-21 09:24 PDT x', '9:24 pm x', '09:24 EEST x'].map(
      doubtfulZone,
    ),
  ).toEqual(['CET', 'EST', 'PDT', 'pm', 'EEST']);
  expect(
    ['09:24 DB is slow', '09:24 ESTABLISHED', '09:24 UTC x', 'CET', '09:24 p'].map(doubtfulZone),
  ).toEqual([null, null, null, null, null]);
});
