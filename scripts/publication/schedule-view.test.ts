// Planned work as the public sees it: before, while and after it takes place, once or again and again.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import { day, incident, shop, view } from './testing/public-view.ts';

describe('a maintenance', () => {
  const planned = (changes: Partial<Incident> = {}): Incident =>
    incident({
      kind: 'maintenance',
      components: { 'web-shop': 'maintenance' },
      window: { from: day(10), until: day(14) },
      at: { declared: day(0) },
      ...changes,
    });

  test.each<[string, number, Partial<Incident>, string, string, number]>([
    ['before its window', 9.99, {}, 'scheduled', 'operational', 0],
    ['from its beginning', 10, {}, 'in_progress', 'maintenance', 0],
    ['inside its window', 12, {}, 'in_progress', 'maintenance', 120],
    [
      'while people check',
      12,
      { updates: [{ at: day(11.9), status: 'verifying', text: 'We check.' }] },
      'verifying',
      'maintenance',
      120,
    ],
    ['at its end', 14, {}, 'completed', 'operational', 240],
    [
      'when it ended early',
      13,
      { state: 'resolved', at: { declared: day(0), resolved: day(11) } },
      'completed',
      'operational',
      60,
    ],
  ])('is, %s, at hour %d: %j', (_name, hour, changes, status, component, minutes) => {
    const shown = view([planned(changes)], day(hour));
    expect(shown.incidents[0]?.status).toBe(status);
    expect(shop(shown)).toMatchObject({ status: component, uptime: 1 });
    expect(shop(shown)?.days.at(-1)?.minutes).toBe(minutes);
    expect(shown.maintenance.upcoming).toHaveLength(status === 'scheduled' ? 1 : 0);
    expect(shown.maintenance.running).toHaveLength(component === 'maintenance' ? 1 : 0);
    expect(shown.active).toEqual([]);
  });

  const weekly = planned({
    window: {
      from: day(2),
      until: day(4),
      recurs: { rule: 'FREQ=WEEKLY', zone: 'UTC', except: ['2026-12-05'] },
      remindMs: [3_600_000, 86_400_000],
    },
  });

  test('that recurs is shown with its running or next time, and each past time counts', () => {
    const shown = view([weekly], day(2 * 168 + 3));
    expect(shown.incidents).toMatchObject([
      {
        status: 'scheduled',
        startedAt: day(3 * 168 + 2),
        schedule: { recurs: { rule: 'FREQ=WEEKLY', zone: 'UTC' }, reminders: [1440, 60] },
      },
    ]);
    expect(
      shown.incidents[0]?.schedule?.occurrences.slice(0, 4).map((each) => [each.from, each.status]),
    ).toEqual([
      [day(2), 'completed'],
      [day(168 + 2), 'completed'],
      [day(2 * 168 + 2), 'cancelled'],
      [day(3 * 168 + 2), 'scheduled'],
    ]);
    expect(shop(shown)?.days.filter((each) => each.status === 'maintenance')).toHaveLength(2);
    expect(shown.months.map(({ month, incidents }) => [month, incidents.length])).toEqual([
      ['2026-11', 2],
    ]);
    expect(view([weekly], day(168 + 3))).toMatchObject({
      maintenance: { running: [{ status: 'in_progress', startedAt: day(168 + 2) }] },
      state: { status: 'maintenance' },
    });
  });

  test('that recurs names thirty coming times and twenty past ones, and none after it was given up', () => {
    const daily = { ...weekly.window, recurs: { rule: 'FREQ=DAILY', zone: 'UTC', except: [] } };
    const shown = view(
      [{ ...weekly, window: { from: day(2), until: day(4), ...daily } }],
      day(1000),
    );
    const times = shown.incidents[0]?.schedule?.occurrences ?? [];
    expect(times.map((each) => each.from).slice(0, 2)).toEqual([day(530), day(554)]);
    expect(times).toHaveLength(50);
    const ended = view(
      [{ ...weekly, state: 'resolved', at: { declared: day(0), resolved: day(200) } }],
      day(300),
    );
    expect(ended.incidents[0]).toMatchObject({ status: 'completed', startedAt: day(168 + 2) });
    expect(ended.incidents[0]?.schedule?.occurrences).toHaveLength(2);
    expect(ended.maintenance.upcoming).toEqual([]);
  });

  test('that was called off keeps its page and is in no list but that of what was called off', () => {
    const shown = view([planned({ state: 'declined' })], day(1));
    expect(shown.maintenance).toMatchObject({
      upcoming: [],
      cancelled: [{ schedule: { occurrences: [{ status: 'cancelled', from: day(10) }] } }],
    });
    expect(shown).toMatchObject({
      state: { status: 'operational' },
      incidents: [{ status: 'cancelled', endedAt: null }],
      maintenance: { running: [], upcoming: [] },
      months: [],
    });
    expect(
      view([planned({ state: 'declined', public: null })], day(1)).maintenance.cancelled,
    ).toEqual([]);
  });

  test('that takes longer, as people say, runs on everywhere until they say that it is over', () => {
    const longer = { at: day(15), status: 'in_progress' as const, text: 'It takes longer.' };
    const late = view([planned({ updates: [longer] })], day(16));
    expect(late).toMatchObject({
      state: { status: 'maintenance' },
      maintenance: { running: [{ status: 'in_progress', endedAt: null }] },
      incidents: [{ schedule: { occurrences: [{ status: 'in_progress', late: true }] } }],
    });
    expect(shop(late)).toMatchObject({
      status: 'maintenance',
      intervals: [{ from: day(10), until: null }],
    });
    const done = { at: day(17), status: 'completed' as const, text: 'Done.' };
    const over = view([planned({ updates: [longer, done] })], day(18));
    expect(over.incidents).toMatchObject([{ status: 'completed', endedAt: day(17) }]);
    expect(shop(over)?.intervals).toMatchObject([{ from: day(10), until: day(17) }]);
  });

  test('that was begun early, as people say, runs from then on everywhere', () => {
    const begun = { at: day(8), status: 'in_progress' as const, text: 'We begin early.' };
    const early = view([planned({ updates: [begun] })], day(9));
    expect(early).toMatchObject({
      state: { status: 'maintenance' },
      maintenance: { running: [{ status: 'in_progress', startedAt: day(8) }], upcoming: [] },
      incidents: [{ schedule: { occurrences: [{ from: day(10), startedAt: day(8) }] } }],
    });
    expect(shop(early)).toMatchObject({
      status: 'maintenance',
      intervals: [{ from: day(8), until: day(14) }],
    });
    const resolved = { at: { declared: day(0), resolved: day(9) }, updates: [begun] };
    const over = view(
      [
        planned({
          ...resolved,
          state: 'resolved',
          window: {
            ...weekly.window,
            from: day(10),
            until: day(14),
            recurs: { rule: 'FREQ=WEEKLY', zone: 'UTC', except: [] },
          },
        }),
      ],
      day(11),
    );
    expect(over.incidents[0]?.schedule?.occurrences).toMatchObject([
      { status: 'completed', startedAt: day(8), endedAt: day(9) },
    ]);
    expect(shop(over)?.intervals).toMatchObject([{ from: day(8), until: day(9) }]);
  });

  test('that is gone on with inside its window is down until its end, as the page says', () => {
    const word = (at: number, status: 'completed' | 'in_progress') => ({
      at: day(at),
      status,
      text: '',
    });
    const again = view(
      [planned({ updates: [word(11, 'completed'), word(12, 'in_progress')] })],
      day(13),
    );
    expect(again.incidents).toMatchObject([{ status: 'in_progress', endedAt: null }]);
    expect(shop(again)).toMatchObject({
      status: 'maintenance',
      intervals: [{ from: day(10), until: day(14) }],
    });
  });

  test('that recurs and was called off counts with the times that took place, and none after', () => {
    const off = {
      ...weekly,
      state: 'declined' as const,
      at: { declared: day(0), closed: day(200) },
    };
    const shown = view([off], day(2 * 168 + 3));
    expect(shop(shown)?.days.filter((each) => each.status === 'maintenance')).toHaveLength(2);
    expect(shop(shown)?.intervals).toMatchObject([
      { from: day(2), until: day(4) },
      { from: day(168 + 2), until: day(168 + 4) },
    ]);
    expect(shown.months.flatMap(({ incidents }) => incidents)).toMatchObject([
      { status: 'completed', startedAt: day(168 + 2), withdrawnAt: null },
      { status: 'completed', startedAt: day(2) },
    ]);
    expect(shown.incidents).toMatchObject([{ status: 'cancelled' }]);
    const during = { ...off, at: { declared: day(0), closed: day(168 + 3) } };
    expect(shop(view([during], day(200)))?.intervals).toMatchObject([
      { from: day(2), until: day(4) },
      { from: day(168 + 2), until: day(168 + 3) },
    ]);
  });

  test('is seen next first', () => {
    const later = planned({ id: '2026-11-21-cart', window: { from: day(20), until: day(21) } });
    expect(view([later, planned()], day(1)).maintenance.upcoming.map((each) => each.id)).toEqual([
      '2026-11-21-shop',
      '2026-11-21-cart',
    ]);
  });
});
