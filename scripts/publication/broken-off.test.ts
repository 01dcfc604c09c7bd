// Planned work that was begun and then put off or called off: what ran until then stays in history and uptime.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { viewPublic } from './public-view.ts';
import type { PublicView } from './view.ts';

const at = (clock: string, day = 21): Instant => `2026-11-${day}T${clock}:00.000Z`;
type Word = readonly [clock: string, status: Incident['updates'][number]['status']];
const said = (words: readonly Word[]): Incident['updates'] =>
  words.map(([clock, status]) => ({ at: at(clock), status, text: 'Said.' }));

const viewed = (changes: Partial<Incident>, now: Instant): PublicView =>
  viewPublic({
    organisation: organisationOf(smallFiles()),
    incidents: [
      incidentWith({
        kind: 'maintenance',
        state: 'triage',
        services: ['shop'],
        components: { 'web-shop': 'maintenance' },
        at: { declared: at('08:00') },
        public: { visibility: 'public', title: 'The shop moves' },
        window: { from: at('17:00'), until: at('18:00') },
        ...changes,
      }),
    ],
    postmortems: [],
    revision: null,
    now,
  });
const intervals = ({ groups }: PublicView): readonly (readonly [Instant, Instant | null])[] =>
  (groups[0]?.components.find(({ id }) => id === 'web-shop')?.intervals ?? []).map(
    ({ from, until }) => [from, until],
  );
const shopIs = ({ groups }: PublicView): string | undefined =>
  groups[0]?.components.find(({ id }) => id === 'web-shop')?.status;

test.each(['operational', 'degraded', 'major_outage'] as const)(
  'work whose file says that a component is %s is maintenance in row, bars and uptime alike',
  (state) => {
    const view = viewed({ components: { 'web-shop': state } }, at('17:30'));
    expect(shopIs(view)).toBe('maintenance');
    const [shop] = view.groups[0]?.components.filter(({ id }) => id === 'web-shop') ?? [];
    expect(shop?.intervals.map(({ status }) => status)).toEqual(['maintenance']);
    expect(shop?.days.at(-1)?.status).toBe('maintenance');
  },
);

describe('work that people began early and put off', () => {
  const updates = said([
    ['14:00', 'in_progress'],
    ['14:10', 'scheduled'],
  ]);

  test('stands as scheduled for its window, and what ran counts', () => {
    const view = viewed({ updates }, at('14:30'));
    expect(view.maintenance.upcoming).toMatchObject([
      { status: 'scheduled', startedAt: at('17:00') },
    ]);
    expect([view.maintenance.running, shopIs(view)]).toEqual([[], 'operational']);
    expect(intervals(view)).toEqual([[at('14:00'), at('14:10')]]);
  });

  test('begins again with its window, or early with the next word', () => {
    const view = viewed({ updates }, at('17:20'));
    expect(view.maintenance.running).toMatchObject([{ startedAt: at('17:00') }]);
    expect(intervals(view)).toEqual([
      [at('14:00'), at('14:10')],
      [at('17:00'), at('18:00')],
    ]);
    const again = [...updates, ...said([['16:40', 'in_progress']])];
    expect(viewed({ updates: again }, at('16:45')).maintenance.running).toMatchObject([
      { startedAt: at('16:40') },
    ]);
  });

  test('stands in the history with what ran, also when it is called off then', () => {
    const ran = { status: 'cancelled', startedAt: at('14:00'), endedAt: at('14:10') };
    const off = { state: 'declined', at: { declared: at('08:00'), closed: at('15:00') } } as const;
    for (const changes of [{ updates }, { updates, ...off }]) {
      const view = viewed(changes, at('16:00'));
      expect(view.months).toMatchObject([{ month: '2026-11', incidents: [ran] }]);
      expect(intervals(view)).toEqual([[at('14:00'), at('14:10')]]);
    }
  });

  test('keeps what ran in a window that was moved to another day since', () => {
    const window = { from: at('17:00', 22), until: at('18:00', 22) };
    const view = viewed({ updates, window }, at('20:00'));
    expect(intervals(view)).toEqual([[at('14:00'), at('14:10')]]);
    expect(view.maintenance.upcoming).toMatchObject([{ startedAt: at('17:00', 22) }]);
  });

  test('ran only until it was called done, where that was said before', () => {
    const done = said([
      ['14:00', 'in_progress'],
      ['14:05', 'completed'],
      ['14:10', 'scheduled'],
    ]);
    expect(intervals(viewed({ updates: done }, at('14:30')))).toEqual([[at('14:00'), at('14:05')]]);
  });

  test('is no word on the time before, where it recurs', () => {
    const window = {
      from: at('18:30', 20),
      until: at('13:00'),
      recurs: { rule: 'FREQ=DAILY', zone: 'UTC', except: [] },
    };
    const late = said([
      ['16:30', 'in_progress'],
      ['16:40', 'scheduled'],
    ]);
    expect(intervals(viewed({ updates: late, window }, at('17:00')))).toEqual([
      [at('18:30', 20), at('13:00')],
      [at('16:30'), at('16:40')],
    ]);
  });
});

describe('work that people stop in its window', () => {
  const updates = said([
    ['17:05', 'in_progress'],
    ['17:20', 'scheduled'],
  ]);

  test('stands as scheduled, and what ran counts', () => {
    const view = viewed({ updates }, at('17:30'));
    expect([view.maintenance.running, shopIs(view)]).toEqual([[], 'operational']);
    expect(view.incidents).toMatchObject([{ status: 'scheduled', endedAt: null }]);
    const [time] = view.incidents[0]?.schedule?.occurrences ?? [];
    expect(time).toMatchObject({ status: 'scheduled', endedAt: at('17:20') });
    expect(intervals(view)).toEqual([[at('17:00'), at('17:20')]]);
    expect(intervals(viewed({ updates }, at('19:00')))).toEqual([[at('17:00'), at('17:20')]]);
  });

  test('goes on with the next word', () => {
    const again = [...updates, ...said([['17:40', 'in_progress']])];
    const view = viewed({ updates: again }, at('17:45'));
    expect([view.maintenance.running.length, shopIs(view)]).toEqual([1, 'maintenance']);
  });

  test('is not stopped by what only announces it, or the next time of it', () => {
    const announced = said([['17:20', 'scheduled']]);
    expect(viewed({ updates: announced }, at('17:30')).maintenance.running).toHaveLength(1);
    const window = {
      from: at('17:00'),
      until: at('18:00'),
      recurs: { rule: 'FREQ=DAILY', zone: 'UTC', except: [] },
    };
    expect(viewed({ updates, window }, at('17:30')).maintenance.running).toHaveLength(1);
  });
});

describe('work that was called off', () => {
  const off = (clock: string, changes: Partial<Incident> = {}): Partial<Incident> => ({
    state: 'declined',
    at: { declared: at('08:00'), closed: at(clock) },
    ...changes,
  });

  test('while it ran keeps the minutes that took place, and stands in the history as cancelled', () => {
    const view = viewed(off('17:20'), at('20:00'));
    expect(intervals(view)).toEqual([[at('17:00'), at('17:20')]]);
    expect(shopIs(view)).toBe('operational');
    const cancelled = { status: 'cancelled', startedAt: at('17:00'), endedAt: at('17:20') };
    expect(view.incidents).toMatchObject([cancelled]);
    expect(view.months).toMatchObject([{ month: '2026-11', incidents: [cancelled] }]);
    expect(view.incidents[0]?.schedule?.occurrences).toMatchObject([cancelled]);
  });

  test('before it began, or after its window without a word that it began, did not take place', () => {
    for (const clock of ['16:00', '19:00']) {
      const view = viewed(off(clock), at('20:00'));
      expect([intervals(view), view.months]).toEqual([[], []]);
      expect(view.incidents[0]?.schedule?.occurrences).toMatchObject([
        { status: 'cancelled', startedAt: null, endedAt: null },
      ]);
    }
    const updates = said([['17:10', 'in_progress']]);
    expect(intervals(viewed(off('19:00', { updates }), at('20:00')))).toEqual([
      [at('17:00'), at('18:00')],
    ]);
  });
});
