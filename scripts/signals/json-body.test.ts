import { expect, test } from 'vitest';
import { at } from './fields.ts';
import { parseJsonBody } from './json-body.ts';

test('a body becomes a value, with or without a byte order mark', () => {
  expect(parseJsonBody('{"a":[1,2.5]}')).toEqual({ kind: 'parsed', value: { a: [1, 2.5] } });
  expect(parseJsonBody('\uFEFF{}')).toEqual({ kind: 'parsed', value: {} });
});

test('integers beyond 2^53 keep their digits as text', () => {
  const reading = parseJsonBody('{"id":6181234567890123457,"small":12,"share":0.1234567890123456}');
  expect(reading).toEqual({
    kind: 'parsed',
    value: { id: '6181234567890123457', small: 12, share: 0.1234567890123456 },
  });
});

test('a key named __proto__ changes no prototype', () => {
  const reading = parseJsonBody('{"__proto__":{"isAdmin":true},"id":12345678901234567890}');
  expect(reading.kind).toBe('parsed');
  expect(at(reading, 'value', 'isAdmin')).toBeUndefined();
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
});

test.each([
  ['', 'Unexpected empty body, expected one JSON document.'],
  ['{"a":1', 'Unexpected text at character 7, expected one JSON document.'],
  ['secret-token', 'Unexpected text, expected one JSON document.'],
])('the broken body `%s` is refused without being repeated', (body, message) => {
  expect(parseJsonBody(body)).toEqual({
    kind: 'invalid',
    problem: { code: 'syntax', pointer: '', message },
  });
});

test('nesting that no reader could follow is refused and never thrown', () => {
  const deep = `${'['.repeat(500_000)}12345678901234567890${']'.repeat(500_000)}`;
  expect(parseJsonBody(deep).kind).toBe('invalid');
});
