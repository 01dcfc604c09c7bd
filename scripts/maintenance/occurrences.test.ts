import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import type { MaintenanceWindow } from '../model/maintenance.ts';
import { nextOccurrence, occurrenceAt, occurrencesIn } from './occurrences.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = ['Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'UTC'] as const;

const windowOf = (
  from: Instant,
  rule: string,
  more: {
    readonly zone?: string;
    readonly except?: readonly string[];
    readonly hours?: number;
  } = {},
): MaintenanceWindow => ({
  from,
  until: addMs(from, (more.hours ?? 2) * HOUR),
  recurs: { rule, zone: more.zone ?? 'Europe/Amsterdam', except: more.except ?? [] },
});
const beginnings = (window: MaintenanceWindow, from: Instant, until: Instant): readonly string[] =>
  occurrencesIn(window, from, until)
    .filter((each) => !each.cancelled)
    .map((each) => each.from.slice(0, 16));

describe('a recurring maintenance', () => {
  test('keeps its local hour when the clocks change, and its length', () => {
    const window = windowOf('2026-10-20T00:30:00.000Z', 'FREQ=WEEKLY;BYDAY=TU');
    expect(occurrencesIn(window, '2026-10-20T00:00:00.000Z', '2026-10-28T00:00:00.000Z')).toEqual([
      {
        day: '2026-10-20',
        from: '2026-10-20T00:30:00.000Z',
        until: '2026-10-20T02:30:00.000Z',
        cancelled: false,
      },
      {
        day: '2026-10-27',
        from: '2026-10-27T01:30:00.000Z',
        until: '2026-10-27T03:30:00.000Z',
        cancelled: false,
      },
    ]);
  });

  test('leaves out the night in which the clocks skip its hour, and counts only what takes place', () => {
    const window = windowOf('2026-03-28T01:30:00.000Z', 'FREQ=DAILY;COUNT=3');
    expect(beginnings(window, '2026-03-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z')).toEqual([
      '2026-03-28T01:30',
      '2026-03-30T00:30',
      '2026-03-31T00:30',
    ]);
  });

  test('begins once in the night in which the clocks show its hour twice', () => {
    const window = windowOf('2026-10-24T00:30:00.000Z', 'FREQ=DAILY');
    expect(beginnings(window, '2026-10-24T00:00:00.000Z', '2026-10-27T00:00:00.000Z')).toEqual([
      '2026-10-24T00:30',
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  test.each([
    [
      'on the first Sunday of a month',
      'FREQ=MONTHLY;BYDAY=1SU',
      ['2026-11-01', '2026-12-06', '2027-01-03'],
    ],
    [
      'on the last working day of a month',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      ['2026-11-30', '2026-12-31', '2027-01-29'],
    ],
    [
      'on the last day of a month',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      ['2026-11-30', '2026-12-31', '2027-01-31'],
    ],
    [
      'in every second week',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
      ['2026-11-02', '2026-11-16', '2026-11-30'],
    ],
    [
      'until a day, which is included',
      'FREQ=DAILY;UNTIL=20261103',
      ['2026-11-01', '2026-11-02', '2026-11-03'],
    ],
    ['until an instant', 'FREQ=DAILY;UNTIL=20261103T000000Z', ['2026-11-01', '2026-11-02']],
    ['once a year', 'FREQ=YEARLY;COUNT=3', ['2026-11-01']],
  ])('takes place %s', (_name, rule, days) => {
    const first = `${days[0] ?? ''}T02:00:00.000Z`;
    const found = beginnings(windowOf(first, rule), first, '2027-02-01T00:00:00.000Z');
    expect(found.map((each) => each.slice(0, 10)).slice(0, 3)).toEqual(days);
  });

  test('knows the days on which it is called off, and never runs on them', () => {
    const window = windowOf('2026-12-15T01:00:00.000Z', 'FREQ=WEEKLY', { except: ['2026-12-22'] });
    expect(occurrencesIn(window, '2026-12-20T00:00:00.000Z', '2026-12-31T00:00:00.000Z')).toEqual([
      {
        day: '2026-12-22',
        from: '2026-12-22T01:00:00.000Z',
        until: '2026-12-22T03:00:00.000Z',
        cancelled: true,
      },
      {
        day: '2026-12-29',
        from: '2026-12-29T01:00:00.000Z',
        until: '2026-12-29T03:00:00.000Z',
        cancelled: false,
      },
    ]);
    expect(occurrenceAt(window, '2026-12-22T02:00:00.000Z')).toBeNull();
    expect(occurrenceAt(window, '2026-12-29T02:59:59.999Z')?.from).toBe('2026-12-29T01:00:00.000Z');
    expect(occurrenceAt(window, '2026-12-29T03:00:00.000Z')).toBeNull();
    expect(nextOccurrence(window, '2026-12-15T01:00:00.000Z')?.from).toBe(
      '2026-12-29T01:00:00.000Z',
    );
  });

  test('over midnight is still running after it', () => {
    const window = windowOf('2026-11-02T22:30:00.000Z', 'FREQ=DAILY', { hours: 4 });
    expect(occurrenceAt(window, '2026-11-10T01:00:00.000Z')?.from).toBe('2026-11-09T22:30:00.000Z');
  });

  test('of every day agrees with a clock that is asked hour by hour, in each zone and year', () => {
    const anyFirst = fc.integer({ min: 0, max: 2 * 365 * 24 * 2 });
    fc.assert(
      fc.property(anyFirst, fc.constantFrom(...ZONES), (halfHours, zone) => {
        const first = addMs('2025-01-01T00:00:00.000Z', (halfHours * HOUR) / 2);
        const clock = Temporal.Instant.from(first).toZonedDateTimeISO(zone).toPlainTime();
        const seen = new Set<string>();
        const expected: string[] = [];
        for (let at = toMs(first); at < toMs(first) + 400 * DAY; at += HOUR / 2) {
          const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
          const day = local.toPlainDate().toString();
          if (seen.has(day) || !local.toPlainTime().equals(clock)) continue;
          seen.add(day);
          expected.push(new Date(at).toISOString().slice(0, 16));
        }
        const window = windowOf(first, 'FREQ=DAILY', { zone, hours: 1 });
        const [own = '', ...found] = beginnings(window, first, addMs(first, 400 * DAY));
        // A first time in the second of two equal hours belongs to no rule; `validate` refuses it.
        expect(own === expected[0] ? found : [own, ...found]).toEqual(expected.slice(1));
      }),
      { numRuns: 12 },
    );
  });

  test.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4',
    'FREQ=YEARLY;BYDAY=MO;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=366',
  ])('with the hostile rule %s takes place never, and says so within two seconds', (rule) => {
    const begun = process.cpuUsage();
    expect(
      nextOccurrence(windowOf('1975-02-01T01:00:00.000Z', rule), '2026-11-21T00:00:00.000Z'),
    ).toBeNull();
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(2000);
  });

  test('that began fifty years ago is known from its first day', () => {
    const window = windowOf('1975-01-01T01:00:00.000Z', 'FREQ=DAILY', { zone: 'UTC' });
    const all = occurrencesIn(window, '1975-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z');
    expect(all).toHaveLength(
      (toMs('2026-01-01T00:00:00.000Z') - toMs('1975-01-01T00:00:00.000Z')) / DAY,
    );
    expect(new Set(all.map((each) => each.day)).size).toBe(all.length);
  });

  test('with steps of a thousand years ends where calendars do', () => {
    const rule = 'FREQ=YEARLY;INTERVAL=1000;COUNT=100';
    const window = windowOf('2026-01-01T01:00:00.000Z', rule);
    expect(nextOccurrence(window, '2026-11-21T00:00:00.000Z')).toBeNull();
  });

  test('that began fifty years ago is as quick to ask as a new one', () => {
    const window = windowOf('1975-01-01T01:00:00.000Z', 'FREQ=DAILY');
    const begun = process.cpuUsage();
    expect(
      occurrencesIn(window, '2026-11-20T00:00:00.000Z', '2026-11-23T00:00:00.000Z'),
    ).toHaveLength(3);
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
  });
});

describe('a maintenance that takes place once', () => {
  const window = { from: '2026-11-21T10:00:00.000Z', until: '2026-11-21T12:00:00.000Z' };

  test('is there in its window only, the end excluded', () => {
    expect(occurrenceAt(window, '2026-11-21T09:59:59.999Z')).toBeNull();
    expect(occurrenceAt(window, '2026-11-21T10:00:00.000Z')).toMatchObject(window);
    expect(occurrenceAt(window, '2026-11-21T12:00:00.000Z')).toBeNull();
    expect(nextOccurrence(window, '2026-11-21T10:00:00.000Z')).toBeNull();
  });
});
