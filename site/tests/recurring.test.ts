// Maintenance that takes place again and again, in the calendar and on its own page.
import { expect, test } from 'vitest';
import { incidentWith } from '../../scripts/incidents/testing/incident.ts';
import type { Instant } from '../../scripts/model/instant.ts';
import { viewPublic } from '../../scripts/publication/public-view.ts';
import type { PublicView } from '../../scripts/publication/view.ts';
import { organisationOf, smallFiles } from '../../scripts/rules/testing/organisation.ts';
import { calendarView } from '../src/data/calendar.ts';
import { incidentPage } from '../src/data/incident.ts';
import { speechOf } from '../../scripts/speech/speech.ts';

const english = speechOf('en');
const NOW: Instant = '2026-11-21T10:00:00.000Z';

function recurring(rule: string, except: readonly string[] = []): PublicView {
  const incident = incidentWith({
    id: '2026-10-01-shop',
    kind: 'maintenance',
    services: ['shop'],
    components: { 'web-shop': 'maintenance' },
    at: { declared: '2026-10-01T08:00:00.000Z' },
    window: {
      from: '2026-11-01T02:00:00.000Z',
      until: '2026-11-01T03:00:00.000Z',
      recurs: { rule, zone: 'UTC', except },
    },
    public: { visibility: 'public', title: 'The shop moves' },
  });
  const organisation = organisationOf(smallFiles());
  return viewPublic({
    organisation,
    incidents: [incident],
    postmortems: [],
    revision: null,
    now: NOW,
  });
}

const rowsOf = (view: PublicView) => calendarView(view, english).flatMap(({ rows }) => rows);

test('the calendar says of work of which it lists no more that it goes on, and until when it is known', () => {
  const rows = rowsOf(recurring('FREQ=DAILY'));
  expect(rows.map(({ day }) => day)).toEqual([
    '2026-11-22',
    '2026-11-23',
    '2026-11-24',
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
  ]);
  expect(rows.map(({ goesOn }) => goesOn).slice(0, 5)).toEqual(Array(5).fill(null));
  expect(rows[5]?.goesOn).toBe('Goes on after this; its times until 21 December 2026');
});

test('the calendar says nothing of work that it lists to its end', () => {
  const rows = rowsOf(recurring('FREQ=DAILY;UNTIL=20261127T020000Z'));
  expect(rows.map(({ goesOn }) => goesOn)).toEqual(Array(6).fill(null));
});

test('its page shows the times around now, and apart all others that anything names', () => {
  const view = recurring('FREQ=DAILY', ['2026-11-20', '2026-11-23']);
  const [incident] = view.incidents;
  if (incident === undefined) throw new Error('no maintenance');
  const page = incidentPage(incident, NOW, english);
  expect(page.times.map(({ day, word }) => `${day.slice(8)} ${word}`)).toEqual([
    '18 Completed',
    '19 Completed',
    '20 Cancelled',
    '21 Completed',
    '22 Scheduled',
    '23 Cancelled',
    '24 Scheduled',
    '25 Scheduled',
    '26 Scheduled',
    '27 Scheduled',
  ]);
  expect(page.moreTimes?.until).toBe('21 December 2026');
  const days = [...page.times, ...(page.moreTimes?.rows ?? [])].map(({ day }) => day).toSorted();
  expect(days).toEqual(incident.schedule?.occurrences.map(({ day }) => day));
});
