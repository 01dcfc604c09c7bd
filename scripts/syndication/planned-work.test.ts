// Planned work that people begin early, as interfaces, feeds and calendars tell it.
import { expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { viewPublic } from '../publication/public-view.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const at = (day: number, clock: string): Instant => `2026-11-${day}T${clock}:00.000Z`;

async function filesAt(
  now: Instant,
  recurs: boolean | 'weekly',
  updates: Incident['updates'],
): Promise<(path: string) => ReturnType<typeof JSON.parse>> {
  const often = recurs === 'weekly' ? 'FREQ=WEEKLY' : 'FREQ=DAILY';
  const rule = { recurs: { rule: often, zone: 'UTC', except: [] } };
  const window = {
    from: at(20, '14:00'),
    until: at(20, '15:00'),
    ...(recurs === false ? {} : rule),
  };
  const incident = incidentWith({
    id: '2026-11-18-shop',
    kind: 'maintenance',
    services: ['shop'],
    components: { 'web-shop': 'maintenance' },
    at: { declared: at(18, '08:00') },
    public: { visibility: 'public', title: 'The shop moves' },
    window,
    updates,
  });
  const view = viewPublic({
    organisation: organisationOf(smallFiles()),
    incidents: [incident],
    postmortems: [],
    revision: null,
    now,
  });
  const texts = await textsOf(outputsOf({ audience: 'public', public: view }));
  return (path) =>
    path.endsWith('.json') ? JSON.parse(texts.get(path) ?? 'null') : texts.get(path);
}

test('is active in interfaces and begins earlier in calendars from when they said so', async () => {
  const word = { at: at(20, '13:50'), status: 'in_progress' as const, text: 'We begin early.' };
  const file = await filesAt(at(20, '13:55'), false, [word]);
  expect(file('api/v2/scheduled-maintenances/active.json').scheduled_maintenances).toMatchObject([
    {
      status: 'in_progress',
      scheduled_for: at(20, '14:00'),
      started_at: at(20, '13:50'),
      incident_updates: [{ body: 'We begin early.' }, { status: 'scheduled' }],
    },
  ]);
  expect(file('api/v2/summary.json')).toMatchObject({
    status: { indicator: 'maintenance' },
    components: [{}, { status: 'under_maintenance' }, {}],
  });
  expect(file('api/v1/summary.json').maintenance).toMatchObject([
    { started_at: at(20, '13:50'), schedule: { occurrences: [{ started_at: at(20, '13:50') }] } },
  ]);
  expect(file('calendar.ics')).toContain('DTSTART:20261120T135000Z');
});

test('that recurs tells the word with the time that it began, and not with the one before', async () => {
  const word = { at: at(21, '13:50'), status: 'in_progress' as const, text: 'We begin early.' };
  const file = await filesAt(at(21, '13:55'), true, [word]);
  const works: readonly { readonly started_at: string; readonly incident_updates: unknown }[] =
    file('api/v2/scheduled-maintenances.json').scheduled_maintenances;
  const ofDay = (instant: Instant): unknown =>
    works.find(({ started_at }) => started_at === instant)?.incident_updates;
  expect(ofDay(at(21, '13:50'))).toMatchObject([{ body: 'We begin early.' }, {}]);
  expect(JSON.stringify(ofDay(at(20, '14:00')))).not.toContain('early');
});

test('that recurs is announced for the next 60 days', async () => {
  const file = await filesAt(at(20, '12:00'), 'weekly', []);
  const works: readonly { readonly scheduled_for: Instant }[] = file(
    'api/v2/scheduled-maintenances/upcoming.json',
  ).scheduled_maintenances;
  const begins = works.map(({ scheduled_for }) => scheduled_for).toSorted();
  expect([begins.length, begins.at(-1)]).toEqual([9, '2027-01-15T14:00:00.000Z']);
});

test('goes on past its end for calendars until the last word on it', async () => {
  const updates = [
    { at: at(20, '14:00'), status: 'in_progress' as const, text: 'We begin.' },
    { at: at(20, '15:20'), status: 'in_progress' as const, text: 'It takes longer.' },
  ];
  const file = await filesAt(at(20, '15:30'), false, updates);
  expect(file('calendar.ics')).toContain('DTEND:20261120T152000Z');
  const early = await filesAt(at(20, '14:30'), false, updates.slice(0, 1));
  expect(early('calendar.ics')).toContain('DTEND:20261120T150000Z');
});

test('says in llms.txt when it is and what it is about, so that whoever reads only that can tell what runs', async () => {
  const file = await filesAt(at(20, '13:00'), false, []);
  expect(file('llms.txt')).toContain(
    `](https://status.small.example/incidents/2026-11-18-shop.html): scheduled, ${at(20, '14:00')} to ${at(20, '15:00')}; Web`,
  );
});
