import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPONENT_STATUSES } from '../model/component.ts';
import { minute } from '../rules/testing/organisation.ts';
import { cutIntoDays, type Span } from './spans.ts';
import { DEFAULT_UPTIME, type UptimePolicy } from '../model/uptime.ts';
import { uptimeOf } from './uptime.ts';

const span = (
  status: Span['status'],
  from: string,
  until: string | null,
  incident = 'i',
): Span => ({
  incident,
  status,
  from: `2026-11-${from}:00.000Z`,
  until: until === null ? null : `2026-11-${until}:00.000Z`,
});
const NOW = '2026-11-21T12:00:00.000Z';
const days = (spans: readonly Span[], count = 3): ReturnType<typeof cutIntoDays> =>
  cutIntoDays(spans, NOW, count);

const anySpan = fc
  .record({
    status: fc.constantFrom(...COMPONENT_STATUSES),
    from: fc.integer({ min: -8000, max: 100 }),
    length: fc.option(fc.integer({ min: -10, max: 5000 }), { nil: null }),
    incident: fc.constantFrom('a', 'b'),
  })
  .map(({ status, from, length, incident }): Span => ({
    incident,
    status,
    from: minute(from),
    until: length === null ? null : minute(from + length),
  }));

/** The same formula without any cleverness: each minute of the seven days is looked at alone. */
function minuteByMinute(spans: readonly Span[], { weights, maintenance }: UptimePolicy): number {
  const now = Date.parse(NOW);
  const first = Date.parse('2026-11-15T00:00:00.000Z');
  const times = spans.map((each) => ({
    from: Date.parse(each.from),
    until: each.until === null ? now : Date.parse(each.until),
    rank: COMPONENT_STATUSES.indexOf(each.status),
  }));
  let [down, all] = [0, 0];
  for (let at = first; at < now; at += 60_000) {
    const rank = times.reduce(
      (worst, each) => (each.from <= at && at < each.until ? Math.max(worst, each.rank) : worst),
      0,
    );
    const status = COMPONENT_STATUSES[rank] ?? 'operational';
    if (status === 'maintenance' && maintenance === 'excluded') continue;
    all += 1;
    down += weights[status];
  }
  return all === 0 ? 1 : 1 - down / all;
}

describe('days', () => {
  test('end with the day of the build, oldest first', () => {
    expect(days([]).map((day) => day.day)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
  });

  test('share a span that crosses midnight, and count until now what lasts', () => {
    const cut = days([span('major_outage', '19T23:00', null)]);
    expect(cut.map((day) => (day.ms.major_outage ?? 0) / 3_600_000)).toEqual([1, 24, 12]);
    expect(cut.every((day) => day.status === 'major_outage' && day.incidents.length === 1)).toBe(
      true,
    );
  });

  test('begin and end at midnight without touching their neighbours', () => {
    expect(days([span('degraded', '20T00:00', '21T00:00')]).map((day) => day.status)).toEqual([
      'operational',
      'degraded',
      'operational',
    ]);
  });

  test('count only the worst where spans overlap', () => {
    const cut = days([
      span('degraded', '20T10:00', '20T14:00', 'a'),
      span('major_outage', '20T11:00', '20T12:00', 'b'),
      span('partial_outage', '20T11:30', '20T13:00', 'c'),
    ]);
    expect(cut[1]).toMatchObject({
      status: 'major_outage',
      ms: { degraded: 2 * 3_600_000, major_outage: 3_600_000, partial_outage: 3_600_000 },
      incidents: ['a', 'b', 'c'],
    });
  });
});

describe('uptime', () => {
  test('can be worked out by hand: an hour of outage and two of partial outage in two days and a half', () => {
    const cut = days([
      span('major_outage', '20T10:00', '20T11:00'),
      span('partial_outage', '20T11:00', '20T13:00'),
    ]);
    expect(uptimeOf(cut, DEFAULT_UPTIME)).toBeCloseTo(1 - (1 + 2 * 0.3) / (2 * 24 + 12), 10);
  });

  test('does not count maintenance and degraded performance', () => {
    expect(
      uptimeOf(
        days([span('maintenance', '19T00:00', null), span('degraded', '19T00:00', null)]),
        DEFAULT_UPTIME,
      ),
    ).toBe(1);
  });

  test('lies between 0 and 1, and further or longer spans never raise it', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 6 }), anySpan, (spans, further) => {
        const before = uptimeOf(days(spans, 7), DEFAULT_UPTIME);
        const outage = further.status === 'major_outage';
        const after = uptimeOf(days([...spans, further], 7), DEFAULT_UPTIME);
        expect(before).toBeGreaterThanOrEqual(0);
        expect(before).toBeLessThanOrEqual(1);
        if (outage) expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });

  test('of overlapping spans is that of their union, in any order', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 6 }), (spans) => {
        const value = uptimeOf(days(spans, 7), DEFAULT_UPTIME);
        expect(uptimeOf(days([...spans, ...spans], 7), DEFAULT_UPTIME)).toBe(value);
        expect(uptimeOf(days(spans.toReversed(), 7), DEFAULT_UPTIME)).toBe(value);
      }),
    );
  });

  test('leaves maintenance out of the time that is looked at where the organisation says so', () => {
    const policy: UptimePolicy = { ...DEFAULT_UPTIME, maintenance: 'excluded' };
    const cut = days([
      span('maintenance', '19T00:00', '20T00:00'),
      span('major_outage', '20T00:00', '20T12:00'),
    ]);
    expect(uptimeOf(cut, DEFAULT_UPTIME)).toBeCloseTo(1 - 12 / 60, 10);
    expect(uptimeOf(cut, policy)).toBeCloseTo(1 - 12 / 36, 10);
    expect(uptimeOf(days([span('maintenance', '01T00:00', null)]), policy)).toBe(1);
  });

  test('agrees with a clock that is asked minute by minute, under every policy', () => {
    const weight = fc.constantFrom(0, 0.3, 0.5, 1);
    const anyPolicy = fc
      .record({
        degraded: weight,
        partial_outage: weight,
        major_outage: weight,
        maintenance: fc.constantFrom('counted' as const, 'excluded' as const),
      })
      .map(({ maintenance, ...weights }): UptimePolicy => ({
        weights: { ...DEFAULT_UPTIME.weights, ...weights },
        maintenance,
      }));
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 6 }), anyPolicy, (spans, policy) => {
        const value = uptimeOf(days(spans, 7), policy);
        expect(value).toBeCloseTo(minuteByMinute(spans, policy), 9);
        expect(value >= 0 && value <= 1).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('of no days is whole', () => {
    expect(uptimeOf([], DEFAULT_UPTIME)).toBe(1);
  });
});
