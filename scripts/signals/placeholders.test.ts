import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutPlaceholders } from './placeholders.ts';

test.each([
  ['asterisks', '*alertDetails*', ''],
  ['asterisks', ' *monitor_id* ', ''],
  ['asterisks', '*bold* text', '*bold* text'],
  ['asterisks', '**', '**'],
  ['braces', '{{alert.id}}', ''],
  ['braces', '{{{ context.reason }}}', ''],
  ['braces', '{{a}} and {{b}}', '{{a}} and {{b}}'],
  ['braces', '{"a":1}', '{"a":1}'],
] as const)('of the form %s, `%s` becomes `%s`', (form, text, expected) => {
  expect(withoutPlaceholders(text, form)).toBe(expected);
});

test('looks into lists and objects and keeps everything else', () => {
  const payload = { a: ['{{x}}', 1, null, true], b: { c: '{{y}}', __proto__: null } };
  expect(withoutPlaceholders(payload, 'braces')).toEqual({ a: ['', 1, null, true], b: { c: '' } });
});

test('survives any depth and changes nothing without placeholders', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(50_000)}"{{x}}"${']'.repeat(50_000)}`);
  expect(Array.isArray(withoutPlaceholders(deep, 'braces'))).toBe(true);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes('{{'));
      expect(withoutPlaceholders(value, 'braces')).toEqual(value);
    }),
  );
});
