import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPONENT_STATUSES } from '../model/component.ts';
import { minute } from '../rules/fixtures/organisation.ts';
import { cutIntoDays, type Span } from './spans.ts';
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
    expect(uptimeOf(cut)).toBeCloseTo(1 - (1 + 2 * 0.3) / (2 * 24 + 12), 10);
  });

  test('does not count maintenance and degraded performance', () => {
    expect(
      uptimeOf(days([span('maintenance', '19T00:00', null), span('degraded', '19T00:00', null)])),
    ).toBe(1);
  });

  test('lies between 0 and 1, and further or longer spans never raise it', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 6 }), anySpan, (spans, further) => {
        const before = uptimeOf(days(spans, 7));
        const outage = further.status === 'major_outage';
        const after = uptimeOf(days([...spans, further], 7));
        expect(before).toBeGreaterThanOrEqual(0);
        expect(before).toBeLessThanOrEqual(1);
        if (outage) expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });

  test('of overlapping spans is that of their union, in any order', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 6 }), (spans) => {
        const value = uptimeOf(days(spans, 7));
        expect(uptimeOf(days([...spans, ...spans], 7))).toBe(value);
        expect(uptimeOf(days(spans.toReversed(), 7))).toBe(value);
      }),
    );
  });

  test('of no days is whole', () => {
    expect(uptimeOf([])).toBe(1);
  });
});
