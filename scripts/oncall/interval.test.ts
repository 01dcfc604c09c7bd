import { describe, expect, test } from 'vitest';
import type { Interval } from '../model/interval.ts';
import { endOf, isWithin } from './interval.ts';

const interval = (changes: Partial<Interval>): Interval => ({
  id: 'office-hours',
  zone: 'Europe/Paris',
  isInverse: false,
  entries: [{ weekdays: [1, 2, 3, 4, 5], times: [{ from: 8 * 60 + 30, until: 18 * 60 + 30 }] }],
  place: { file: 'rules/00-global.yaml', line: 1, column: 1, length: 1 },
  ...changes,
});

describe('an interval', () => {
  test('pain 27: keeps its local hours when daylight saving ends', () => {
    // Central European time in March and from the end of October, summer time between them.
    expect(isWithin(interval({}), '2026-03-27T07:30:00.000Z')).toBe(true);
    expect(isWithin(interval({}), '2026-03-27T07:29:59.999Z')).toBe(false);
    expect(isWithin(interval({}), '2026-03-30T06:30:00.000Z')).toBe(true);
    expect(isWithin(interval({}), '2026-03-30T06:29:00.000Z')).toBe(false);
    expect(isWithin(interval({}), '2026-10-26T06:30:00.000Z')).toBe(false);
  });

  test('does not hold its end', () => {
    expect(isWithin(interval({}), '2026-11-20T17:30:00.000Z')).toBe(false);
    expect(isWithin(interval({}), '2026-11-20T17:29:59.999Z')).toBe(true);
  });

  test('is over on other days', () => {
    expect(isWithin(interval({}), '2026-11-21T10:00:00.000Z')).toBe(false);
  });

  test('holds everything else when it is inverse', () => {
    expect(isWithin(interval({ isInverse: true }), '2026-11-21T10:00:00.000Z')).toBe(true);
    expect(isWithin(interval({ isInverse: true }), '2026-11-20T10:00:00.000Z')).toBe(false);
  });

  test('runs over midnight into the morning after its weekday only', () => {
    const night = interval({
      entries: [{ weekdays: [7], times: [{ from: 22 * 60, until: 360 }] }],
    });
    expect(isWithin(night, '2026-11-22T21:00:00.000Z')).toBe(true);
    expect(isWithin(night, '2026-11-23T04:59:00.000Z')).toBe(true);
    expect(isWithin(night, '2026-11-23T05:00:00.000Z')).toBe(false);
    expect(isWithin(night, '2026-11-22T04:00:00.000Z')).toBe(false);
    expect(isWithin(night, '2026-11-23T21:00:00.000Z')).toBe(false);
  });

  test('holds when any of its entries does', () => {
    const either = interval({
      entries: [
        { weekdays: [6], times: [{ from: 0, until: 24 * 60 }] },
        { weekdays: [1], times: [{ from: 60, until: 120 }] },
      ],
    });
    expect(isWithin(either, '2026-11-21T12:00:00.000Z')).toBe(true);
    expect(isWithin(either, '2026-11-23T00:30:00.000Z')).toBe(true);
    expect(isWithin(either, '2026-11-23T02:00:00.000Z')).toBe(false);
  });
});

describe('the end of an interval', () => {
  test('is the first minute outside, by the clocks of its zone, also in the night in which they change', () => {
    expect(endOf(interval({}), '2026-11-20T09:07:30.000Z')).toBe('2026-11-20T17:30:00.000Z');
    const night = interval({
      entries: [{ weekdays: [6], times: [{ from: 22 * 60, until: 6 * 60 + 7 }] }],
    });
    expect(endOf(night, '2026-10-24T21:00:00.000Z')).toBe('2026-10-25T05:07:00.000Z');
    expect(endOf(night, '2026-10-31T22:00:00.000Z')).toBe('2026-11-01T05:07:00.000Z');
  });

  test('never comes where it fills the week', () => {
    const always = interval({ isInverse: true, entries: [] });
    expect(endOf(always, '2026-11-20T09:07:30.000Z')).toBeNull();
  });
});
