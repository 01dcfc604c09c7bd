import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextOccurrence } from './occurrences.ts';
import { readRule } from './rule.ts';

describe('a rule', () => {
  test.each([
    'FREQ=WEEKLY;BYDAY=TU',
    'FREQ=MONTHLY;BYDAY=1SU,-1FR',
    'FREQ=DAILY;INTERVAL=3;UNTIL=20261231',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;COUNT=5',
  ])('may say %s', (text) => {
    expect(readRule(text).kind).toBe('rule');
  });

  test.each([
    ['FREQ=SECONDLY', 'unexpected FREQ=SECONDLY, expected DAILY, WEEKLY, MONTHLY or YEARLY'],
    ['FREQ=HOURLY', 'unexpected FREQ=HOURLY'],
    ['BYDAY=TU', 'unexpected a rule without FREQ'],
    ['every tuesday', 'unexpected `every tuesday` in a rule, expected NAME=VALUE'],
    ['FREQ=DAILY;', 'unexpected `` in a rule'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'unexpected a second FREQ'],
    ['FREQ=DAILY;BYHOUR=2', 'unexpected BYHOUR in a rule'],
    ['FREQ=DAILY;INTERVAL=0', 'unexpected INTERVAL=0, expected 1 to 1000'],
    ['FREQ=DAILY;COUNT=100000', 'unexpected COUNT=100000, expected 1 to 100'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20261231', 'unexpected COUNT beside UNTIL'],
    ['FREQ=DAILY;UNTIL=20260230', 'unexpected UNTIL=20260230'],
    ['FREQ=WEEKLY;BYDAY=1TU', 'unexpected a counted day in BYDAY with FREQ=WEEKLY'],
    ['FREQ=WEEKLY;BYMONTHDAY=3', 'unexpected BYMONTHDAY with FREQ=WEEKLY'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'unexpected BYMONTHDAY=32'],
    ['FREQ=MONTHLY;BYDAY=XX', 'unexpected BYDAY=XX'],
    [
      `FREQ=MONTHLY;BYMONTHDAY=${Array.from({ length: 99 }, () => '31').join(',')}`,
      'unexpected a rule of 320 characters',
    ],
  ])('may not say %s', (text, sentence) => {
    const read = readRule(text);
    expect(read.kind === 'refused' ? read.sentence : '').toContain(sentence);
  });

  test('that is accepted never stops or delays those who ask for its times', () => {
    const part = fc.constantFrom(
      'INTERVAL=1000',
      'INTERVAL=7',
      'BYDAY=MO',
      'BYDAY=5MO',
      'BYDAY=53SU',
      'BYMONTH=2',
      'BYMONTHDAY=30,31',
      'BYMONTHDAY=-31',
      'BYSETPOS=366,-366',
      'BYSETPOS=1',
      'COUNT=100',
      'UNTIL=99991231',
      'WKST=SU',
    );
    const anyRule = fc
      .tuple(
        fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
        fc.uniqueArray(part, { maxLength: 5 }),
      )
      .map(([frequency, parts]) => [`FREQ=${frequency}`, ...parts].join(';'));
    fc.assert(
      fc.property(anyRule, (rule) => {
        if (readRule(rule).kind === 'refused') return;
        const recurs = { rule, zone: 'Europe/Amsterdam', except: [] };
        const window = {
          from: '1999-02-01T01:30:00.000Z',
          until: '1999-02-01T02:30:00.000Z',
          recurs,
        };
        const begun = process.cpuUsage();
        const next = nextOccurrence(window, '2026-11-21T00:00:00.000Z');
        expect(process.cpuUsage(begun).user / 1000).toBeLessThan(3000);
        if (next !== null) expect(next.from > '2026-11-21').toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
