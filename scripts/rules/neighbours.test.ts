// Of many rules before the deciding one the trace keeps those of which somebody would ask why they did not decide.
import { describe, expect, test } from 'vitest';
import type { Condition, Rule } from '../model/rule.ts';
import { decideStage } from './stage.ts';

const fields: Readonly<Record<string, string>> = {
  service: 'payouts',
  severity: 'critical',
  'label.alertname': 'PayoutRunlate',
};

const read = (field: string): string | null => fields[field] ?? null;

const is = (field: string, ...values: readonly string[]): Condition => ({
  kind: 'any_of',
  field,
  values,
});

const like = (field: string, pattern: string): Condition => ({ kind: 'glob', field, pattern });

let line = 0;
function rule(id: string, when: readonly Condition[], team: string | null = null): Rule {
  line += 1;
  const file = team === null ? 'rules/00-global.yaml' : `rules/${team}.yaml`;
  return { id, description: null, when, team, place: { file, line, column: 1, length: 1 } };
}

const far = (count: number, team: string | null): readonly Rule[] =>
  Array.from({ length: count }, (_, index) =>
    rule(`far-${index}`, [is('vendor', 'sentry'), is('host', 'db-1')], team),
  );

const last = rule('critical', [is('severity', 'critical')]);

function told(rules: readonly Rule[]): readonly string[] {
  return decideStage([...rules, last], 'payments', read).others.map(({ text }) => text);
}

describe('the rules that did not decide', () => {
  test('are those of the team also when a global rule far below decides', () => {
    const own = rule('run-late', [is('label.alertname', 'PayoutRunLate')], 'payments');
    expect(told([own, ...far(9, null)])).toEqual([
      'run-late: label.alertname is `PayoutRunlate`, wants `PayoutRunLate`',
      'far-7: vendor is missing, wants `sentry`',
      'far-8: vendor is missing, wants `sentry`',
      'and 7 more, the first of them here',
    ]);
  });

  test('are the ones that lack least, in the order in which they were asked', () => {
    const near = rule('near', [is('service', 'payouts'), is('severity', 'high')], 'payments');
    const names = told([near, ...far(300, 'payments')]).map((text) => text.split(':')[0]);
    expect(names).toEqual(['near', 'far-298', 'far-299', 'and 298 more, the first of them here']);
  });

  test.each([
    ['capital letters', is('label.alertname', 'PayoutRunLate')],
    ['what stands between words', is('label.alertname', 'payout-run_late')],
    ['capital letters of a pattern', like('label.alertname', 'Payoutrun*')],
  ])('are first of all the ones that only %s keep from deciding', (_, condition) => {
    const others = Array.from({ length: 300 }, (_unused, index) =>
      rule(`r${index}`, [is('label.alertname', `Other${index}`)], 'payments'),
    );
    expect(told([rule('meant', [condition], 'payments'), ...others])[0]).toMatch(/^meant: /);
  });

  test('are counted where they are not shown, with the place of the first', () => {
    const { others } = decideStage([...far(400, 'payments'), last], 'payments', read);
    expect(others).toHaveLength(4);
    expect(others.at(-1)).toMatchObject({
      text: 'and 397 more, the first of them here',
      place: { file: 'rules/payments.yaml' },
    });
  });

  test('are all shown where only one would be counted, whosever they are', () => {
    expect(told(far(4, 'payments'))).toHaveLength(4);
    expect(told([...far(3, 'payments'), ...far(1, null)])).toHaveLength(4);
    expect(told([...far(1, 'payments'), ...far(3, null)])).toHaveLength(4);
  });

  test('are two of the team at most where everybody’s were asked as well', () => {
    const names = told([...far(5, 'payments'), ...far(5, null)]).map((text) => text.split(':')[0]);
    expect(names).toEqual(['far-3', 'far-4', 'far-4', 'and 7 more, the first of them here']);
  });
});
