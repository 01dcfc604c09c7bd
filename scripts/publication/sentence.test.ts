// The first line and its shape, where no row of the page carries what is open, and where nobody gave it a title.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { worseStatus } from '../model/component.ts';
import type { Language } from '../model/page.ts';
import { textOf } from '../speech/phrase.ts';
import { speechOf } from '../speech/speech.ts';
import { verdict } from './verdict.ts';
import { untitled } from './untitled.ts';
import { viewPublic } from './public-view.ts';
import type { PublicView } from './view.ts';

const files = smallFiles().map((file) =>
  file.path === 'ownership/products/sales.yaml' && 'text' in file
    ? {
        path: file.path,
        text: `${file.text}retired:\n  - {id: fax, name: Orders by fax, translations: {de: {name: Bestellung per Fax}}}\n`,
      }
    : file,
);
const organisation = organisationOf(files);

const viewOf = (changes: Partial<Incident>): PublicView =>
  viewPublic({
    organisation,
    incidents: [
      incidentWith({
        title: 'inside',
        severity: 'sev1',
        severityMax: 'sev1',
        components: { fax: 'major_outage' },
        at: { started: minute(0), declared: minute(0) },
        public: { visibility: 'public', title: 'Nobody can order' },
        ...changes,
      }),
    ],
    postmortems: [],
    revision: null,
    now: minute(60),
  });

const firstLine = (view: PublicView): string => textOf(verdict(view, speechOf('en')).phrase);

const worstRow = ({ groups }: PublicView): string =>
  groups.map(({ status }) => status).reduce(worseStatus, 'operational');

describe('while an incident is open that no row carries, the page is as bad as it', () => {
  test.each([
    ['its only component is retired', {}, 'major_outage'],
    [
      'it says only of another one that all is well',
      { components: { fax: 'degraded', cart: 'operational' } },
      'degraded',
    ],
    [
      'its components are said to be well and it is not just watched',
      { components: { cart: 'operational' } },
      'major_outage',
    ],
    [
      'what is retired still fails and is watched',
      { state: 'monitoring', public: { visibility: 'public', title: 'T', status: 'monitoring' } },
      'major_outage',
    ],
  ] as const)('since %s', (_, changes, status) => {
    const view = viewOf(changes);
    expect(worstRow(view)).toBe('operational');
    expect(view.state.status).toBe(status);
  });

  test.each([
    [{ cart: 'operational', crat: 'major_outage' }, 'major_outage'],
    [{ crat: 'partial_outage' }, 'partial_outage'],
    [{}, 'major_outage'],
  ] as const)(
    'since it is watched and names what nobody knows, or nothing: %j',
    (components, status) => {
      const face = {
        visibility: 'public',
        title: 'Nobody can order',
        status: 'monitoring',
      } as const;
      const watched = viewOf({ components, state: 'monitoring', public: face });
      expect(watched.state).toEqual({ status });
      expect(firstLine(watched)).toBe('Nobody can order');
    },
  );

  test('and not where its components work again and are watched, or it is over', () => {
    const face = { visibility: 'public', title: 'T', status: 'monitoring' } as const;
    const watched = viewOf({
      components: { cart: 'operational' },
      state: 'monitoring',
      public: face,
    });
    expect(watched.state.status).toBe('operational');
    expect(viewOf({ state: 'resolved' }).state.status).toBe('operational');
  });
});

describe('of what is watched', () => {
  const face = { visibility: 'public', title: 'Nobody can order', status: 'monitoring' } as const;
  test.each([
    [{ cart: 'operational' }, 'Cart should work again; we are watching'],
    [{ cart: 'partial_outage' }, 'Nobody can order'],
    [{ cart: 'operational', 'web-shop': 'degraded' }, 'Nobody can order'],
  ] as const)(
    'nobody says that it should work again over a row that fails: %j',
    (components, line) => {
      const view = viewOf({ components, state: 'monitoring', public: face });
      expect(firstLine(view)).toBe(line);
    },
  );
});

describe('what has no title for customers is called after what it did to what', () => {
  const called = (changes: Partial<Incident>): readonly unknown[] => {
    const [incident] = viewOf({ public: { visibility: 'public' }, ...changes }).incidents;
    const { de, ar } = incident?.translations ?? {};
    return [incident?.title, de?.title, ar?.title];
  };

  test('in every language, in its own names', () => {
    expect(called({})).toEqual([
      'Orders by fax: major outage',
      'Bestellung per Fax: Ausfall',
      'عطل كامل: Orders by fax',
    ]);
    expect(called({ components: { cart: 'degraded', fax: 'degraded' } })[0]).toBe(
      'Cart and Orders by fax: degraded',
    );
    expect(called({ components: {} })).toEqual(['Disruption', 'Störung', 'عطل']);
  });

  test('as planned work where it is that', () => {
    const window = { from: minute(30), until: minute(90) };
    const planned = { kind: 'maintenance', components: { cart: 'maintenance' }, window } as const;
    expect(called(planned)).toEqual([
      'Cart: planned maintenance',
      'Cart: geplante Wartung',
      'صيانة مخطَّطة: Cart',
    ]);
  });

  test('and a title that only one language has is said there', () => {
    const translations = { de: { title: 'Das Fax steht', updates: {} } };
    expect(called({ public: { visibility: 'public', translations } })).toEqual([
      'Orders by fax: major outage',
      'Das Fax steht',
      'عطل كامل: Orders by fax',
    ]);
  });

  test('so that the first line says more than a name', () => {
    expect(firstLine(viewOf({ public: { visibility: 'public' } }))).toBe(
      'Orders by fax: major outage',
    );
  });

  test('with at most three names', () => {
    const components = ['Cart', 'Search', 'Fax', 'Shop'].map((name) => ({ name }));
    const title = (language: Language, most: number): string =>
      untitled(
        { kind: 'incident', impact: 'degraded', components: components.slice(0, most) },
        language,
      );
    expect(title('en', 3)).toBe('Cart, Search and Fax: degraded');
    expect(title('en', 4)).toBe('Cart, Search and 2 more: degraded');
    expect(title('de', 4)).toBe('Cart, Search und 2 weitere: eingeschränkt');
    expect(title('ar', 4)).toBe('أداء متراجع: Cart، Search واثنان آخران');
  });
});
