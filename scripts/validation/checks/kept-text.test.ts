import { expect, test } from 'vitest';
import type { Condition } from '../../model/rule.ts';
import { unkeptText } from './kept-text.ts';

const is = (field: string, ...values: string[]): Condition => ({ kind: 'any_of', field, values });
const like = (pattern: string): Condition => ({ kind: 'glob', field: 'host', pattern });
const fits = (pattern: string): Condition => ({ kind: 'regex', field: 'host', pattern });

test.each<readonly [string, Condition, string]>([
  ['an empty text among others', is('host', 'db-1', ''), 'empty text for `host`'],
  ['spaces at an end', is('host', ' db-1'), '` db-1`'],
  ['a title that would be cut', is('title', 'x'.repeat(301)), 'as signals keep it'],
  ['a value of a label that would be cut', is('label.a', 'x'.repeat(1025)), 'as signals keep it'],
  ['a credential', is('label.db_password', 'x'), 'label `db_password`'],
  [
    'a credential that is only asked for',
    { kind: 'present', field: 'label.token' },
    'label `token`',
  ],
  ['a pattern with a sign that nobody sees', like('db\u200b-*'), '<U+200B>'],
  ['a pattern with a space at its end', like('db-* '), '`db-* `'],
  ['an expression with a mark beside its letter', fits('Cafe\u0301.*'), '<U+0301>'],
  ['an expression with a line break', fits('a\nb'), '<U+000A>'],
])('%s can be met by no signal', (_what, condition, words) => {
  expect(unkeptText(condition)?.message).toContain(words);
});

test.each<readonly [string, Condition]>([
  ['plain texts', is('host', 'db-1', 'Café', '障害：遅い')],
  ['a title as long as one may be', is('title', 'x'.repeat(300))],
  ['a label that only sounds like a credential', is('label.secretary', 'x')],
  ['what a convention read', is('label.extract.token', 'x')],
  ['a pattern with spaces inside', like('Disk * full')],
  ['an expression with spaces at its ends', fits('( a )?')],
  ['a text that must not stand there', { kind: 'none_of', field: 'host', values: [''] }],
])('%s may be met', (_what, condition) => {
  expect(unkeptText(condition)).toBeNull();
});
