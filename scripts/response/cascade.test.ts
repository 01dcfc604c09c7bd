import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Effect } from '../model/effect.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { minute, organisationOf } from '../rules/testing/organisation.ts';
import { chainFiles } from './testing/chain.ts';
import { createWorld, type World } from './testing/world.ts';

const open = (files: readonly SourceFile[] = chainFiles()): World =>
  createWorld({ organisation: organisationOf(files), files, start: minute(0) });
const fails = (world: World, service: string, more: object = {}): void => {
  world.send({ service, dedupKey: service, severity: 'high', ...more });
  world.time(world.now());
};
const recovers = (world: World, service: string): void => {
  world.send({ service, dedupKey: service, action: 'resolve' });
  world.time(world.now());
};
const idOf = (service: string): string => `2026-11-21-${service}`;
const incident = (world: World, service: string): Incident => {
  const found = world.incidents().find(({ id }) => id === idOf(service));
  if (found === undefined) throw new Error(`no incident of ${service}`);
  return found;
};
const told = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'notify' && effect.isExplained !== true
      ? [
          `${effect.event}: ${effect.destinations.map((each) => ('channel' in each ? each.channel : '')).join(',')}`,
        ]
      : [],
  );
const active = (world: World): readonly string[] =>
  world
    .incidents()
    .filter(isActive)
    .map(({ id }) => id.slice(11));

describe('a failure that an open incident explains', () => {
  test('is added to that incident with the path to its cause, and calls nobody', () => {
    const world = open();
    fails(world, 'db');
    const { outcome, effects } = world.send({ service: 'web', dedupKey: 'web', severity: 'high' });
    expect(outcome).toEqual({ kind: 'applied', incident: idOf('db') });
    expect(told(effects)).toEqual([]);
    expect(world.only().services).toEqual(['db', 'web']);
    expect(world.text()).toContain('[impacted] web ← api ← db: watch reports a problem, sev2');
    expect(Object.values(world.only().problems)[1]).toMatchObject({
      service: 'web',
      upstream: 'db',
      severity: 'sev2',
    });
    expect(world.findings()).toEqual([]);
  });

  test('has one line in the timeline, however many problems it reports', () => {
    const world = open();
    fails(world, 'db');
    for (const key of ['w1', 'w2', 'w3']) fails(world, 'web', { dedupKey: key });
    expect(world.text().match(/\[impacted\]/g)).toHaveLength(1);
    expect(Object.keys(world.only().problems)).toHaveLength(4);
    for (const key of ['w1', 'w2', 'w3'])
      world.send({ service: 'web', dedupKey: key, action: 'resolve' });
    expect(world.text().match(/\[recovered\]/g)).toHaveLength(1);
  });

  test('calls its own team as well where it is more severe, and the incident’s team hears of it', () => {
    const world = open();
    fails(world, 'db', { severity: 'medium' });
    const { effects } = world.send({ service: 'api', dedupKey: 'api', severity: 'critical' });
    expect(told(effects)).toEqual(['impacted: #shop', 'raised: #stores']);
    expect(world.only()).toMatchObject({ severity: 'sev1', severityMax: 'sev1' });
  });

  test('raises the incident and calls both teams also in a storm, once', () => {
    const world = open();
    fails(world, 'db');
    for (let host = 0; host < 205; host += 1)
      world.send({ service: 'web', dedupKey: `h${host}`, severity: 'medium' });
    expect(Object.keys(world.only().problems)).toHaveLength(200);
    const worst = { service: 'web', severity: 'critical' } as const;
    const { effects } = world.send({ ...worst, dedupKey: 'h206' });
    expect(told(effects)).toEqual(['impacted: #shop', 'raised: #stores']);
    expect(world.only().severity).toBe('sev1');
    expect(world.send({ ...worst, dedupKey: 'h206' }).effects).toEqual([]);
    expect(world.send({ ...worst, dedupKey: 'h207' }).effects).toEqual([]);
    expect(world.findings()).toEqual([]);
  });

  test('wakes an incident that is watched, and leaves word for those who may have heard of nothing', () => {
    const world = open();
    fails(world, 'db');
    world.person(idOf('db'), { state: 'monitoring', 'at.mitigated': world.now() });
    const { effects } = world.send({ service: 'web', dedupKey: 'web', severity: 'high' });
    expect(world.only().state).toBe('investigating');
    expect(world.only().at.mitigated).toBeUndefined();
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'notify', event: 'impacted', isExplained: true }),
    );
  });

  test('opens an incident of its own while its cause has none', () => {
    const world = open();
    fails(world, 'db');
    world.person(idOf('db'), { state: 'resolved', 'at.resolved': world.now() });
    fails(world, 'web');
    expect(active(world)).toEqual(['web']);
  });

  test('shows its component and speaks for it, but publishes no manual one', () => {
    const world = open();
    fails(world, 'db');
    fails(world, 'api');
    expect(incident(world, 'db')).toMatchObject({
      components: { 'public-api': 'partial_outage' },
      public: null,
    });
    fails(world, 'web');
    expect(incident(world, 'db')).toMatchObject({
      components: { 'web-shop': 'partial_outage' },
      public: { visibility: 'public', status: 'investigating', title: 'Web shop: partial outage' },
    });
    expect(incident(world, 'db').components).not.toHaveProperty('public-api');
    expect(incident(world, 'db').updates).toHaveLength(1);
    recovers(world, 'web');
    expect(incident(world, 'db').components).toEqual({ 'web-shop': 'operational' });
    expect(world.findings()).toEqual([]);
  });
});

describe('a cause that shows late', () => {
  test('takes over the incidents that it explains, with links, history and component', () => {
    const world = open();
    fails(world, 'web');
    fails(world, 'db');
    expect(active(world)).toEqual(['db']);
    expect(incident(world, 'web')).toMatchObject({
      state: 'duplicate',
      relations: { duplicateOf: idOf('db') },
      problems: {},
      updates: [{ status: 'investigating' }],
    });
    expect(incident(world, 'db')).toMatchObject({
      components: { 'web-shop': 'partial_outage' },
      public: { visibility: 'public' },
      at: { started: minute(1) },
    });
    expect(world.text(idOf('web'))).toContain(
      `[duplicate] of [${idOf('db')}](../2026/${idOf('db')}.md): web ← api ← db`,
    );
    expect(world.text(idOf('db'))).toContain(
      `[adopted] [${idOf('web')}](../2026/${idOf('web')}.md): web ← api ← db; its problem is here now`,
    );
    expect(world.findings()).toEqual([]);
  });

  test('takes over the post-mortem that one of them owed since it was resolved once', () => {
    const world = open();
    fails(world, 'web');
    world.person(idOf('web'), { postmortem_owed: true });
    fails(world, 'db');
    expect(incident(world, 'web').state).toBe('duplicate');
    expect(incident(world, 'db').postmortemOwed).toBe(true);
    expect(world.findings()).toEqual([]);
  });

  test('takes over what was taken over before, however deep', () => {
    const world = open();
    for (const service of ['web', 'api', 'db', 'disk']) fails(world, service);
    expect(active(world)).toEqual(['disk']);
    for (const service of ['web', 'api', 'db'])
      expect(incident(world, service).relations.duplicateOf).toBe(idOf('disk'));
    expect(Object.keys(incident(world, 'disk').problems)).toHaveLength(4);
  });

  test('explains a service with alternatives only when all of them fail', () => {
    const world = open();
    fails(world, 'pay');
    fails(world, 'psp-b');
    expect(active(world)).toEqual(['pay', 'psp-b']);
    fails(world, 'psp-a');
    expect(active(world).toSorted()).toEqual(['psp-a', 'psp-b']);
    expect(incident(world, 'pay').relations.duplicateOf).toBe(idOf('psp-b'));
  });

  test.each([
    ['acknowledged', { 'at.acknowledged': minute(1) }],
    ['spoken about in public by a person', { 'public.title': 'Shopping is slow for everybody' }],
    ['hidden from customers by a person', { 'public.visibility': 'none' }],
  ])('links an incident that is %s, and leaves it open', (_what, edits) => {
    const world = open();
    fails(world, 'web');
    world.person(idOf('web'), edits);
    fails(world, 'db');
    expect(active(world)).toEqual(['web', 'db']);
    expect(incident(world, 'web').relations.causedBy).toEqual([idOf('db')]);
    expect(world.text(idOf('db'))).toContain(`[linked] explains [${idOf('web')}]`);
    expect(world.findings()).toEqual([]);
  });

  test('links what customers see when people hid the cause, and leaves it shown', () => {
    const world = open();
    fails(world, 'web');
    world.send({ service: 'db', dedupKey: 'db', severity: 'high' });
    world.person(idOf('db'), { 'public.visibility': 'none' });
    world.time(world.now());
    expect(active(world)).toEqual(['web', 'db']);
    expect(incident(world, 'web').relations.causedBy).toEqual([idOf('db')]);
  });

  test('takes over nothing that opened before its adopt window', () => {
    const world = open();
    fails(world, 'web');
    world.time(minute(20));
    fails(world, 'db');
    expect(active(world)).toEqual(['web', 'db']);
  });

  test('takes over nothing that opened long before people could see it, however early it failed', () => {
    const world = open();
    fails(world, 'web');
    world.time(minute(20));
    fails(world, 'db', { startedAt: minute(1), occurredAt: minute(1) });
    expect(active(world)).toEqual(['web', 'db']);
  });

  test('takes over nothing of another environment', () => {
    const world = open();
    fails(world, 'web', { environment: 'staging' });
    fails(world, 'db');
    expect(active(world)).toEqual(['web', 'db']);
  });

  test('that reached nobody takes no call away', () => {
    const files = chainFiles().map((file) =>
      file.path === 'ownership/teams/stores.yaml' && 'text' in file
        ? { path: file.path, text: `${file.text}mode: digest\n` }
        : file,
    );
    const world = open(files);
    fails(world, 'web');
    fails(world, 'db');
    expect(active(world)).toEqual(['web', 'db']);
    expect(incident(world, 'web').relations.causedBy).toEqual([idOf('db')]);
  });

  test('is not taken back when a person makes the duplicate an incident again', () => {
    const world = open();
    fails(world, 'web');
    fails(world, 'db');
    world.person(idOf('web'), { state: 'investigating' });
    expect(world.time(world.now())).toEqual([]);
  });

  test('gets further failures of what it took over for as long as it lasts', () => {
    const world = open();
    fails(world, 'web');
    fails(world, 'db');
    const { outcome } = world.send({ service: 'web', dedupKey: 'w2', severity: 'high' });
    expect(outcome).toEqual({ kind: 'collapsed', incident: idOf('db') });
    expect(Object.keys(incident(world, 'db').problems)).toHaveLength(3);
    recovers(world, 'db');
    const { effects } = world.send({ service: 'web', dedupKey: 'w3', severity: 'high' });
    expect(told(effects)).toEqual(['opened: #shop']);
    expect(active(world)).toEqual(['db', 'web-2']);
    expect(world.findings()).toEqual([]);
  });
});

describe('the end of a cascade', () => {
  test('comes with the last problem, wherever it was reported first', () => {
    const world = open();
    for (const service of ['web', 'api', 'db']) fails(world, service);
    for (const service of ['db', 'web']) {
      recovers(world, service);
      expect(incident(world, 'db').state).toBe('investigating');
    }
    recovers(world, 'api');
    expect(incident(world, 'db')).toMatchObject({
      state: 'monitoring',
      components: { 'web-shop': 'operational' },
      public: { status: 'monitoring' },
    });
    expect(world.findings()).toEqual([]);
  });

  test('calls the team of what still fails a grace period after its cause, and only of that', () => {
    const world = open();
    fails(world, 'db');
    fails(world, 'api');
    fails(world, 'web');
    recovers(world, 'db');
    expect(told(world.time(minute(8.9)))).toEqual([]);
    expect(told(world.time(minute(9)))).toEqual(['uncovered: #shop']);
    expect(world.text(idOf('db'))).toContain(
      '[uncovered] api still fails 5 min after what explained it; shop is called',
    );
    expect(told(world.time(minute(60)))).toEqual([]);
    world.send({ service: 'api', dedupKey: 'api', action: 'resolve' }, { at: minute(61) });
    expect(told(world.time(minute(70)))).toEqual(['uncovered: #shop']);
    expect(active(world)).toEqual(['db']);
    expect(world.findings()).toEqual([]);
  });

  test('leaves a cause of its own behind: what needs that joins it and calls nobody', () => {
    const world = open();
    fails(world, 'db', { severity: 'critical' });
    fails(world, 'api', { severity: 'critical' });
    recovers(world, 'db');
    expect(told(world.time(minute(8)))).toEqual(['uncovered: #shop']);
    const { outcome, effects } = world.send({
      service: 'web',
      dedupKey: 'web',
      severity: 'critical',
    });
    expect(outcome).toEqual({ kind: 'applied', incident: idOf('db') });
    expect(told(effects)).toEqual([]);
    expect(world.only().services).toEqual(['db', 'api', 'web']);
  });

  test('calls nobody who recovers within the grace period', () => {
    const world = open();
    fails(world, 'db');
    fails(world, 'api');
    recovers(world, 'db');
    recovers(world, 'api');
    expect(told(world.time(minute(30)))).toEqual([]);
    expect(incident(world, 'db').state).toBe('monitoring');
  });

  test('takes its grace from the rules', () => {
    const rules =
      'cascade:\n  - {id: patient, when: {service: api}, page_child: never, grace: 20m}\n';
    const world = open(chainFiles({ rules }));
    fails(world, 'db');
    fails(world, 'api');
    recovers(world, 'db');
    expect(told(world.time(minute(22.9)))).toEqual([]);
    expect(told(world.time(minute(23)))).toEqual(['uncovered: #shop']);
  });

  test('waits for nothing where the rules say so', () => {
    const rules =
      'cascade:\n  - {id: at-once, when: {service: api}, page_child: never, settle: 0s, grace: 0s}\n';
    const world = open(chainFiles({ rules }));
    fails(world, 'db');
    fails(world, 'api');
    world.send({ service: 'db', dedupKey: 'db', action: 'resolve' });
    expect(told(world.time(world.now()))).toEqual(['uncovered: #shop']);
  });
});

describe('a problem that child and parent both know', () => {
  test('keeps its newest change when the child is taken over', () => {
    const world = open();
    fails(world, 'web');
    const [[shared] = []] = Object.entries(incident(world, 'web').problems);
    if (shared === undefined) throw new Error('web has no problem');
    world.send({ service: 'db', dedupKey: 'db', severity: 'high' });
    const later = minute(30);
    const list = `problems.${shared}`;
    world.person(idOf('db'), {
      [`${list}.state`]: 'recovered',
      [`${list}.since`]: minute(1),
      [`${list}.at`]: later,
      [`${list}.service`]: 'web',
    });
    world.time(world.now());
    expect(incident(world, 'web').state).toBe('duplicate');
    expect(incident(world, 'db').problems[shared]).toMatchObject({ state: 'recovered', at: later });
  });
});
