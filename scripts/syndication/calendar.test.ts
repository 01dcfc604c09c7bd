import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import type { IncidentView, OccurrenceView } from '../publication/view.ts';
import { type CalendarInput, renderCalendar } from './calendar.ts';
import { speechOf } from '../speech/speech.ts';
import { hostile } from './testing/snapshots.ts';

const [planned] = hostile().maintenance.upcoming;
const work = (
  changes: Partial<IncidentView>,
  times: readonly Partial<OccurrenceView>[],
): IncidentView => {
  if (planned?.schedule === null || planned === undefined) throw new Error('no maintenance');
  const [first] = planned.schedule.occurrences;
  if (first === undefined) throw new Error('no time');
  const occurrences = times.map((each) => ({ ...first, ...each }));
  return {
    ...planned,
    title: 'Work',
    components: [],
    schedule: { ...planned.schedule, occurrences },
    ...changes,
  };
};
const calendar = (works: readonly IncidentView[], changes: Partial<CalendarInput> = {}): string =>
  renderCalendar({
    name: 'Larder status',
    speech: speechOf('en'),
    pageUrl: 'https://status.larder.example',
    address: 'https://status.larder.example/calendar.ics',
    works,
    hasPage: () => true,
    now: '2026-11-21T10:00:00.000Z',
    ...changes,
  });
const events = (
  works: readonly IncidentView[],
  changes: Partial<CalendarInput> = {},
): readonly ICAL.Event[] =>
  new ICAL.Component(ICAL.parse(calendar(works, changes)))
    .getAllSubcomponents('vevent')
    .map((each) => new ICAL.Event(each));
const property = (event: ICAL.Event | undefined, name: string): unknown =>
  event?.component.getFirstPropertyValue(name) ?? null;

describe('a calendar', () => {
  test('keeps the identity of what is called off, says so with a higher sequence, and reminds of it no more', () => {
    const [before] = events([work({}, [{}])]);
    const [after] = events([work({}, [{ status: 'cancelled' }])], { hasPage: () => false });
    expect(after?.uid).toBe(before?.uid);
    expect([before, after].map((each) => property(each, 'status'))).toEqual([
      'CONFIRMED',
      'CANCELLED',
    ]);
    expect(after?.sequence).toBe((before?.sequence ?? 0) + 1);
    expect(after?.component.getAllSubcomponents('valarm')).toHaveLength(0);
  });

  test('says what is on again with a higher sequence than the calling off, where an update announces it', () => {
    const said = (count: number): IncidentView['updates'] =>
      Array.from({ length: count }, (_, index) => ({
        at: `2026-10-01T08:0${count - index}:00.000Z`,
        status: 'scheduled',
        html: '<p>Planned.</p>',
        text: 'Planned.',
      }));
    const sequence = (count: number, status: OccurrenceView['status']): number =>
      events([work({ updates: said(count) }, [{ status }])])[0]?.sequence ?? -1;
    const steps = [
      sequence(1, 'scheduled'),
      sequence(1, 'cancelled'),
      sequence(2, 'scheduled'),
      sequence(2, 'cancelled'),
      sequence(3, 'scheduled'),
    ];
    expect(steps).toEqual([...new Set(steps)].toSorted((left, right) => left - right));
  });

  test('names a page only where there is one', () => {
    const addressOf = (isThere: boolean): unknown =>
      property(events([work({}, [{}])], { hasPage: () => isThere })[0], 'url');
    expect(addressOf(true)).toBe('https://status.larder.example/incidents/2026-11-19-shop.html');
    expect(addressOf(false)).toBeNull();
  });

  test('escapes what divides values, since strict readers cut a text off there', () => {
    const title = 'Tea; coffee, C:\\milk';
    const components = [
      { id: 'a', name: 'A; B, C', status: 'maintenance' as const, suffered: null },
    ];
    const source = calendar([work({ title, components }, [{}])]).replaceAll('\r\n ', '');
    expect(source).toContain('\r\nSUMMARY:Tea\\; coffee\\, C:\\\\milk\r\n');
    expect(source).toContain('\r\nCATEGORIES:A\\; B\\, C\r\n');
    expect(property(events([work({ title }, [{}])])[0], 'summary')).toBe(title);
  });

  test('begins an event when the work began', () => {
    const startedAt = '2026-11-25T09:40:00.000Z';
    const [early] = events([work({}, [{ startedAt, status: 'in_progress' }])]);
    expect(early?.startDate.toString()).toBe('2026-11-25T09:40:00Z');
    const [over] = events([
      work({}, [{ startedAt, endedAt: '2026-11-25T09:55:00.000Z', status: 'completed' }]),
    ]);
    expect(over?.endDate.toString()).toBe('2026-11-25T09:55:00Z');
  });

  test('lets the sequence grow with each statement by more than with a calling off', () => {
    const said = { at: '2026-11-21T09:00:00.000Z', html: '', text: 'Later than planned.' };
    const more = work({}, [{}]);
    const updates = [{ ...said, status: 'scheduled' as const }, ...more.updates];
    expect(events([{ ...more, updates }])[0]?.sequence).toBe(
      (events([more])[0]?.sequence ?? 0) + 2,
    );
  });

  test('ends an event when the work ended, and holds fifty at most: the coming ones before the past ones', () => {
    const times = Array.from({ length: 70 }, (_, index): Partial<OccurrenceView> => {
      const day = new Date(Date.UTC(2026, 9, 1 + index)).toISOString().slice(0, 10);
      const isPast = day < '2026-11-21';
      return {
        day,
        from: `${day}T12:00:00.000Z`,
        until: `${day}T14:00:00.000Z`,
        endedAt: isPast ? `${day}T13:00:00.000Z` : null,
        status: isPast ? 'completed' : 'scheduled',
      };
    });
    const recurs = { rule: 'FREQ=DAILY', zone: 'UTC' };
    const daily = work({}, times);
    const shown = events([
      { ...daily, schedule: daily.schedule === null ? null : { ...daily.schedule, recurs } },
    ]);
    expect(shown).toHaveLength(50);
    expect(shown.at(-1)?.startDate.toString()).toBe('2026-12-09T12:00:00Z');
    expect(shown[0]?.endDate.toString()).toMatch(/T13:00:00Z$/);
    expect(new Set(shown.map((each) => each.uid)).size).toBe(50);
  });
});
