// What the public sees of incidents.
import { describe, expect, test } from 'vitest';
import type { Incident, PublicStatus } from '../model/incident.ts';
import { exampleOrganisation } from '../rules/testing/organisation.ts';
import { textOf } from '../speech/phrase.ts';
import { speechOf } from '../speech/speech.ts';
import { day, incident, shop, view } from './testing/public-view.ts';
import { verdict } from './verdict.ts';
import { viewPublic } from './public-view.ts';
import type { PublicView } from './view.ts';

describe('the public view', () => {
  test('says that everything works when nothing is known', () => {
    expect(view([], day(12))).toMatchObject({
      state: { status: 'operational' },
      active: [],
      incidents: [],
    });
  });

  test('shows an open incident on its component until the hour of the build', () => {
    const shown = view([incident()], day(12));
    expect(shown).toMatchObject({
      state: { status: 'major_outage' },
      active: [{ status: 'investigating', impact: 'major_outage', endedAt: null }],
    });
    expect(shop(shown)?.days.at(-1)).toEqual({
      day: '2026-11-21',
      status: 'major_outage',
      minutes: 11 * 60,
      incidents: ['2026-11-21-shop'],
    });
  });

  test('ends the outage with the suffering and the incident with its resolution', () => {
    const resolved = incident({
      state: 'resolved',
      components: { 'web-shop': 'operational' },
      at: { started: day(1), declared: day(2), mitigated: day(3), resolved: day(5) },
    });
    const shown = view([resolved], day(12));
    expect(shown).toMatchObject({
      state: { status: 'operational' },
      incidents: [{ status: 'resolved', impact: 'major_outage', endedAt: day(5) }],
    });
    expect(shop(shown)?.days.at(-1)?.minutes).toBe(120);
  });

  test('says of a day how long its worst state lasted, whatever else that day brought', () => {
    const work = incident({
      id: '2026-11-20-shop',
      kind: 'maintenance',
      components: { 'web-shop': 'maintenance' },
      window: { from: day(1), until: day(6) },
      at: { declared: day(0) },
    });
    const before = [{ component: 'web-shop', status: 'major_outage', until: day(9) }] as const;
    const better = incident({
      components: { 'web-shop': 'degraded' },
      componentsBefore: before,
      at: { started: day(8), declared: day(8) },
    });
    const today = shop(view([work, better], day(12)))?.days.at(-1);
    expect(today).toMatchObject({ status: 'major_outage', minutes: 60 });
    expect(today?.incidents).toHaveLength(2);
    expect(shop(view([work], day(12)))?.days.at(-1)?.minutes).toBe(300);
  });

  test('lets no incident that ended go on for ever because nobody wrote when', () => {
    const shown = view(
      [incident({ state: 'closed', updates: [{ at: day(4), status: 'resolved', text: 'Done.' }] })],
      day(12),
    );
    expect(shop(shown)?.days.at(-1)?.minutes).toBe(180);
    expect(shown.incidents).toMatchObject([{ status: 'resolved', endedAt: day(4) }]);
  });

  test.each<
    [
      string,
      Pick<Incident, 'state' | 'components'> & { readonly said: PublicStatus },
      PublicStatus,
      readonly [PublicStatus, PublicView['state']['status']],
    ]
  >([
    [
      'that it fails again counts over a calm word of before',
      { state: 'monitoring', components: { 'web-shop': 'operational' }, said: 'monitoring' },
      'investigating',
      ['investigating', 'major_outage'],
    ],
    [
      'that it works counts where all works',
      { state: 'identified', components: { 'web-shop': 'operational' }, said: 'identified' },
      'monitoring',
      ['monitoring', 'operational'],
    ],
    [
      'that it works does not count where it still fails',
      { state: 'identified', components: { 'web-shop': 'degraded' }, said: 'identified' },
      'monitoring',
      ['identified', 'degraded'],
    ],
    [
      'that it is over counts where all works and is watched',
      { state: 'monitoring', components: { 'web-shop': 'operational' }, said: 'monitoring' },
      'resolved',
      ['resolved', 'operational'],
    ],
    [
      'that it is over does not count after somebody reopened it',
      { state: 'investigating', components: { 'web-shop': 'operational' }, said: 'investigating' },
      'resolved',
      ['investigating', 'major_outage'],
    ],
    [
      'that it is over does not count after somebody reopened what names no component',
      { state: 'investigating', components: {}, said: 'investigating' },
      'monitoring',
      ['investigating', 'major_outage'],
    ],
  ])('of a newest update %s', (_what, { state, components, said }, word, [status, worst]) => {
    const shown = view(
      [
        incident({
          state,
          components,
          componentsBefore: [{ component: 'web-shop', status: 'major_outage', until: day(3) }],
          public: { visibility: 'public', title: 'The shop is down', status: said },
          updates: [
            { at: day(2), status: 'investigating', text: 'It is down.' },
            { at: day(4), status: word, text: 'News.' },
          ],
        }),
      ],
      day(5),
    );
    expect([shown.incidents[0]?.status, shown.state.status]).toEqual([status, worst]);
  });

  test('shows statements newest first, and of one minute the one that stands last', () => {
    const updates = ['one', 'two'].map((text) => ({
      at: day(4),
      status: 'investigating' as const,
      text,
    }));
    expect(
      view([incident({ updates })], day(12)).incidents[0]?.updates.map((update) => update.text),
    ).toEqual(['two', 'one']);
  });

  test('leaves out components that nobody declares any more', () => {
    const shown = view([incident({ components: { gone: 'major_outage' } })], day(12));
    expect(shown.incidents[0]?.components).toEqual([]);
    expect(JSON.stringify(shown)).not.toContain('"gone"');
  });

  test('lists worst first, then newest first', () => {
    const minor = incident({
      id: '2026-11-21-cart',
      components: { cart: 'degraded' },
      at: { started: day(8), declared: day(8) },
    });
    const shown = view([minor, incident()], day(12));
    expect(shown.active.map((each) => each.id)).toEqual(['2026-11-21-shop', '2026-11-21-cart']);
    expect(shown.incidents.map((each) => each.id)).toEqual(['2026-11-21-cart', '2026-11-21-shop']);
    expect(textOf(verdict(shown, speechOf('en')).phrase)).toBe(
      '2 incidents are open, affecting Web *shop* and Cart',
    );
  });

  test('names first what is worst, wherever it stands on the page', () => {
    const broken = incident({ id: '2026-11-21-cart', components: { cart: 'major_outage' } });
    const slow = incident({ components: { 'web-shop': 'degraded' } });
    const { phrase } = verdict(view([slow, broken], day(12)), speechOf('en'));
    expect(textOf(phrase)).toBe('2 incidents are open, affecting Cart and Web *shop*');
  });

  test('never changes with the order of the files', () => {
    const other = incident({
      id: '2026-11-20-shop',
      at: { started: day(-20), declared: day(-20), resolved: day(-18) },
      state: 'resolved',
    });
    expect(view([other, incident()], day(12))).toEqual(view([incident(), other], day(12)));
  });

  test('of the example organisation takes the state of its build, and nothing else', () => {
    const example = viewPublic({
      organisation: exampleOrganisation(),
      incidents: [],
      postmortems: [],
      revision: null,
      now: day(12),
    });
    expect(
      example.groups
        .flatMap((group) => group.components)
        .every((component) => component.uptime === 1 && component.days.length === 90),
    ).toBe(true);
  });
});
