// Work under way against what is usual, by figures that were computed by hand.
import { expect, test } from 'vitest';
import { incidentWith } from '../../incidents/testing/incident.ts';
import type { Incident } from '../../model/incident.ts';
import { type Course, courseOf } from './course.ts';
import { viewUnderWay } from './under-way.ts';
import type { UnderWayView } from './view.ts';

// A Saturday: the week of the 16th goes on, that of the 9th ended on the 16th at midnight.
const NOW = '2026-11-21T12:00:00.000Z';

function under(
  incidents: readonly Incident[],
  course: Course = courseOf(''),
  zone = 'UTC',
): UnderWayView {
  return viewUnderWay(incidents, () => course, { zone, now: NOW });
}

function lasted(declared: string, resolved: string | null, more: Partial<Incident> = {}): Incident {
  return incidentWith({
    state: resolved === null ? 'investigating' : 'resolved',
    at: {
      declared: `${declared}T08:00:00.000Z`,
      ...(resolved === null ? {} : { resolved: `${resolved}T08:00:00.000Z` }),
    },
    ...more,
  });
}

/** How many were open at the end of the week that began on each Monday. */
function openOf({ weeks }: UnderWayView): Readonly<Record<string, number>> {
  const sums = weeks.map(({ monday, counts }) => [
    monday.slice(5),
    Object.values(counts).reduce((sum, count) => sum + count, 0),
  ]);
  return Object.fromEntries(sums.filter(([, count]) => count !== 0));
}

test('an incident is open at the end of each week that it goes over, and at none within one', () => {
  const all = [lasted('2026-10-28', '2026-11-10'), lasted('2026-11-10', '2026-11-13')];
  expect(openOf(under(all))).toEqual({ '10-26': 1, '11-02': 1 });
  expect(under(all)).toMatchObject({ open: 0, past: [1, 1, 0] });
});

test('the running week has what is open now', () => {
  const all = [lasted('2026-11-20', null), lasted('2026-11-17', '2026-11-18')];
  expect(openOf(under(all))).toEqual({ '11-16': 1 });
  expect(under(all)).toMatchObject({ open: 1, past: [] });
});

test('what is usual is the median of eight weeks or more, with those in which nothing was open', () => {
  const since = (declared: string) => under([lasted(declared, '2026-11-19')]);
  expect(since('2026-09-29').usual).toBeNull();
  expect(since('2026-09-29').past).toHaveLength(7);
  expect(since('2026-09-22')).toMatchObject({ usual: 1, past: [1, 1, 1, 1, 1, 1, 1, 1] });
  const calm = [lasted('2026-06-02', '2026-06-03'), lasted('2026-11-20', null)];
  expect(under(calm)).toMatchObject({ usual: 0, open: 1 });
  expect(under(calm).past).toHaveLength(24);
});

test('while it was resolved it was not open', () => {
  const reopenings = [{ at: '2026-11-12T08:00:00.000Z', resolved: '2026-10-30T08:00:00.000Z' }];
  const course = { ...courseOf(''), reopenings };
  expect(openOf(under([lasted('2026-10-20', '2026-11-19')], course))).toEqual({
    '10-19': 1,
    '11-09': 1,
  });
});

test('weeks end with Sunday in the zone of the organisation', () => {
  // On Sunday at 23:30 UTC it is Monday in Amsterdam.
  const at = { declared: '2026-11-15T22:00:00.000Z', resolved: '2026-11-15T23:30:00.000Z' };
  const night = [incidentWith({ state: 'resolved', at })];
  expect(openOf(under(night))).toEqual({});
  expect(openOf(under(night, courseOf(''), 'Europe/Amsterdam'))).toEqual({ '11-09': 1 });
});

test('what is none counts nowhere, and one without times is said', () => {
  const all = [
    lasted('2026-10-28', null, { kind: 'maintenance' }),
    lasted('2026-10-28', '2026-11-19', { state: 'declined' }),
    lasted('2026-10-28', '2026-11-19', { state: 'duplicate' }),
    incidentWith({ state: 'investigating', at: {} }),
    incidentWith({ state: 'closed', at: { declared: '2026-11-19T08:00:00.000Z' } }),
  ];
  expect(openOf(under(all))).toEqual({ '11-16': 1 });
  expect(under(all)).toMatchObject({ open: 1, missing: 2 });
});
