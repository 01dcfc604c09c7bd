import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from './match.ts';
import { numberOf } from './number.ts';

test.each([
  ['5', 5],
  ['+5', 5],
  ['-2.50', -2.5],
  ['007', 7],
  ['1e9', 1e9],
  ['1.5E-3', 0.0015],
  ['.5', 0.5],
  ['-5.', -5],
  ['Inf', Infinity],
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
])('%j is a number', (text, value) => {
  expect(numberOf(text)).toBe(value);
});

test.each([
  '',
  ' ',
  ' 6 ',
  '6\n',
  '0x10',
  '0b1',
  '0o7',
  '1_000',
  '1,000',
  '1,5',
  '5 s',
  '5%',
  '.',
  '5..',
  'Infinity',
  '-Infinity',
  'inf',
  'NaN',
  '--5',
  '1e',
  'e5',
  '٥',
  '1e5.5',
  '4n',
])('%j is none, and in no range', (text) => {
  expect(numberOf(text)).toBeNull();
  for (const bounds of [{}, { gte: 0 }, { lt: 0 }])
    expect(holds({ kind: 'number', field: 'label.seconds', bounds }, text)).toBe(false);
});

test('whatever JSON writes of a number is that number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(numberOf(JSON.stringify(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});
