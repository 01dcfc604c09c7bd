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

  describe('in the hour that the clocks change', () => {
    const nightly = (from: number, until: number): Interval =>
      interval({ entries: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], times: [{ from, until }] }] });
    const hour = nightly(120, 180);
    const instants = (day: string): readonly string[] =>
      Array.from({ length: 20 }, (_, index) =>
        new Date(Date.parse(`${day}T22:00:00Z`) + index * 15 * 60_000).toISOString(),
      );
    const held = (within: Interval, day: string): readonly string[] =>
      instants(day)
        .filter((at) => isWithin(within, at))
        .map((at) => at.slice(11, 16));

    test('does not come in the night in which that hour is left out, and a longer one is an hour shorter', () => {
      expect(held(hour, '2026-03-27')).toHaveLength(4);
      expect(held(hour, '2026-03-28')).toEqual([]);
      // From 01:30 to 03:30 on the wall.
      const longer = nightly(90, 210);
      expect(held(longer, '2026-03-28')).toEqual(['00:30', '00:45', '01:00', '01:15']);
      expect(endOf(longer, '2026-03-29T00:30:00.000Z')).toBe('2026-03-29T01:30:00.000Z');
    });

    test('comes twice in the night in which that hour comes twice', () => {
      expect(held(hour, '2026-10-24')).toEqual(
        ['00:00', '00:15', '00:30', '00:45'].concat(['01:00', '01:15', '01:30', '01:45']),
      );
      expect(endOf(hour, '2026-10-25T00:10:00.000Z')).toBe('2026-10-25T02:00:00.000Z');
      const half = nightly(150, 180);
      expect(held(half, '2026-10-24')).toEqual(['00:30', '00:45', '01:30', '01:45']);
      expect(endOf(half, '2026-10-25T00:40:00.000Z')).toBe('2026-10-25T01:00:00.000Z');
    });
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
