import { describe, expect, test } from 'vitest';
import { noteIncidents } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import type { Signal } from '../model/signal.ts';
import { renderTrace } from './explain.ts';
import { minute } from './testing/organisation.ts';
import { organisationWith, startStory } from './testing/story.ts';

const gateOf = (decision: Decision): string => {
  const entry = decision.trace.find(({ stage }) => stage === 'gate');
  return entry === undefined ? '' : renderTrace([entry]);
};

const silence = (from: string, until: string, more = ''): string =>
  `reason: Planned load test\nwhen: {service: shop}\nfrom: ${from}\nuntil: ${until}\n${more}`;

describe('a silence', () => {
  const until = minute(60);

  test('holds back what it matches from its begin until its end, and is named with its file', () => {
    const silences = { 'load-test': silence(minute(10), until) };
    const story = startStory(organisationWith({ silences }));
    expect(story.send(9, { service: 'shop', dedupKey: 'a' }).gatedBy).toBeNull();
    const held = story.send(10, { service: 'shop', dedupKey: 'b' });
    expect(held).toMatchObject({ gatedBy: { kind: 'silence', id: 'load-test' } });
    expect(gateOf(held)).toContain('record, silenced by load-test');
    expect(gateOf(held)).toContain('rules/silences/load-test.yaml:1');
    expect(gateOf(held)).toContain('Planned load test');
    expect(story.send(10, { service: 'cart', dedupKey: 'c' }).gatedBy).toBeNull();
    expect(story.send(60, { service: 'shop', dedupKey: 'd' }).gatedBy).toBeNull();
  });

  test('lets every recovery pass', () => {
    const silences = { 'load-test': silence(minute(0), until) };
    const story = startStory(organisationWith({ silences }));
    story.send(1, { service: 'shop' });
    const recovery = story.send(2, { service: 'shop', action: 'resolve' });
    expect(recovery).toMatchObject({ gatedBy: null, change: 'recovers' });
  });

  test('pain 27: ends by itself once nothing matched it for as long as it says, and does not come back', () => {
    const silences = { 'load-test': silence(minute(0), until, 'end_if_idle: 10m\n') };
    const story = startStory(organisationWith({ silences }));
    const at = (count: number): string | undefined =>
      story.send(count, { service: 'shop', dedupKey: `at ${count}` }).gatedBy?.kind;
    expect([at(5), at(15), at(24)]).toEqual(['silence', 'silence', 'silence']);
    expect([at(35), at(36), at(37)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a mute', () => {
  const organisation = organisationWith({
    gate: '  - {id: nights, when: {service: shop}, mute: night}\n',
    rules:
      'intervals:\n  night: {zone: Europe/Amsterdam, on: [{weekdays: [sat], times: ["11:00-12:00"]}]}\n',
  });

  test('pain 27: follows the clocks of its zone, weekday and time together', () => {
    const story = startStory(organisation);
    // 2026-11-21 is a Saturday; Amsterdam is an hour ahead.
    expect(story.send(0, { service: 'shop' }).gatedBy).toMatchObject({
      kind: 'mute',
      id: 'nights',
    });
    expect(story.send(59, { service: 'shop', dedupKey: 'b' }).gatedBy?.kind).toBe('mute');
    const after = story.send(60, { service: 'shop', dedupKey: 'c' });
    expect(after.gatedBy).toBeNull();
    expect(gateOf(after)).toContain('nights mutes during night: it is outside night');
  });
});

describe('the gate of suppression', () => {
  const organisation = organisationWith({
    gate: '  - {id: behind-balancer, when: {service: shop}, suppress_when: {open: {label.check: balancer}, same: [environment, label.region]}}\n',
    silences: {
      balancer:
        'reason: x\nwhen: {label.quiet: "yes"}\nfrom: 2026-11-21T00:00:00Z\nuntil: 2026-11-22T00:00:00Z\n',
    },
    modes: { stores: 'shadow' },
  });
  const balancer = { service: 'cart', dedupKey: 'balancer', severity: 'critical' } as const;
  const eu = { region: 'eu' };

  test('pain 12: all that suppress are recorded, and only they', () => {
    const story = startStory(organisation);
    const labels = { check: 'balancer', ...eu };
    for (const service of ['cart', 'nobody', 'somebody'])
      story.send(0, { ...balancer, service, dedupKey: `of ${service}`, labels });
    const notesOf = (at: number): readonly string[] =>
      story
        .ask(at, { service: 'shop', severity: 'low', labels: eu })
        .trace.flatMap(({ stage, others }) =>
          stage === 'gate' ? others.map(({ text }) => text) : [],
        );
    const held = story.send(4, { service: 'shop', severity: 'low', labels: eu });
    expect(held.gatedBy).toMatchObject({ kind: 'suppress', id: 'behind-balancer' });
    const all = 'behind-balancer: explained by 2026-11-21-cart, 2026-11-21-unowned';
    expect(notesOf(4)).toContain(all);
    story.send(5, { ...balancer, dedupKey: 'of cart', action: 'resolve', labels });
    expect(notesOf(6)).toContain('behind-balancer: explained by 2026-11-21-unowned');
  });

  test('pain 25: a field that one of them lacks is no agreement', () => {
    const story = startStory(organisation);
    story.send(0, { ...balancer, labels: { check: 'balancer' } });
    const without = story.send(1, { service: 'shop', severity: 'low' });
    expect(without.gatedBy).toBeNull();
    expect(gateOf(without)).toContain('behind-balancer: label.region is missing');
    expect(story.send(2, { service: 'shop', severity: 'low', labels: eu }).gatedBy).toBeNull();
    story.send(3, { ...balancer, labels: { check: 'balancer', region: '' } });
    expect(story.send(4, { service: 'shop', severity: 'low', labels: eu }).gatedBy).toBeNull();
  });

  test.each([
    ['less severe', { severity: 'low' }],
    ['silenced', { labels: { check: 'balancer', region: 'eu', quiet: 'yes' } }],
    ['of a team in shadow', { service: 'ledger' }],
    ['in another environment', { environment: 'staging' }],
    ['in another region', { labels: { check: 'balancer', region: 'us' } }],
  ] as const)('a problem that is %s suppresses nothing', (_what, changes) => {
    const story = startStory(organisation);
    story.send(0, { ...balancer, labels: { check: 'balancer', ...eu }, ...changes });
    expect(story.send(1, { service: 'shop', severity: 'high', labels: eu }).gatedBy).toBeNull();
  });

  test.for<readonly [string, Partial<Signal>]>([
    ['affected_users: {gte: 100}', { labels: { affected_users: '500' } }],
    ['count: {gte: 7}', { count: 7 }],
    ['regression: true', { status: 'regression' }],
    ['first_seen: true', {}],
    ['deployment: false', {}],
    ['action: trigger', {}],
  ])('`open` asks for `%s` of what fires', ([condition, changes]) => {
    const story = startStory(
      organisationWith({
        gate: `  - {id: behind, when: {service: shop}, suppress_when: {open: {${condition}, service: cart}, same: [environment]}}\n`,
      }),
    );
    expect(story.send(0, { ...balancer, ...changes }).gatedBy).toBeNull();
    expect(story.send(1, { service: 'shop', severity: 'low' }).gatedBy?.id).toBe('behind');
  });

  test('goes on with the incident that stands for that of what suppresses', () => {
    const story = startStory(organisation);
    const held = (at: number): string | undefined =>
      story.ask(at, { service: 'shop', severity: 'low', labels: eu }).gatedBy?.kind;
    story.send(0, { ...balancer, labels: { check: 'balancer', ...eu } });
    const relations = { duplicateOf: '2026-11-21-cause', causedBy: [] };
    const duplicate = incident({ id: '2026-11-21-cart', state: 'duplicate', relations });
    const cause = incident({ id: '2026-11-21-cause', state: 'investigating' });
    noteIncidents(story.standing, [duplicate, cause]);
    expect(held(1)).toBe('suppress');
    noteIncidents(story.standing, [duplicate, { ...cause, state: 'resolved' }]);
    expect(held(2)).toBeUndefined();
  });

  test('ends with the recovery of what suppresses, and with the end of its incident', () => {
    const story = startStory(organisation);
    const held = (at: number): string | undefined =>
      story.ask(at, { service: 'shop', severity: 'low', labels: eu }).gatedBy?.kind;
    const labels = { check: 'balancer', ...eu };
    story.send(0, { ...balancer, labels });
    expect(held(1)).toBe('suppress');
    story.send(2, { ...balancer, action: 'resolve', labels });
    expect(held(3)).toBeUndefined();
    story.send(4, { ...balancer, labels });
    expect(held(5)).toBe('suppress');
    noteIncidents(story.standing, [incident({ id: '2026-11-21-cart', state: 'resolved' })]);
    expect(held(6)).toBeUndefined();
  });

  test('a problem never suppresses itself', () => {
    const story = startStory(organisation);
    const self = {
      service: 'shop',
      severity: 'low',
      labels: { check: 'balancer', ...eu },
    } as const;
    expect(story.send(0, self).gatedBy).toBeNull();
    expect(story.send(1, self).gatedBy).toBeNull();
  });
});

describe('maintenance', () => {
  const organisation = organisationWith({
    needs: { shop: '[cart]', cart: '[{any_of: [ledger, shop-2]}]' },
    services: '  - {id: shop-2, name: Other, teams: {backend: shop}}\n',
  });
  const kindOf = (decision: Decision): string | undefined => decision.gatedBy?.kind;

  test('holds back what fails in its window in its environment, by service and by component', () => {
    const story = startStory(organisation);
    noteIncidents(story.standing, [incident({ components: { cart: 'maintenance' } })]);
    expect(kindOf(story.send(9, { service: 'cart', dedupKey: 'a' }))).toBeUndefined();
    const held = story.send(10, { service: 'cart', dedupKey: 'b' });
    expect(held.gatedBy).toMatchObject({ kind: 'maintenance', id: '2026-11-21-work' });
    expect(gateOf(held)).toContain('incidents/2026/2026-11-21-work.md:1');
    expect(kindOf(story.send(11, { service: 'cart', environment: 'staging' }))).toBeUndefined();
    expect(kindOf(story.send(12, { service: 'ledger', dedupKey: 'c' }))).toBeUndefined();
    expect(kindOf(story.send(20, { service: 'cart', dedupKey: 'd' }))).toBeUndefined();
  });

  test('that recurs holds back in each of its windows, but not on a day that is called off', () => {
    const story = startStory(organisation);
    const recurs = { rule: 'FREQ=DAILY', zone: 'UTC', except: [minute(2 * 1440).slice(0, 10)] };
    const window = { from: minute(10), until: minute(20), recurs };
    noteIncidents(story.standing, [incident({ services: ['cart'], window })]);
    const gate = (at: number): string | undefined =>
      kindOf(story.ask(at, { service: 'cart', dedupKey: `${at}` }));
    expect([9, 10, 20].map(gate)).toEqual([undefined, 'maintenance', undefined]);
    expect([1440 + 15, 2 * 1440 + 15, 3 * 1440 + 15].map(gate)).toEqual([
      'maintenance',
      undefined,
      'maintenance',
    ]);
  });

  test('pain 26: of a parent covers its children, of one member of `any_of` it does not', () => {
    const story = startStory(organisation);
    const work = (...services: readonly string[]): string | undefined => {
      noteIncidents(story.standing, [incident({ services })]);
      return kindOf(story.ask(10, { service: 'shop' }));
    };
    expect(work('cart')).toBe('maintenance');
    expect(work('ledger')).toBeUndefined();
    expect(work('ledger', 'shop-2')).toBe('maintenance');
    noteIncidents(story.standing, [incident({ services: ['cart'], state: 'resolved' })]);
    expect(kindOf(story.ask(10, { service: 'shop' }))).toBeUndefined();
  });
});

describe('the mode of a team', () => {
  test('`shadow` decides everything and opens nothing; `digest` opens', () => {
    const shadow = startStory(organisationWith({ modes: { shop: 'shadow' } })).send(0, {
      service: 'shop',
    });
    expect(shadow).toMatchObject({
      mode: 'shadow',
      gatedBy: { kind: 'shadow', id: 'shop' },
      severity: 'sev4',
    });
    expect(shadow.destinations).not.toEqual([]);
    expect(gateOf(shadow)).toContain('ownership/teams/shop.yaml:1');
    const digest = startStory(organisationWith({ modes: { shop: 'digest' } })).send(0, {
      service: 'shop',
    });
    expect(digest).toMatchObject({ mode: 'digest', gatedBy: null });
  });
});

test('the gates have an order, and every one that has something to say is shown', () => {
  const story = startStory(
    organisationWith({
      gate: '  - {id: always, mute: saturdays}\n  - {id: many, threshold: {count: 3, within: 10m}}\n',
      rules: 'intervals:\n  saturdays: {zone: UTC, on: [{weekdays: [sat]}]}\n',
      silences: { quiet: silence(minute(0), minute(60)) },
      modes: { shop: 'shadow' },
    }),
  );
  const held = story.send(1, { service: 'shop' });
  expect(held.gatedBy?.kind).toBe('silence');
  const shown = gateOf(held);
  for (const words of [
    'silence quiet',
    'always mutes during saturdays',
    'many: not counted',
    'shop is in shadow',
  ])
    expect(shown).toContain(words);
  expect(story.send(2, { service: 'cart', labels: { probe: 'yes' } }).gatedBy).toMatchObject({
    kind: 'action',
    id: 'probes',
  });
});

function incident(changes: Partial<Incident>): Incident {
  return incidentWith({
    id: '2026-11-21-work',
    kind: 'maintenance',
    title: 'Work',
    state: 'triage',
    severity: 'sev4',
    severityMax: 'sev4',
    category: 'other',
    window: { from: minute(10), until: minute(20) },
    ...changes,
  });
}
