import { describe, expect, test } from 'vitest';
import type { Condition } from '../model/rule.ts';
import { organisationOf, smallFiles } from './testing/organisation.ts';
import { findEnvironment } from './environment.ts';
import { firstUnmet } from './match.ts';
import { decideStage } from './stage.ts';

const fields: Readonly<Record<string, string>> = { service: 'shop', empty: '', load: '2.5' };
const read = (field: string): string | null =>
  Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;

describe('a condition', () => {
  test.each<[Condition, string | null]>([
    [{ kind: 'any_of', field: 'service', values: ['cart', 'shop'] }, null],
    [{ kind: 'any_of', field: 'service', values: ['sho'] }, 'service is `shop`, wants `sho`'],
    [
      { kind: 'any_of', field: 'service', values: ['a', 'b', 'c', 'd'] },
      'service is `shop`, wants `a` or `b` or `c` …',
    ],
    [{ kind: 'any_of', field: 'missing', values: ['shop'] }, 'missing is missing, wants `shop`'],
    [{ kind: 'any_of', field: 'missing', values: [''] }, 'missing is missing, wants ``'],
    [{ kind: 'any_of', field: 'empty', values: [''] }, null],
    [{ kind: 'glob', field: 'service', pattern: 's?o*' }, null],
    [{ kind: 'glob', field: 'service', pattern: 'hop' }, 'service is `shop`, wants `hop`'],
    [{ kind: 'glob', field: 'empty', pattern: '*' }, null],
    [{ kind: 'glob', field: 'missing', pattern: '*' }, 'missing is missing, wants `*`'],
    [{ kind: 'none_of', field: 'service', values: ['cart'] }, null],
    [
      { kind: 'none_of', field: 'service', values: ['cart', 'shop'] },
      'service is `shop`, wants anything but `cart` or `shop`',
    ],
    [
      { kind: 'none_of', field: 'missing', values: ['cart'] },
      'missing is missing, wants anything but `cart`',
    ],
    [{ kind: 'regex', field: 'service', pattern: 'sh[aeiou]p|cart' }, null],
    [{ kind: 'regex', field: 'service', pattern: 'h|x' }, 'service is `shop`, wants /h|x/'],
    [{ kind: 'regex', field: 'missing', pattern: '.*' }, 'missing is missing, wants /.*/'],
    [{ kind: 'number', field: 'load', bounds: { gte: 2, lt: 3 } }, null],
    [{ kind: 'number', field: 'load', bounds: { gt: 2.5 } }, 'load is `2.5`, wants more than 2.5'],
    [
      { kind: 'number', field: 'service', bounds: { lte: 3, gte: 1 } },
      'service is `shop`, wants 1 or more and 3 or less',
    ],
    [{ kind: 'number', field: 'empty', bounds: { gte: 0 } }, 'empty is ``, wants 0 or more'],
    [{ kind: 'present', field: 'empty' }, null],
    [{ kind: 'present', field: 'missing' }, 'missing is missing'],
    [{ kind: 'absent', field: 'missing' }, null],
    [{ kind: 'absent', field: 'empty' }, 'empty is ``, wants none'],
  ])('%j says %j', (condition, expected) => {
    expect(firstUnmet([condition], read)).toBe(expected);
  });

  test('is asked after the ones before it, and all must hold', () => {
    const shop: Condition = { kind: 'present', field: 'service' };
    expect(firstUnmet([], read)).toBeNull();
    expect(
      firstUnmet([shop, { kind: 'present', field: 'a' }, { kind: 'present', field: 'b' }], read),
    ).toBe('a is missing');
  });
});

describe('a stage', () => {
  const rule = (
    id: string,
    field: string,
    team: string | null = null,
  ): Parameters<typeof decideStage>[0][number] => ({
    id,
    description: null,
    when: field === '' ? [] : [{ kind: 'present', field }],
    team,
    place: { file: 'r.yaml', line: 1, column: 1, length: 1 },
  });

  test('is decided by the first rule that matches', () => {
    expect(
      decideStage([rule('a', 'missing'), rule('b', 'service'), rule('c', '')], 'shop', read).rule
        ?.id,
    ).toBe('b');
  });

  test('asks no rule of another team, and does not mention it', () => {
    const answer = decideStage(
      [rule('theirs', '', 'cart'), rule('ours', '', 'shop')],
      'shop',
      read,
    );
    expect(answer).toMatchObject({ rule: { id: 'ours' }, others: [] });
  });

  test('is decided by nobody when nothing matches, and says what came closest', () => {
    const answer = decideStage([rule('a', 'x'), rule('b', 'y')], 'shop', read);
    expect(answer).toMatchObject({
      rule: null,
      others: [{ text: 'a: x is missing' }, { text: 'b: y is missing' }],
    });
  });
});

describe('the environment of a word', () => {
  const { settings } = organisationOf(smallFiles());

  test.each([
    ['production', 'production'],
    ['Production ', 'production'],
    ['prod', 'production'],
    ['STAG', 'staging'],
    ['pr', null],
    ['', null],
    ['production-eu', null],
    ['qa', null],
    ['__proto__', null],
  ])('%j is %j', (word, expected) => {
    expect(findEnvironment(settings, word)).toBe(expected);
  });

  test('is none when the word abbreviates several', () => {
    expect(
      findEnvironment({ ...settings, environments: ['production-eu', 'production-us'] }, 'prod'),
    ).toBeNull();
  });
});
