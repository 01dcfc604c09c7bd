// What other rules would have made of recorded signals.
import { describe, expect, test } from 'vitest';
import { nameOf } from '../rules/destinations.ts';
import { startSimulation } from '../simulation/simulate.ts';
import {
  base,
  countsOf,
  critical,
  edit,
  failure,
  hourly,
  impactOf,
  muted,
  organisation,
  RULES,
} from './testing/sides.ts';

const QUIET = 'notify:\n  - {id: quiet, when: {service: shop}, to: [team-channel]}\n';

describe('an impact', () => {
  test('of nothing is nothing', async () => {
    expect(await impactOf(base, base, hourly(critical, { severity: 'low' }))).toMatchObject({
      signals: 2,
      changed: 0,
      kinds: [],
      targets: [],
      reviewers: [],
    });
  });

  test('tells who loses a page, and the deciding line of both sides', async () => {
    const head = edit(RULES, 'notify:\n', QUIET);
    const impact = await impactOf(base, head, hourly(critical));
    expect(countsOf(impact)).toEqual({ lost_page: 1, destinations: 1 });
    expect(impact.targets).toEqual([
      { target: 'on call shop-primary', team: 'shop', isPage: true, gained: 0, lost: 1 },
    ]);
    expect(impact.reviewers).toEqual(['shop']);
    expect(impact.kinds[0]?.examples[0]).toMatchObject({
      base: {
        summary: 'sev1, shop, opens an incident and tells on call shop-primary, #shop',
        because: [{ stage: 'notify', rule: 'default', place: { file: RULES, line: 14 } }],
      },
      head: {
        summary: 'sev1, shop, opens an incident and tells #shop',
        because: [{ stage: 'notify', rule: 'quiet', place: { file: RULES, line: 14 } }],
      },
    });
  });

  test('names reviewers as GitHub does where the team says how', async () => {
    const head = edit('ownership/teams/shop.yaml', 'name: Shop', 'name: Shop\ngithub: small/shop');
    const quiet = {
      ...head,
      rules: { ...head.rules, notify: edit(RULES, 'notify:\n', QUIET).rules.notify },
    };
    expect((await impactOf(base, quiet, hourly(critical))).reviewers).toEqual(['small/shop']);
  });

  test('tells what moves to another team', async () => {
    const head = edit(
      'ownership/products/sales.yaml',
      'teams: {backend: shop}',
      'teams: {backend: desk}',
    );
    const impact = await impactOf(base, head, hourly(critical));
    expect(countsOf(impact)).toMatchObject({ moved_team: 1, lost_page: 1, destinations: 1 });
    expect(impact.reviewers).toEqual(['desk', 'shop']);
    expect(impact.teams).toEqual([
      { team: 'desk', pages: { before: 0, after: 0 }, incidents: { before: 0, after: 1 } },
      { team: 'shop', pages: { before: 1, after: 0 }, incidents: { before: 1, after: 0 } },
    ]);
  });

  test('asks those for a review who gain or lose a message, also where the team that owns it stays', async () => {
    const also = 'notify:\n  - {id: besides, when: {service: shop}, also: [{team: desk}]}\n';
    const impact = await impactOf(base, edit(RULES, 'notify:\n', also), hourly(critical));
    expect(impact.reviewers).toEqual(['desk', 'shop']);
  });

  test('shows who is called among the lines, however many others differ', async () => {
    const head = organisation((path, text) => {
      if (path === 'ownership/products/sales.yaml')
        return text.replace('teams: {backend: shop}', 'teams: {backend: desk}');
      return path === RULES
        ? text
            .replace('{id: critical,', '{id: grave,')
            .replace('{id: default, by: [service, environment]', '{id: all, by: [service]')
            .replace('notify:\n', QUIET)
        : text;
    });
    const [lost] = (await impactOf(base, head, hourly(critical))).kinds;
    expect(lost?.kind).toBe('lost_page');
    for (const side of [lost?.examples[0]?.base, lost?.examples[0]?.head])
      expect(side?.because.map(({ stage }) => stage)).toEqual(['owner', 'severity', 'notify']);
  });

  test('shows the gate that held it back among the lines, however many others differ', async () => {
    const head = organisation((path, text) => {
      if (path === 'ownership/products/sales.yaml')
        return text.replace('teams: {backend: shop}', 'teams: {backend: desk}');
      return path === RULES
        ? text
            .replace('{id: critical,', '{id: grave,')
            .replace('notify:\n', QUIET)
            .replace('gate:\n', 'gate:\n  - {id: tried, when: {service: shop}, action: record}\n')
        : text;
    });
    const [lost] = (await impactOf(base, head, hourly(critical))).kinds;
    expect(lost?.kind).toBe('lost_page');
    expect(lost?.examples[0]?.head.because).toMatchObject([
      {},
      { stage: 'gate', rule: 'tried', place: { file: RULES } },
      { stage: 'notify' },
    ]);
  });

  test('tells severities, categories, and what is held back or let through', async () => {
    const probe = { ...critical, labels: { probe: 'yes' } };
    const through = await impactOf(
      base,
      edit(RULES, 'action: record', 'action: open'),
      hourly(probe),
    );
    expect(countsOf(through)).toMatchObject({ let_through: 1, gained_page: 1, new_incident: 1 });
    const back = await impactOf(
      base,
      edit(RULES, 'action: open', 'action: record'),
      hourly(critical),
    );
    expect(countsOf(back)).toMatchObject({ held_back: 1, lost_page: 1, lost_incident: 1 });
    const other = await impactOf(
      base,
      edit(RULES, 'set: sev1, category: down', 'set: sev2, category: data'),
      hourly(critical),
    );
    expect(countsOf(other)).toEqual({ severity: 1, category: 1 });
    const groups = await impactOf(
      base,
      edit(RULES, 'by: [service, environment]', 'by: [service]'),
      hourly(critical),
    );
    expect(countsOf(groups)).toEqual({ group: 1 });
    const reopened = await impactOf(
      base,
      edit(RULES, 'reopen: 30m', 'reopen: 2h'),
      hourly(critical),
    );
    expect(countsOf(reopened)).toEqual({ timing: 1 });
  });

  test('shows each signal once, under the most urgent of its kinds, and different ones first', async () => {
    const head = edit(RULES, 'action: open', 'action: record');
    const titles = ['a', 'a', 'a', 'a', 'b', 'c', 'd'];
    const impact = await impactOf(
      base,
      head,
      hourly(
        ...titles.flatMap((title, index) => [
          { ...critical, title, dedupKey: `k${index}` },
          { action: 'resolve' as const, dedupKey: `k${index}` },
        ]),
      ),
    );
    const [lost, ...others] = impact.kinds;
    expect(lost).toMatchObject({ kind: 'lost_page', count: 7 });
    expect(lost?.examples.map(({ title }) => title)).toEqual(['a', 'b', 'c']);
    expect(others.flatMap(({ examples }) => examples)).toEqual([]);
  });

  test('does not depend on the order of the recording', async () => {
    const signals = hourly(critical, { severity: 'low' }, { ...critical, service: 'cart' });
    const head = edit(RULES, 'set: sev1', 'set: sev4');
    expect(await impactOf(base, head, signals.toReversed())).toEqual(
      await impactOf(base, head, signals),
    );
  });
});

describe('what comes only by time', () => {
  test('is compared as well: a page that was let go in the morning, and is not any more', async () => {
    const impact = await impactOf(muted('06:00'), muted('12:00'), failure);
    expect(impact).toMatchObject({
      changed: 1,
      elsewhere: 1,
      incidents: { before: 1, after: 0 },
      reviewers: ['shop'],
    });
    expect(countsOf(impact)).toEqual({ lost_page: 1, lost_incident: 1, destinations: 1 });
    const [lost] = impact.kinds[0]?.examples ?? [];
    expect(lost).toMatchObject({
      receivedAt: '2026-11-22T02:00:00.000Z',
      base: {
        summary:
          'sev1, shop, is only recorded; at 2026-11-22 06:00 UTC opens an incident and tells on call shop-primary, #shop',
      },
      head: { summary: 'sev1, shop, is only recorded' },
    });
    const back = await impactOf(muted('12:00'), muted('06:00'), failure);
    expect(countsOf(back)).toEqual({ gained_page: 1, new_incident: 1, destinations: 1 });
  });

  test('is another time where the same people are told an hour later', async () => {
    const impact = await impactOf(muted('06:00'), muted('07:00'), failure);
    expect(countsOf(impact)).toEqual({ timing: 1 });
  });

  test('is looked for until a day after the last signal', async () => {
    const impact = await impactOf(muted('06:00'), base, failure.slice(0, 1));
    expect(impact.incidents).toEqual({ before: 1, after: 1 });
    expect(countsOf(impact)).toMatchObject({ let_through: 1, timing: 1 });
  });
});

describe('pains of other tools', () => {
  const storm = hourly(
    critical,
    { severity: 'high' },
    { service: 'cart', severity: 'medium' },
    critical,
  );

  test('pain 6: the preview decides with the code of the gateway, so it shows what would happen', async () => {
    const impact = await impactOf(base, base, storm);
    const simulation = startSimulation(base);
    const told = storm.flatMap((recorded) =>
      simulation
        .send(recorded)
        .effects.flatMap((effect) =>
          effect.kind === 'notify' && effect.isExplained !== true
            ? effect.destinations.map(nameOf)
            : [],
        ),
    );
    const pages = told.filter((name) => !name.startsWith('#'));
    expect(pages.length).toBeGreaterThan(0);
    expect(impact.teams.reduce((sum, team) => sum + team.pages.after, 0)).toBe(pages.length);
    expect(impact.incidents.after).toBe(simulation.book().incidents.length);
  });

  test('pain 7: a signal that the preview lets through is one that opens an incident live', async () => {
    const head = edit(RULES, 'label.probe: "yes"', 'label.probe: "no"');
    const probe = hourly({ ...critical, labels: { probe: 'yes' } });
    const impact = await impactOf(base, head, probe);
    expect(countsOf(impact)).toMatchObject({ let_through: 1, new_incident: 1 });
    const live = startSimulation(head);
    expect(probe.map((recorded) => live.send(recorded).outcome.kind)).toEqual(['applied']);
  });

  test('pain 8: removing one rule shows the effect of that rule alone, wherever it stood', async () => {
    const removed = edit(
      RULES,
      '  - {id: critical, when: {severity: critical}, set: sev1, category: down}\n',
      '',
    );
    const calm = hourly(critical, { service: 'cart', severity: 'medium' }, critical);
    const impact = await impactOf(base, removed, calm);
    expect(countsOf(impact)).toEqual({ severity: 2, category: 2 });
    expect(
      impact.kinds[0]?.examples.map(({ base: old, head }) => [
        old.because[0]?.rule,
        head.because[0]?.rule,
      ]),
    ).toEqual([
      ['critical', 'default'],
      ['critical', 'default'],
    ]);
    const moved = organisation((path, text) => {
      const [first = '', second = ''] = text.match(/^ {2}- \{id: (?:high|medium),.*\n/gm) ?? [];
      return path === RULES ? text.replace(first + second, second + first) : text;
    });
    expect((await impactOf(base, moved, calm)).changed).toBe(0);
  });

  test('pain 20: the noise of every team is shown before and after', async () => {
    const flaps = Array.from({ length: 6 }, (_, index) => ({
      ...critical,
      dedupKey: 'flap',
      action: index % 2 === 0 ? ('trigger' as const) : ('resolve' as const),
    }));
    const head = edit(RULES, 'set: sev1', 'set: none');
    const [team] = (await impactOf(base, head, hourly(...flaps))).teams;
    expect(team).toEqual({
      team: 'shop',
      pages: { before: 3, after: 0 },
      incidents: { before: 3, after: 0 },
    });
  });
});
