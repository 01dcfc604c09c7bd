import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isLogin, LOGIN_PATTERN } from './login.ts';

test.each(['mara-okafor', 'A', '0x', 'bram_acme', 'octo-cat_corp1', 'x'.repeat(39)])(
  '`%s` is a login',
  (text) => expect(isLogin(text)).toBe(true),
);

test.each([
  '',
  '-a',
  'a-',
  'a--b',
  'a_',
  '_a',
  'a_b_c',
  'a_b-c',
  'a.b',
  'renovate[bot]',
  'x'.repeat(40),
])('`%s` is none', (text) => expect(isLogin(text)).toBe(false));

test('the schema of documents knows the same logins', () => {
  const path = new URL('../config/schema/definitions.schema.json', import.meta.url);
  const { definitions }: { definitions: { person: { pattern: string } } } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  expect(definitions.person.pattern).toBe(`^${LOGIN_PATTERN}$`);
});
