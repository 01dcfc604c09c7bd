import { describe, expect, test } from 'vitest';
import {
  at,
  count,
  entries,
  identity,
  instant,
  items,
  pointer,
  prose,
  text,
  unixInstant,
  utcInstant,
} from './fields.ts';

const body: unknown = JSON.parse(`{
  "name": "  payments-api ", "lines": "one\\ntwo", "number": 42, "zero": 0, "negative": -1,
  "digits": "17", "fraction": "1603322711.147672", "words": "many", "blank": " ", "nothing": null,
  "at": "2026-11-21T10:18:00.123456+01:00", "zeroTime": "0001-01-01T00:00:00Z",
  "local": "2026-11-21 10:18",
  "list": [{ "id": "first" }], "yes": true, "__proto__": { "isAdmin": "yes" }
}`);

describe('reading', () => {
  test.each([
    ['trimmed text', text(body, 'name'), 'payments-api'],
    ['a number as text', text(body, 'number'), '42'],
    ['text in one line', text(body, 'lines'), 'one two'],
    ['text with its lines', prose(body, 'lines'), 'one\ntwo'],
    ['an identity', identity(body, 'number'), '42'],
    ['a whole number', count(body, 'number'), 42],
    ['digits in text', count(body, 'digits'), 17],
    ['zero', count(body, 'zero'), 0],
    ['an instant with an offset', instant(body, 'at'), '2026-11-21T09:18:00.123Z'],
    ['an instant without a zone', utcInstant(body, 'local'), '2026-11-21T10:18:00.000Z'],
    ['the zone where there is one', utcInstant(body, 'at'), '2026-11-21T09:18:00.123Z'],
    ['Unix seconds in text', unixInstant(body, 'fraction'), '2020-10-21T23:25:11.148Z'],
    ['a member of a list', text(body, 'list', 0, 'id'), 'first'],
    ['an own key named __proto__', text(body, '__proto__', 'isAdmin'), 'yes'],
  ])('gives %s', (_what, actual, expected) => {
    expect(actual).toBe(expected);
  });

  test.each([
    ['blank text', text(body, 'blank')],
    ['null', text(body, 'nothing')],
    ['a truth value as text', text(body, 'yes')],
    ['a list as text', text(body, 'list')],
    ['an inherited member', text({}, 'constructor', 'name')],
    ['a member of text', text(body, 'name', 'length')],
    ['the length of a list', text(body, 'list', 'length')],
    ['a negative count', count(body, 'negative')],
    ['a count in words', count(body, 'words')],
    ['the zero time of Go', instant(body, 'zeroTime')],
    ['a time without a zone', instant(body, 'local')],
    ['a number as instant', instant(body, 'number')],
    ['words as Unix seconds', unixInstant(body, 'words')],
  ])('gives null for %s', (_what, actual) => {
    expect(actual).toBeNull();
  });

  test('gives nothing where a path leads nowhere', () => {
    expect(at(body, 'name', 'first', 0)).toBeUndefined();
    expect(at({}, '__proto__')).toBeUndefined();
    expect(items(body, 'name')).toEqual([]);
    expect(entries(body, 'list')).toEqual([]);
  });

  test('gives the scalar members of an object as text', () => {
    expect(entries({ a: 'x', b: 1, c: false, d: null, e: [], f: {} })).toEqual([
      ['a', 'x'],
      ['b', '1'],
      ['c', 'false'],
    ]);
  });
});

test('a path becomes a JSON Pointer', () => {
  expect(pointer([])).toBe('');
  expect(pointer(['alerts', 0, 'a/b~c'])).toBe('/alerts/0/a~1b~0c');
});
