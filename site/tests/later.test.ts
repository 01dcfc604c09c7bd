// What the clock alone changes: worked out at the build, true whenever the page is read.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../../scripts/incidents/testing/incident.ts';
import type { ComponentStatus } from '../../scripts/model/component.ts';
import type { Incident } from '../../scripts/model/incident.ts';
import type { Instant } from '../../scripts/model/instant.ts';
import { viewPublic } from '../../scripts/publication/public-view.ts';
import type { PublicView } from '../../scripts/publication/view.ts';
import { organisationOf, smallFiles } from '../../scripts/rules/testing/organisation.ts';
import { componentInputs, componentPage } from '../src/data/component.ts';
import { homeView } from '../src/data/home.ts';
import { textOf } from '../../scripts/speech/phrase.ts';
import { incidentPage } from '../src/data/incident.ts';
import { speechOf } from '../../scripts/speech/speech.ts';

const english = speechOf('en');
const at = (time: string): Instant => `2026-12-06T${time}:00.000Z`;

const work = (changes: Partial<Incident> = {}): Incident =>
  incidentWith({
    id: '2026-12-01-shop',
    kind: 'maintenance',
    services: ['shop'],
    components: { 'web-shop': 'maintenance' },
    at: { declared: '2026-12-01T08:00:00.000Z' },
    window: { from: at('02:00'), until: at('04:00') },
    public: { visibility: 'public', title: 'The shop moves' },
    ...changes,
  });
const open = (changes: Partial<Incident> = {}): Incident =>
  incidentWith({
    id: '2026-12-05-cart',
    severity: 'sev1',
    severityMax: 'sev1',
    components: { cart: 'major_outage' },
    at: { declared: '2026-12-05T08:00:00.000Z' },
    public: { visibility: 'public', title: 'The cart is empty' },
    ...changes,
  });

function built(now: Instant, ...incidents: readonly Incident[]): PublicView {
  const organisation = organisationOf(smallFiles());
  return viewPublic({ organisation, incidents, postmortems: [], revision: null, now });
}

/** What is read at a time of a page that was built before. */
function readAt(later: string | undefined, time: Instant): unknown {
  const steps: readonly (readonly string[])[] = JSON.parse(later ?? '[]');
  return steps.findLast(([from = '']) => from <= time)?.slice(1) ?? null;
}

function shopIn(view: PublicView): string | undefined {
  const rows = homeView(view, english).groups.flatMap(({ components }) => components);
  return rows.find(({ id }) => id === 'web-shop')?.later;
}

test('work that people stopped in its window is not begun again by the clock', () => {
  const updates = [
    { at: at('02:05'), status: 'in_progress', text: 'We begin.' },
    { at: at('02:20'), status: 'scheduled', text: 'We stop; on another day.' },
  ] as const;
  const view = built(at('02:30'), work({ updates }));
  expect(shopIn(view)).toBeUndefined();
  const [incident] = view.incidents;
  expect(incident?.schedule?.occurrences).toMatchObject([{ status: 'scheduled' }]);
  const { upcoming } = homeView(view, english);
  expect(upcoming).toMatchObject([{ id: '2026-12-01-shop', later: undefined }]);
});

describe('a page built before planned work', () => {
  const view = built(at('01:00'), work());
  const home = homeView(view, english);

  test('says in its headline that it runs, and that everything works again', () => {
    expect(textOf(home.sentence.phrase)).toBe('Everything works');
    expect(readAt(home.later, at('01:30'))).toBeNull();
    expect(readAt(home.later, at('02:30'))).toEqual([
      'Planned maintenance of Web *shop* until 04:00 UTC',
      'maintenance',
    ]);
    expect(readAt(home.later, at('05:00'))).toEqual(['Everything works', 'operational']);
  });

  test('lets the component follow on the home page and on its own, and nothing else', () => {
    const [input] = componentInputs(view).filter(({ component }) => component.id === 'web-shop');
    if (input === undefined) throw new Error('no component');
    for (const later of [shopIn(view), componentPage(view, input, english).row.later]) {
      expect(readAt(later, at('02:30'))).toEqual(['Maintenance', 'maintenance']);
      expect(readAt(later, at('04:30'))).toEqual(['Operational', 'operational']);
    }
    const rows = home.groups.flatMap(({ components }) => components);
    expect(rows.filter(({ later }) => later !== undefined)).toHaveLength(1);
    expect(readAt(home.groups[0]?.foldLater, at('02:30'))).toEqual(['Maintenance', 'maintenance']);
  });

  test('follows all windows until it warns that it is old, however many they are', () => {
    const works = Array.from({ length: 9 }, (_, index) => {
      const hour = (minutes: string): Instant => at(`1${index}:${minutes}`);
      const window = { from: hour('00'), until: hour('30') };
      return work({ id: `2026-12-01-shop-${index}`, window });
    });
    const many = built(at('01:00'), ...works);
    for (const [time, status] of [
      ['18:10', 'maintenance'],
      ['18:40', 'operational'],
    ] as const) {
      expect(readAt(homeView(many, english).later, at(time))).toContain(status);
      expect(readAt(shopIn(many), at(time))).toContain(status);
    }
    const old = { ...many, page: { ...many.page, staleAfterMs: 3_600_000 } };
    expect(JSON.parse(homeView(old, english).later ?? '')).toHaveLength(12);
  });

  test('leaves the headline to an open incident, and its component to what is worse', () => {
    const troubled = built(at('01:00'), work(), open({ components: { 'web-shop': 'degraded' } }));
    expect(homeView(troubled, english).later).toBeUndefined();
    expect(shopIn(troubled)).toBe(undefined);
  });
});

test('the preview of what was called off says so instead of announcing it', () => {
  const words = [{ at: at('00:10'), status: 'scheduled' as const, text: 'You cannot order.' }];
  const [view] = built(at('01:00'), work({ state: 'declined', updates: words })).incidents;
  if (view === undefined) throw new Error('no page');
  expect(incidentPage(view, at('01:00'), english).summary).toBe('Cancelled: The shop moves');
});

describe('a page built while planned work runs', () => {
  const view = built(at('02:30'), work());
  const [incident] = view.incidents;
  if (incident === undefined) throw new Error('no maintenance');

  test('says times rather than states, so that it stays true without a script', () => {
    expect(textOf(homeView(view, english).sentence.phrase)).toBe(
      'Planned maintenance of Web *shop* until 04:00 UTC',
    );
    expect(incidentPage(incident, at('02:30'), english)).toMatchObject({
      progress: 'In progress',
      length: null,
    });
  });

  test('says when it is over', () => {
    const home = homeView(view, english);
    expect(readAt(home.later, at('05:00'))).toEqual(['Everything works', 'operational']);
    for (const later of [
      incidentPage(incident, at('02:30'), english).later,
      home.running[0]?.later,
    ])
      expect(readAt(later, at('05:00'))).toEqual(['Completed']);
  });

  test('that people began early runs on at other instants before its window', () => {
    const words = [{ at: at('01:00'), status: 'in_progress' as const, text: 'We begin early.' }];
    const other = work({
      id: '2026-12-02-cart',
      components: { cart: 'maintenance' },
      window: { from: at('01:30'), until: at('01:45') },
    });
    const early = built(at('01:10'), work({ updates: words }), other);
    expect(shopIn(early)).toBe(JSON.stringify([[at('04:00'), 'Operational', 'operational']]));
    const [running] = early.maintenance.running;
    if (running === undefined) throw new Error('nothing runs');
    expect(incidentPage(running, at('01:10'), english).when.text).toContain('01:00 to 04:00');
  });

  test('waits for people where it takes longer', () => {
    const words = [{ at: at('04:10'), status: 'in_progress' as const, text: 'It takes longer.' }];
    const late = built(at('04:30'), work({ updates: words }));
    const home = homeView(late, english);
    expect(textOf(home.sentence.phrase)).toBe(
      'Planned maintenance of Web *shop* takes longer than planned',
    );
    expect([home.later, home.running[0]?.later, shopIn(late)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('shows it on the component’s page as maintenance, not as an incident', () => {
    const both = built(at('02:30'), work(), open({ components: { 'web-shop': 'degraded' } }));
    const [input] = componentInputs(both).filter(({ component }) => component.id === 'web-shop');
    if (input === undefined) throw new Error('no component');
    const page = componentPage(both, input, english);
    expect(page.active.map(({ id }) => id)).toEqual(['2026-12-05-cart']);
    expect(page.running.map(({ id }) => id)).toEqual(['2026-12-01-shop']);
  });
});

describe('the past of a component', () => {
  const pastAt = (now: Instant, ...incidents: readonly Incident[]) => {
    const view = built(now, ...incidents);
    const [input] = componentInputs(view).filter(({ component }) => component.id === 'web-shop');
    if (input === undefined) throw new Error('no component');
    const page = componentPage(view, input, english);
    const rows = page.past.flatMap(({ day, incidents: each }) =>
      each.map(({ id, progress }) => [day.text, id, progress]),
    );
    return { rows, empty: page.empty, hasMore: page.hasMore };
  };
  const daily = {
    from: at('02:00'),
    until: at('04:00'),
    recurs: { rule: 'FREQ=DAILY', zone: 'UTC', except: [] },
  };

  test('holds the newest times of recurring work, which push out nothing that went wrong', () => {
    const failed = open({
      components: { 'web-shop': 'operational' },
      state: 'resolved',
      at: { declared: '2026-12-05T08:00:00.000Z', resolved: '2026-12-05T09:00:00.000Z' },
    });
    const { rows, hasMore } = pastAt('2027-01-20T12:00:00.000Z', work({ window: daily }), failed);
    expect(rows).toEqual([
      ['20 January 2027', '2026-12-01-shop', 'Completed'],
      ['19 January 2027', '2026-12-01-shop', 'Completed'],
      ['18 January 2027', '2026-12-01-shop', 'Completed'],
      ['5 December 2026', '2026-12-05-cart', 'Resolved'],
    ]);
    expect(hasMore).toBe(true);
  });

  test('is empty in other words where something goes on, or where the days were not all well', () => {
    const nothing = 'Nothing has happened here in the time that the page remembers.';
    expect(pastAt(at('01:00'), work())).toEqual({ rows: [], empty: nothing, hasMore: false });
    expect(pastAt(at('03:00'), work()).empty).toMatch(/^Nothing else has happened/);
    const putOff = [
      { at: at('00:10'), status: 'in_progress' as const, text: 'Early.' },
      { at: at('00:20'), status: 'scheduled' as const, text: 'Not yet.' },
    ];
    expect(pastAt(at('00:30'), work({ updates: putOff })).empty).toMatch(/^Nothing else/);
  });
});

describe('an open incident', () => {
  test('is said to be as bad as it is now, and since when', () => {
    const pagesOf = (...now: readonly [cart: ComponentStatus, shop: ComponentStatus]) => {
      const components = { cart: now[0], 'web-shop': now[1] };
      const componentsBefore = [
        { component: 'cart', status: 'major_outage', until: at('06:00') },
        { component: 'web-shop', status: 'degraded', until: at('07:00') },
      ] as const;
      const incident = open({ components, componentsBefore, at: { started: at('05:00') } });
      const view = built(at('08:00'), incident);
      const [panel] = homeView(view, english).active;
      const [page] = view.incidents.map((each) => incidentPage(each, at('08:00'), english));
      return [`${panel?.lead[0]}${panel?.since.text}`, panel?.impact, page?.impactWord];
    };
    const degraded = ['Degraded since 06:00 UTC', 'degraded', 'Degraded'];
    expect(pagesOf('degraded', 'operational')).toEqual(degraded);
    const partial = ['Partial outage since 07:00 UTC', 'partial_outage', 'Partial outage'];
    expect(pagesOf('degraded', 'partial_outage')).toEqual(partial);
    const major = ['Major outage since 05:00 UTC', 'major_outage', 'Major outage'];
    expect(pagesOf('major_outage', 'degraded')).toEqual(major);
  });

  const promising = open({
    public: { visibility: 'public', title: 'The cart is empty', nextUpdateDue: at('09:00') },
  });
  const promiseIn = (now: Instant): unknown => {
    const [panel] = homeView(built(now, promising), english).active;
    return { words: panel?.next?.words, later: readAt(panel?.next?.later, at('09:30')) };
  };

  test('says of a promise that nobody kept that it was not kept', () => {
    expect(promiseIn(at('08:30'))).toEqual({
      words: ['Next update by ', ''],
      later: ['An update was promised by 6 December 2026, 09:00 UTC and has not come yet'],
    });
    expect(promiseIn(at('09:30'))).toEqual({
      words: ['An update was promised by ', ' and has not come yet'],
      later: null,
    });
  });

  test.each(['investigating', 'monitoring'] as const)(
    'that names no component is as bad as its severity, on the panel and over the page: %s',
    (status) => {
      const face = { visibility: 'public', title: 'The cart is empty', status } as const;
      const view = built(at('08:30'), open({ components: {}, state: status, public: face }));
      expect(view.state).toEqual({ status: 'major_outage' });
      expect(textOf(homeView(view, english).sentence.phrase)).toBe('The cart is empty');
      expect(homeView(view, english).active).toMatchObject([
        { impact: 'major_outage', lead: ['Major outage since ', ''] },
      ]);
    },
  );
});
