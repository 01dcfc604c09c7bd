import { expect, test } from 'vitest';
import { columns } from './columns.ts';

test('cells of a column begin at the same place, and no line ends in blanks', () => {
  expect(columns([['a', 'long one', 'x'], ['second', 'b', ''], ['c']])).toEqual([
    'a       long one  x',
    'second  b',
    'c',
  ]);
  expect(columns([])).toEqual([]);
});
