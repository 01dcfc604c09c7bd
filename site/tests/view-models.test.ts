// The pure view models: words, times, geometry, order.
import { describe, expect, test } from 'vitest';
import type { ComponentStatus } from '../../scripts/model/component.ts';
import type { ComponentDayView, UpdateView } from '../../scripts/publication/view.ts';
import { brandRules } from '../src/data/brand.ts';
import { calendarView } from '../src/data/calendar.ts';
import { componentInputs, componentPage } from '../src/data/component.ts';
import { frame } from '../src/data/frame.ts';
import { historyIndex, monthPage } from '../src/data/history.ts';
import { homeView } from '../src/data/home.ts';
import { incidentPage } from '../src/data/incident.ts';
import { type IncidentPanel, incidentPanel, incidentRow } from '../src/data/incident-summary.ts';
import { linksFrom, linksFromAnywhere } from '../src/data/links.ts';
import { nameOf } from '../../scripts/publication/said.ts';
import { textOf } from '../../scripts/speech/phrase.ts';
import { phases } from '../src/data/phases.ts';
import { searchIndex, searchYears } from '../src/data/search-index.ts';
import { speechOf } from '../../scripts/speech/speech.ts';
import { strip } from '../src/data/strip.ts';
import { entry, NOW } from './sample-entry.ts';
import { CARDS, PAST, UPCOMING } from './sample-incidents.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

const english = speechOf('en');
const view = sampleSnapshot('outage').public;
const [, ORDERS = CARDS] = PAST;

describe('times', () => {
  test('show a date only where the day is not clear', () => {
    expect(english.momentSeenFrom('2026-11-21', '2026-11-21T09:18:00.000Z').text).toBe('09:18 UTC');
    expect(english.momentSeenFrom('2026-11-21', '2026-11-20T09:18:00.000Z').text).toBe(
      '20 November 2026, 09:18 UTC',
    );
    expect(english.span('2026-11-21T23:10:00.000Z', '2026-11-22T01:00:00.000Z').text).toBe(
      '21 November 2026, 23:10 to 22 November 2026, 01:00 UTC',
    );
    expect(english.span('2026-11-21T09:18:00.000Z', '2026-11-21T10:30:00.000Z').text).toBe(
      '21 November 2026, 09:18 to 10:30 UTC',
    );
  });

  test.each([
    [0, 'less than a minute'],
    [1, '1 minute'],
    [72, '1 hour 12 minutes'],
    [120, '2 hours'],
    [3061, '2 days 3 hours'],
  ])('%i minutes read %s', (minutes, words) => {
    expect(english.minutes(minutes)).toBe(words);
  });
});

describe('words', () => {
  test('count and list', () => {
    const { count, list, listNames } = english;
    const names = ['A', 'B', 'C', 'D'].map((text) => ({ text, foreign: null }));
    expect([count('count.days', 1), count('count.days', 0)]).toEqual(['1 day', '0 days']);
    expect([list([]), list(['A']), list(['A', 'B', 'C'])]).toEqual(['', 'A', 'A, B and C']);
    expect(textOf(listNames(names, 3))).toBe('A, B and 2 more');
  });
  test('leave each name of people its own language and direction', () => {
    const arabic = speechOf('ar', 'en');
    const names = [
      { name: 'Card payments', translations: { ar: { name: 'الدفع بالبطاقة' } } },
      { name: '{before}' },
    ].map((each) => nameOf(each, arabic));
    expect(arabic.listNames(names)).toEqual([
      { text: 'الدفع بالبطاقة', foreign: null },
      ' و',
      { text: '{before}', foreign: 'en' },
    ]);
  });
});

describe('links', () => {
  test('are relative to their page, except where a host shows the page at any depth', () => {
    expect([linksFrom('index.html').home, linksFrom('history/2026-11.html').home]).toEqual([
      './',
      '../',
    ]);
    expect(linksFrom('teams/a.html').asset('/assets/site.css')).toBe('../assets/site.css');
    expect(linksFromAnywhere('https://example.org/status').history).toBe('/status/history.html');
  });
});

describe('a strip', () => {
  const days: readonly ComponentDayView[] = [
    { day: '2026-11-19', status: 'major_outage', minutes: 42, incidents: [CARDS.id, 'gone'] },
    { day: '2026-11-20', status: 'operational', minutes: 0, incidents: [] },
    { day: '2026-11-21', status: 'maintenance', minutes: 60, incidents: [] },
  ];

  test('draws each day at its place, the worst the tallest', () => {
    const { width, quiet, marks } = strip(days, new Map(), english);
    expect({ width, quiet }).toEqual({ width: 3, quiet: 'M0 12H3' });
    expect(marks).toEqual([
      { status: 'maintenance', thickness: 5, path: 'M2 5.5h1M2 18.5h1' },
      { status: 'major_outage', thickness: 24, path: 'M0 12h1' },
    ]);
  });

  test('says the same in sentences and links only to incidents that have a page', () => {
    const { label, troubles } = strip(days, new Map([[CARDS.id, CARDS]]), english);
    expect(label).toBe(
      'Last 3 days: 2 days not fully operational, at worst Major outage on 19 November.',
    );
    expect(troubles.map((day) => `${day.day.text}: ${day.word}, ${day.lasted}`)).toEqual([
      '21 November: Maintenance, 1 hour',
      '19 November: Major outage, 42 minutes',
    ]);
    expect(troubles.map((day) => day.incidents)).toEqual([
      [],
      [{ id: CARDS.id, title: { text: CARDS.title, foreign: null } }],
    ]);
    expect(strip(days.slice(1, 2), new Map(), english).label).toBe(
      'Last 1 day: nothing went wrong.',
    );
  });
});

describe('the home page', () => {
  test('rounds uptime down, so that only a component without any outage reads 100%', () => {
    expect([1, 0.999999, 0.9998, 0.985].map(english.percentage)).toEqual([
      '100%',
      '99.99%',
      '99.98%',
      '98.50%',
    ]);
  });

  test('folds only groups in which nothing is wrong', () => {
    expect(homeView(view, english).groups.map((group) => group.fold)).toEqual([
      null,
      null,
      '4 components operational',
      '3 components operational',
    ]);
  });

  test('shows the latest update of an open incident in full', () => {
    const [panel] = homeView(view, english).active;
    expect(panel?.latest).toMatchObject({
      progress: 'Identified',
      at: { text: '09:18 UTC' },
      html: { text: expect.stringContaining('second provider'), foreign: null },
    });
  });
});

describe('the panel of an open incident', () => {
  const panelOf = (status: UpdateView['status'], ...now: readonly ComponentStatus[]) => {
    const touches = now.map((each, index) => [`Part ${index}`, each] as const);
    const told = [[1, status, 'Words.']] as const;
    const began = '2026-11-21T09:00:00.000Z';
    const open = entry({ id: 'x', title: 'X', began, lasted: null, touches, told });
    const current = now.length === 0 ? 'major_outage' : open.current;
    return incidentPanel({ ...open, impact: 'major_outage', current }, NOW, english);
  };
  const ongoing = { impact: 'major_outage', lead: ['Major outage since ', ''] };

  test('says when everything works again and is only watched', () => {
    expect(panelOf('monitoring', 'operational', 'operational')).toMatchObject({
      impact: 'operational',
      lead: ['Working again. Major outage began ', ''],
      progress: 'Monitoring',
    });
  });

  test.each<readonly [string, readonly ComponentStatus[], readonly string[]]>([
    ['is as bad', ['degraded', 'degraded'], [': Part 0 and Part 1']],
    [
      'is less bad',
      ['degraded', 'major_outage', 'degraded', 'partial_outage', 'major_outage'],
      [': Part 1 and Part 4', 'Partial outage: Part 3', 'Degraded: Part 0 and Part 2'],
    ],
    ['works again', ['operational', 'major_outage'], [': Part 1', 'Operational: Part 0']],
    ['works, while nobody says that it is over,', ['operational'], ['', 'Part 0']],
  ])('names all by how they are, the worst first, where a component %s', (_what, now, names) => {
    expect(namesIn(panelOf('identified', ...now))).toEqual(names);
  });

  test.each<readonly [string, ComponentStatus, string]>([
    ['are better', 'degraded', 'Degraded: Part 0'],
    ['work, which nobody told customers,', 'operational', 'Part 0'],
  ])('is as bad as the incident where all components that it names %s', (_what, status, names) => {
    const open = entry({
      id: 'x',
      title: 'X',
      began: '2026-11-21T09:00:00.000Z',
      lasted: null,
      touches: [['Part 0', status]],
      told: [[1, 'identified', 'Words.']],
    });
    const panel = incidentPanel({ ...open, current: 'major_outage' }, NOW, english);
    expect(panel.lead).toEqual(['Major outage since ', '']);
    expect(namesIn(panel)).toEqual(['', names]);
  });

  test('names ten of one state at the most', () => {
    const many = Array.from({ length: 50 }, (): ComponentStatus => 'major_outage');
    const [, ...others] = namesIn(panelOf('identified', ...many.slice(0, 10), 'degraded'));
    expect(others).toEqual(['Degraded: Part 10']);
    expect(namesIn(panelOf('identified', ...many))).toEqual([
      `: ${many
        .slice(0, 9)
        .map((_, index) => `Part ${index}`)
        .join(', ')} and 41 more`,
    ]);
  });

  test.each([
    ['one component does not work', panelOf('monitoring', 'operational', 'major_outage')],
    ['nobody says that it is only watched', panelOf('identified', 'operational')],
    ['no component is named', panelOf('monitoring')],
  ])('says nothing of an end while %s', (_, panel) => {
    expect(panel).toMatchObject(ongoing);
  });
});

/** What a panel names, in the order in which it is read. */
function namesIn({ worst, others }: IncidentPanel): readonly string[] {
  return [worst, ...others].map(textOf);
}

describe('an incident', () => {
  test('says state and duration', () => {
    expect(incidentPage(ORDERS, NOW, english)).toMatchObject({
      impactWord: 'Major outage',
      progress: 'Resolved',
      length: 'Lasted 1 hour 42 minutes',
      when: { text: '14 November 2026, 16:05 to 17:47 UTC' },
    });
    expect(incidentPage(CARDS, NOW, english)).toMatchObject({
      length: 'Ongoing',
      when: { text: 'since 21 November 2026, 08:47 UTC' },
      window: null,
    });
    expect(incidentPage(UPCOMING, NOW, english)).toMatchObject({
      length: null,
      impactWord: 'Maintenance',
      when: { text: '24 November 2026, 20:00 to 21:30 UTC' },
    });
  });

  test('has phases that fill the bar, and none while it lasts', () => {
    expect(phases(ORDERS, english).map((phase) => phase.word)).toEqual([
      'Investigating',
      'Identified',
      'Monitoring',
    ]);
    expect(phases(ORDERS, english).reduce((sum, phase) => sum + phase.width, 0)).toBe(1000);
    expect(phases(CARDS, english)).toEqual([]);
  });

  test('without an update still has a row', () => {
    const silent = entry({
      id: 'x',
      title: 'X',
      began: '2026-11-21T08:00:00.000Z',
      lasted: null,
      touches: [],
      told: [],
    });
    expect(incidentRow(silent, '2026-11-21', english)).toMatchObject({
      progress: 'Investigating',
      when: { text: 'since 08:00 UTC' },
      lasted: null,
    });
  });
});

describe('the archive', () => {
  test('counts incidents and maintenance by month and links neighbours', () => {
    expect(historyIndex(view, english)[0]?.months[0]).toMatchObject({
      month: '2026-11',
      count: '4 incidents and 1 maintenance',
    });
    expect(
      view.months
        .map((_, index) => monthPage(view, index, english))
        .map((page) => [page.older?.month, page.month, page.newer?.month]),
    ).toEqual([
      ['2026-10', '2026-11', undefined],
      ['2026-09', '2026-10', '2026-11'],
      [undefined, '2026-09', '2026-10'],
    ]);
  });
});

describe('the search', () => {
  test('looks through title, components and state, year by year', () => {
    expect(searchYears(view)).toEqual(['2026']);
    expect(searchIndex(view, '2026', english).find(([id]) => id === CARDS.id)).toEqual([
      CARDS.id,
      CARDS.title,
      'Card payments, Web shop · Major outage',
      '2026-11-21',
      '21 November 2026',
    ]);
    expect(searchIndex(view, '2025', english)).toEqual([]);
  });

  test('finds a day as German readers type it', () => {
    const found = searchIndex(view, '2026', speechOf('de')).find(([id]) => id === CARDS.id);
    for (const typed of ['2026-11-21', '21.11.2026', '21. November 2026'])
      expect(found?.slice(3).join(' ')).toContain(typed);
  });
});

describe('the calendar', () => {
  test('lists every coming time by month and what of it was called off', () => {
    expect(calendarView(view, english)).toMatchObject([
      {
        month: { text: 'November 2026' },
        rows: [
          {
            id: UPCOMING.id,
            word: 'Scheduled',
            later: expect.stringContaining('"Completed"'),
            recurs: false,
          },
        ],
      },
    ]);
  });
});

describe('a component', () => {
  test('has its past incidents, and of many only the newest', () => {
    const [input] = componentInputs(view).filter(({ component }) => component.id === 'web-shop');
    const page = input && componentPage(view, input, english);
    expect(page?.active.map(({ id }) => id)).toEqual([CARDS.id]);
    expect(page?.past.flatMap(({ incidents }) => incidents.map(({ id }) => id))).toEqual([
      ORDERS.id,
    ]);
    expect(page?.hasMore).toBe(false);
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...ORDERS,
      id: `${ORDERS.id}-${index}`,
    }));
    expect(input && componentPage(view, { ...input, over: many }, english)).toMatchObject({
      hasMore: true,
    });
  });
});

describe('what was translated', () => {
  const translated = {
    ...CARDS,
    translations: {
      de: {
        title: 'Kartenzahlungen schlagen fehl',
        updates: {
          [CARDS.updates[0]?.at ?? '']: { html: '<p>Wir wechseln.</p>', text: 'Wir wechseln.' },
        },
        postmortem: null,
      },
    },
  };

  test('is shown to those who read the language, the rest in the original and marked', () => {
    const page = incidentPage(translated, NOW, speechOf('de', 'en'));
    expect(page.title).toEqual({ text: 'Kartenzahlungen schlagen fehl', foreign: null });
    expect(page.updates.map(({ html }) => html.foreign)).toEqual([null, 'en']);
    expect(incidentPage(translated, NOW, speechOf('ar', 'en')).title).toEqual({
      text: CARDS.title,
      foreign: 'en',
    });
    expect(incidentPage(translated, NOW, english).title.text).toBe(CARDS.title);
  });
});

describe('a brand', () => {
  const { brand } = view.page;

  test('adds its colours, its logo and its rules, and nothing without them', () => {
    expect(brandRules({ ...brand, links: [] })).toBe('');
    const logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 24"></svg>';
    const rules = brandRules({
      logo,
      logoDark: null,
      colours: { light: { accent: '#123456' }, dark: { accent: '#abcdef' } },
      links: [],
      css: '.name{font-weight:800}',
    });
    expect(rules).toMatch(
      /^@media screen\{:root\{--accent:#123456\}\.logo\{aspect-ratio:96\/24;[^{}]+\}\}@media screen and \(prefers-color-scheme:dark\)\{:root\{--accent:#abcdef\}/,
    );
    expect(rules.endsWith('.name{font-weight:800}')).toBe(true);
  });

  test('puts a logo without a dark twin on a plate of the light paper in the dark', () => {
    const dark = (more: Partial<typeof brand>): string =>
      brandRules({ ...brand, logo: '<svg viewBox="0 0 9 9"></svg>', ...more }).split('@media')[2] ??
      '';
    const light = { paper: '#fffff0' };
    expect(dark({})).toContain('background-color:#fdfcfa');
    expect(dark({ colours: { light, dark: {} } })).toContain('background-color:#fffff0');
    expect(dark({ logoDark: '<svg viewBox="0 0 8 9"></svg>' })).toMatch(
      /^ screen and \(prefers-color-scheme:dark\)\{\.logo\{aspect-ratio:8\/9;background-image:url\(.+\)\}\}$/,
    );
  });

  test('cannot break out of the image that it is drawn as', () => {
    const hostile = `<svg viewBox="0 0 9 9"><text>");}*{display:none}/* ')</text></svg>`;
    const rules = brandRules({
      ...brand,
      logo: hostile,
      logoDark: hostile,
    });
    const [light = '', dark = ''] = rules.split('@media screen and (prefers-color-scheme:dark)');
    expect(light.match(/["')}]/g)).toEqual(['"', '"', ')', '}', '}']);
    expect(dark.match(/["')}]/g)).toEqual(['"', '"', ')', '}', '}']);
  });
});

describe('the frame', () => {
  test('makes a safe contact of whatever the organisation gives', () => {
    const support = (text: string): unknown =>
      frame(
        { audience: 'public', public: { ...view, page: { ...view.page, support: text } } },
        'index.html',
      ).support;
    expect(support('help@larder.example')).toEqual({
      href: 'mailto:help@larder.example',
      text: 'help@larder.example',
    });
    expect(support('https://larder.example/help')).toEqual({
      href: 'https://larder.example/help',
      text: 'Contact support',
    });
    expect(support('javascript:alert(1)')).toEqual({
      href: null,
      text: 'Support: javascript:alert(1)',
    });
  });
});
