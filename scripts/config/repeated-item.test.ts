import { expect, test } from 'vitest';
import { findRepeated } from './repeated-item.ts';
import { checkSchema } from './schema.ts';

test('the first entry that stands there already is found, with the one that it repeats', () => {
  expect(findRepeated(['a', 'b', 'c', 'b', 'a'])).toEqual({ later: 3, earlier: 1 });
  expect(findRepeated([{ a: 1, b: [2] }, 'x', { b: [2], a: 1 }])).toEqual({ later: 2, earlier: 0 });
  expect(findRepeated([{ toString: 'x' }, { toString: 'x' }])).toEqual({ later: 1, earlier: 0 });
  expect(findRepeated(['__proto__', '__proto__'])).toEqual({ later: 1, earlier: 0 });
});

test.each([
  [[]],
  [[1, '1', true, 'true', null, 'null']],
  [['[1]', [1], ['1'], [[1]]]],
  [[{ a: 1 }, { a: '1' }, { b: 1 }, {}, []]],
  [[{ a: 1, b: 2 }, { a: 1 }, { 'a":1,"b': 2 }]],
])('what differs stands once: %j', (items) => {
  expect(findRepeated(items)).toBeNull();
});

test('a list of 60,000 names takes the schema no longer than it takes to read them', () => {
  const members = Array.from({ length: 60_000 }, (_, index) => `person-${index}`);
  const team = { schema: 'tocsin/team@1', name: 'Shop', members };
  const started = process.cpuUsage();
  expect(checkSchema('team', team).kind).toBe('invalid');
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
});
