// What was once public keeps its address, in files for machines as on its page; what is restricted leaves no trace.
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import { viewPublic } from '../publication/public-view.ts';
import type { PublicView } from '../publication/view.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const ID = '2026-11-21-shop';
const NOW = '2026-11-21T12:00:00.000Z';
const said = (hour: number, status: Incident['updates'][number]['status'], text: string) => ({
  at: `2026-11-21T${String(hour).padStart(2, '0')}:00:00.000Z`,
  status,
  text,
});

const taken = (visibility: 'none' | 'restricted', changes: Partial<Incident> = {}): Incident =>
  incidentWith({
    title: 'inside',
    services: ['shop'],
    components: { 'web-shop': 'major_outage' },
    at: { declared: '2026-11-21T08:00:00.000Z' },
    public: { visibility, status: 'resolved', title: 'The shop is down' },
    updates: [
      said(9, 'investigating', 'We are looking into the shop.'),
      said(10, 'resolved', 'It was a drill.'),
    ],
    ...changes,
  });

const work = (changes: Partial<Incident> = {}): Incident =>
  incidentWith({
    kind: 'maintenance',
    services: ['shop'],
    components: { 'web-shop': 'maintenance' },
    state: 'declined',
    at: { declared: '2026-11-20T08:00:00.000Z', closed: '2026-11-21T11:00:00.000Z' },
    window: { from: '2026-11-24T02:00:00.000Z', until: '2026-11-24T04:00:00.000Z' },
    public: { visibility: 'public', title: 'Sign-in moves' },
    updates: [{ ...said(8, 'scheduled', 'You cannot sign in.'), at: '2026-11-20T08:00:00.000Z' }],
    ...changes,
  });

describe('an incident that was taken from the page', () => {
  test('keeps its address with the title and the last word, and is nowhere else', () => {
    const view = viewed(taken('none'));
    expect(view.incidents).toMatchObject([
      {
        id: ID,
        title: 'The shop is down',
        status: 'withdrawn',
        impact: 'operational',
        components: [],
        updates: [{ text: 'It was a drill.' }],
      },
    ]);
    expect(view).toMatchObject({ active: [], months: [], state: { status: 'operational' } });
    expect(view.recent.flatMap(({ incidents }) => incidents)).toEqual([]);
    expect(view.groups[0]?.components[0]?.intervals).toEqual([]);
  });

  test('says its last word to readers of feeds and interfaces', async () => {
    const texts = await filesOf(taken('none'));
    const feeds = ['history.rss', 'history.atom', 'feed.json'];
    const own = feeds.map((feed) => `components/web-shop/${feed}`);
    for (const path of [...feeds, ...own, 'api/v2/incidents.json'])
      expect([path, texts.get(path)]).toEqual([path, expect.stringContaining('It was a drill.')]);
    expect(json(texts, 'feed.json').items[0].summary).toBe('Withdrawn - It was a drill.');
    expect(json(texts, 'api/v2/incidents.json').incidents[0]).toMatchObject({
      status: 'resolved',
      resolved_at: '2026-11-21T10:00:00.000Z',
      components: [],
    });
    expect(json(texts, 'api/v2/incidents/unresolved.json').incidents).toEqual([]);
    expect(json(texts, `api/v1/incidents/${ID}.json`)).toMatchObject({ status: 'withdrawn' });
    expect([...texts.values()].join()).not.toContain('looking into the shop');
    expect(texts.get('components/cart/feed.json')).not.toContain('It was a drill.');
  });

  test('keeps it when it turns out to be a copy or nothing at all', () => {
    for (const state of ['duplicate', 'declined', 'closed'] as const)
      expect(viewed(taken('none', { state })).incidents).toMatchObject([{ status: 'withdrawn' }]);
  });

  test('leaves no trace where it became restricted, or never was public', async () => {
    const never = taken('none', { public: { visibility: 'none', title: 'The shop is down' } });
    for (const incident of [taken('restricted'), never]) {
      const everything = [...(await filesOf(incident)).entries()].join();
      expect(everything).not.toMatch(/drill|The shop is down|2026-11-21-shop/);
    }
  });
});

describe('an incident that customers saw and that its file makes none, or a copy', () => {
  const shown = (changes: Partial<Incident>): Incident =>
    taken('none', { public: { visibility: 'public', title: 'The shop is down' }, ...changes });
  const original = (changes: Partial<Incident> = {}): Incident =>
    shown({ id: '2026-11-21-cart', state: 'investigating', ...changes });
  const copy = shown({
    state: 'duplicate',
    relations: { causedBy: [], duplicateOf: '2026-11-21-cart' },
  });

  test('keeps its address and says there and to readers of feeds that it was withdrawn, with none of its words', async () => {
    const texts = await filesOf(shown({ state: 'declined' }));
    expect(json(texts, `api/v1/incidents/${ID}.json`)).toMatchObject({
      title: 'Withdrawn report',
      status: 'withdrawn',
      components: [],
      updates: [{ text: 'This report was withdrawn.' }],
    });
    for (const path of ['feed.json', 'components/web-shop/feed.json'])
      expect(json(texts, path).items).toMatchObject([
        {
          id: `tag:status.larder.example,2005:Incident/${ID}`,
          summary: 'Withdrawn - This report was withdrawn.',
        },
      ]);
    expect(json(texts, 'api/v2/incidents.json').incidents).toMatchObject([
      { status: 'resolved', impact: 'none', name: 'Withdrawn report', components: [] },
    ]);
    expect([...texts.values()].join()).not.toMatch(/drill|The shop is down|looking into/);
  });

  test.each<[string, readonly Incident[]]>([
    ['the one that it repeats', [copy, original()]],
    [
      'the one at the end of several copies',
      [
        shown({ state: 'duplicate', relations: { causedBy: [], duplicateOf: '2026-11-21-web' } }),
        shown({ ...copy, id: '2026-11-21-web' }),
        original(),
      ],
    ],
  ])('names %s', async (_name, incidents) => {
    const texts = await filesOf(...incidents);
    const [word] = json(texts, `api/v1/incidents/${ID}.json`).updates;
    expect(word.html).toBe(
      '<p>This was reported twice. <a href="https://status.larder.example/incidents/2026-11-21-cart.html">Read on here</a></p>',
    );
  });

  test.each([
    ['that customers do not see', [original({ public: null })]],
    ['that was none', [original({ state: 'declined' })]],
    ['that is not there', []],
    [
      'that repeats it',
      [original({ state: 'duplicate', relations: { causedBy: [], duplicateOf: ID } })],
    ],
  ])('names no original %s', async (_name, others) => {
    const texts = await filesOf(copy, ...others);
    expect(json(texts, `api/v1/incidents/${ID}.json`).updates).toMatchObject([
      { html: '<p>This report was withdrawn.</p>' },
    ]);
  });

  test('or a maintenance, which is over in the words of its kind and in no calendar', async () => {
    const texts = await filesOf(work({ state: 'duplicate' }));
    const { scheduled_maintenances } = json(texts, 'api/v2/scheduled-maintenances.json');
    expect(scheduled_maintenances).toMatchObject([
      { status: 'completed', incident_updates: [{ status: 'completed' }] },
    ]);
    expect(events(texts)).toEqual([]);
    expect([...texts.values()].join()).not.toMatch(/Sign-in moves|cannot sign in/);
  });
});

describe('a maintenance that was called off', () => {
  test('is told to readers of feeds and interfaces, once, at the time of its calling off', async () => {
    const texts = await filesOf(work());
    const [entry, ...others] = json(texts, 'feed.json').items;
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      summary: 'Cancelled - The maintenance was called off.',
      date_modified: '2026-11-21T11:00:00.000Z',
    });
    expect(texts.get('history.atom')).toContain('The maintenance was called off.');
    expect(json(texts, 'api/v2/scheduled-maintenances.json').scheduled_maintenances).toMatchObject([
      {
        status: 'completed',
        resolved_at: '2026-11-21T11:00:00.000Z',
        incident_updates: [
          { status: 'completed', body: 'The maintenance was called off.' },
          { status: 'scheduled' },
        ],
      },
    ]);
    expect(texts.get('components/web-shop/calendar.ics')).toContain('STATUS:CANCELLED');
    for (const path of ['upcoming', 'active'])
      expect(
        json(texts, `api/v2/scheduled-maintenances/${path}.json`).scheduled_maintenances,
      ).toEqual([]);
    expect(json(texts, `api/v1/incidents/${ID}.json`)).toMatchObject({ status: 'cancelled' });
  });

  test('stays in calendars as cancelled, with the address of its page', async () => {
    const [event] = events(await filesOf(work()));
    expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(String(event?.component.getFirstPropertyValue('url'))).toBe(
      `https://status.larder.example/incidents/${ID}.html`,
    );
  });

  test('leaves what took place before as it was', () => {
    const window = {
      from: '2026-11-03T02:00:00.000Z',
      until: '2026-11-03T04:00:00.000Z',
      recurs: { rule: 'FREQ=WEEKLY', zone: 'UTC', except: [] },
    };
    const [view] = viewed(work({ window })).incidents;
    const times = view?.schedule?.occurrences.map(({ day, status }) => `${day} ${status}`) ?? [];
    expect(times.slice(0, 4)).toEqual([
      '2026-11-03 completed',
      '2026-11-10 completed',
      '2026-11-17 completed',
      '2026-11-24 cancelled',
    ]);
  });
});

function viewed(...incidents: readonly Incident[]): PublicView {
  const small = organisationOf(smallFiles());
  const settings = { ...small.settings, url: 'https://status.larder.example' };
  return viewPublic({
    organisation: { ...small, settings },
    incidents,
    postmortems: [],
    revision: null,
    now: NOW,
  });
}

async function filesOf(...incidents: readonly Incident[]): Promise<ReadonlyMap<string, string>> {
  const view = viewed(...incidents);
  return await textsOf(outputsOf({ audience: 'public', public: view }));
}

function json(texts: ReadonlyMap<string, string>, path: string): ReturnType<typeof JSON.parse> {
  return JSON.parse(texts.get(path) ?? 'null');
}

function events(texts: ReadonlyMap<string, string>): readonly ICAL.Event[] {
  return new ICAL.Component(ICAL.parse(texts.get('calendar.ics') ?? ''))
    .getAllSubcomponents('vevent')
    .map((each) => new ICAL.Event(each));
}
