import type { Response } from './response.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';

const files = smallFiles();
const organisation = organisationOf(files);
const open = (store = true): World => createWorld({ organisation, files, start: minute(0), store });
const opened = '2026-11-21-shop';
const resolve = { action: 'resolve' as const };

let world: World;
beforeEach(() => {
  world = open();
});

describe('a firing signal', () => {
  test('opens an incident that names service, owner, severity and its problem', () => {
    const { outcome, effects } = world.send({ occurredAt: minute(-2), startedAt: minute(-3) });
    expect(outcome).toEqual({ kind: 'applied', incident: opened });
    expect(effects.map((effect) => effect.kind)).toEqual(['open_incident', 'notify']);
    expect(world.only()).toMatchObject({
      state: 'investigating',
      severity: 'sev1',
      category: 'down',
      services: ['shop'],
      owner: { team: 'shop', function: 'backend', product: 'sales' },
      at: { started: minute(-3), detected: minute(1), declared: minute(1) },
    });
    expect(Object.values(world.only().problems)).toEqual([
      { state: 'firing', since: minute(-3), at: minute(-2), severity: 'sev1' },
    ]);
  });

  test('waits in triage when it is minor', () => {
    world.send({ severity: 'medium' });
    expect(world.only().state).toBe('triage');
  });

  test('that repeats what is known changes nothing', () => {
    world.send({});
    expect(world.send({})).toEqual({
      outcome: { kind: 'collapsed', incident: opened },
      effects: [],
    });
  });

  test('of a further problem joins the incident of its group, with its own words', () => {
    world.send({});
    const { outcome, effects } = world.send({ dedupKey: 'p2', title: 'Another one' });
    expect(outcome).toEqual({ kind: 'applied', incident: opened });
    expect(effects).toMatchObject([{ kind: 'edit_incident', event: 'joined' }]);
    expect(Object.keys(world.only().problems)).toHaveLength(2);
    expect(world.text()).toContain('Another one');
  });

  test('of a further problem calls when all others had recovered', () => {
    world.send({});
    world.send(resolve);
    const { effects } = world.send({ dedupKey: 'p2' });
    expect(effects).toMatchObject([{ event: 'joined' }, { kind: 'notify', event: 'joined' }]);
    expect(world.send({ dedupKey: 'p3' }).effects.map(({ kind }) => kind)).toEqual([
      'edit_incident',
    ]);
  });

  test('that is worse raises the incident and tells people again', () => {
    world.send({ severity: 'medium' });
    const { effects } = world.send({ severity: 'critical' });
    expect(effects).toMatchObject([{ event: 'raised' }, { kind: 'notify', event: 'raised' }]);
    expect(world.only()).toMatchObject({ severity: 'sev1', severityMax: 'sev1' });
  });

  test('that makes it graver leaves the rule behind it in the timeline, and names its kind where none was named', () => {
    world.send({ severity: 'low' });
    expect(world.only()).toMatchObject({ severity: 'sev4', category: 'other' });
    world.send({ severity: 'high' });
    expect(world.only()).toMatchObject({ severity: 'sev2', category: 'errors' });
    world.send({ dedupKey: 'p2', severity: 'critical' });
    expect(world.only()).toMatchObject({ severity: 'sev1', category: 'errors' });
    expect(world.text()).toContain(
      '[raised] sev4 → sev2, watch by severity rule `high`, rules/00-global.yaml:5 <!--',
    );
    expect(world.text()).toContain(
      '[joined] watch reports a further problem, sev2 → sev1 by severity rule `critical`, rules/00-global.yaml:4 <!--',
    );
    expect(world.findings()).toEqual([]);
  });

  test('that makes it urgent ends its triage', () => {
    world.send({ severity: 'medium' });
    world.send({ dedupKey: 'p2', severity: 'high' });
    expect(world.only()).toMatchObject({ state: 'investigating', severity: 'sev2' });
  });

  test('tells under a new key with each raise', () => {
    const keys = [{ severity: 'low' }, { severity: 'high' }, { severity: 'critical' }] as const;
    const told = keys.flatMap((change) =>
      world
        .send({ ...change, startedAt: minute(0) })
        .effects.flatMap((effect) => (effect.kind === 'notify' ? [effect.key] : [])),
    );
    expect(new Set(told).size).toBe(3);
  });

  test('that is milder never lowers it', () => {
    world.send({});
    expect(world.send({ severity: 'low' }).effects).toEqual([]);
    expect(world.only().severity).toBe('sev1');
  });

  test.each([
    [{ severity: 'info' }, 'severity rule info, rules/00-global.yaml:3'],
    [{ labels: { probe: 'yes' } }, 'gate rule probes, rules/00-global.yaml:9'],
  ] as const)('%j opens nothing and names the rule', (changes, reason) => {
    expect(world.send(changes)).toEqual({ outcome: { kind: 'gated', reason }, effects: [] });
  });

  test('that the rules gate does not join either', () => {
    world.send({});
    expect(world.send({ dedupKey: 'p2', severity: 'info' }).outcome.kind).toBe('gated');
  });

  test('of nobody goes to triage under the name of its source', () => {
    world.send({ service: 'unheard-of' }, { source: 'other' });
    expect(world.only()).toMatchObject({
      id: '2026-11-21-unowned-other',
      owner: { team: 'desk' },
      services: [],
    });
  });

  test('gets the next number when the id is taken', () => {
    world.send({});
    world.send({ environment: 'staging', dedupKey: 'p2' });
    expect(world.incidents().map((incident) => incident.id)).toEqual([opened, `${opened}-2`]);
  });

  test('makes a title that fits, however long the ids are', () => {
    world.send({ service: null }, { source: `s${'o'.repeat(62)}` });
    expect(world.only().title.length).toBeLessThanOrEqual(120);
  });

  test('keeps the file readable in a storm of problems', () => {
    for (let count = 0; count < 40; count += 1)
      world.send({ dedupKey: `p${count}`, description: 'x'.repeat(5000) });
    expect(Object.keys(world.only().problems)).toHaveLength(40);
    expect(world.text().length).toBeLessThan(120_000);
  });
});

describe('a group that spans teams', () => {
  test('calls each team with the first of its problems, once', () => {
    const spanning = files.map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? {
            path: file.path,
            text: file.text.replace('by: [service, environment]', 'by: [environment]'),
          }
        : file,
    );
    world = createWorld({
      organisation: organisationOf(spanning),
      files: spanning,
      start: minute(0),
    });
    const called = (service: string, dedupKey: string): readonly string[] =>
      world
        .send({ service, dedupKey })
        .effects.flatMap((effect) => (effect.kind === 'notify' ? effect.destinations : []))
        .flatMap((each) => (each.kind === 'channel' ? [each.channel] : []));
    expect(called('shop', 's1')).toEqual(['#shop']);
    expect(called('ledger', 'l1')).toEqual(['#stores']);
    expect(called('ledger', 'l2')).toEqual([]);
    expect(called('shop', 's2')).toEqual([]);
    expect(world.text()).toContain('reports a further problem; called now: #stores');
    expect(world.findings()).toEqual([]);
  });
});

describe('a recovery', () => {
  test('of one of two leaves the incident open', () => {
    world.send({});
    world.send({ dedupKey: 'p2' });
    world.send(resolve);
    expect(world.only()).toMatchObject({ state: 'investigating' });
    expect(world.text()).toContain('one problem ended, 1 still fires');
  });

  test('of the last one lets people watch, and never closes', () => {
    world.send({});
    world.send({ ...resolve, occurredAt: minute(1.5) });
    expect(world.only()).toMatchObject({ state: 'monitoring', at: { mitigated: minute(1.5) } });
  });

  test('counts the end of the problem that ended last, in whatever order they arrive', () => {
    world.send({ occurredAt: minute(0) });
    world.send({ dedupKey: 'p2', occurredAt: minute(0) });
    world.send({ ...resolve, occurredAt: minute(9) }, { at: minute(9) });
    world.send({ ...resolve, dedupKey: 'p2', occurredAt: minute(5) }, { at: minute(10) });
    expect(world.only().at.mitigated).toBe(minute(9));
  });

  test('without an incident is ignored, and its late trigger opens nothing', () => {
    expect(world.send({ ...resolve, occurredAt: minute(5) }, { at: minute(5) }).outcome.kind).toBe(
      'ignored',
    );
    expect(world.send({ occurredAt: minute(4) }, { at: minute(6) })).toEqual({
      outcome: { kind: 'collapsed', incident: null },
      effects: [],
    });
  });

  test('that is older than the firing changes nothing, also when the store was lost', () => {
    const forgetful = open(false);
    forgetful.send({ occurredAt: minute(5) }, { at: minute(5) });
    expect(
      forgetful.send({ ...resolve, occurredAt: minute(4) }, { at: minute(6) }).outcome.kind,
    ).toBe('collapsed');
    expect(forgetful.only().state).toBe('investigating');
  });

  test('before a recurrence makes the problem fire again, with no end left', () => {
    world.send({});
    world.send(resolve);
    const { effects } = world.send({});
    expect(effects).toMatchObject([{ event: 'recurred' }, { kind: 'notify' }]);
    expect(world.only()).toMatchObject({ state: 'investigating' });
    expect(world.only().at.mitigated).toBeUndefined();
  });
});

describe('an acknowledgement', () => {
  test('is kept once and takes the incident out of triage', () => {
    world.send({ severity: 'low' });
    expect(world.send({ action: 'acknowledge' }).effects).toMatchObject([
      { event: 'acknowledged' },
    ]);
    expect(world.only()).toMatchObject({ state: 'investigating', at: { acknowledged: minute(2) } });
    expect(world.send({ action: 'acknowledge' }).outcome.kind).toBe('collapsed');
  });

  test('that comes after the end is no milestone any more', () => {
    world.send({});
    world.send(resolve);
    expect(world.send({ action: 'acknowledge' }).outcome.kind).toBe('collapsed');
    expect(world.findings()).toEqual([]);
  });

  test('of a clock that runs ahead counts when it was received', () => {
    world.send({});
    world.send({ action: 'acknowledge', occurredAt: minute(600) });
    expect(world.only().at.acknowledged).toBe(minute(2));
  });

  test('or a note without an incident is ignored', () => {
    expect(world.send({ action: 'acknowledge' }).outcome.kind).toBe('ignored');
    expect(world.send({ action: 'update' }).outcome.kind).toBe('ignored');
    expect(world.send({}).outcome).toEqual({ kind: 'applied', incident: opened });
  });
});

describe.each([
  ['with a store', true],
  ['without a store', false],
])('after people ended an incident, %s', (_name, store) => {
  beforeEach(() => {
    world = open(store);
    world.send({ startedAt: minute(0) });
    world.send({ action: 'acknowledge' });
  });
  const end = (): void => world.person(opened, { state: 'resolved', 'at.resolved': minute(10) });

  test('a repeat of the firing that they ended opens nothing, and takes it up again after a quiet period', () => {
    end();
    const repeat = (at: number): Response =>
      world.send({ startedAt: minute(0), occurredAt: minute(at) }, { at: minute(at) });
    for (const at of [11, 39])
      expect(repeat(at).outcome).toEqual({ kind: 'collapsed', incident: opened });
    const { outcome, effects } = repeat(40);
    expect(outcome).toEqual({ kind: 'applied', incident: opened });
    expect(effects).toMatchObject([{ event: 'reopened' }, { kind: 'notify', event: 'reopened' }]);
    expect(world.only()).toMatchObject({ id: opened, state: 'investigating' });
    // Whoever took it before has not taken this.
    expect(world.only()).toMatchObject({ handover: { at: minute(40), taken: null } });
    world.send({ action: 'acknowledge' }, { at: minute(42) });
    expect(world.only()).toMatchObject({ handover: { at: minute(40), taken: minute(42) } });
    expect(world.text(opened)).toContain(
      'reports that it never stopped, resolved at 10:10 UTC before',
    );
  });

  test('a repeat of what they declined opens nothing, even days later', () => {
    world.person(opened, { state: 'declined', 'at.closed': minute(10) });
    expect(
      world.send({ startedAt: minute(0), occurredAt: minute(5000) }, { at: minute(5000) }).outcome
        .kind,
    ).toBe('collapsed');
  });

  test('a repeat of a tool that states no beginning opens nothing inside the window, and calls after it', () => {
    end();
    expect(world.send({}, { at: minute(20) }).outcome.kind).toBe('collapsed');
    expect(world.send({}, { at: minute(60) }).outcome).toEqual({
      kind: 'applied',
      incident: `${opened}-2`,
    });
  });

  test('a new firing inside the window reopens it, with no end left', () => {
    end();
    const { effects } = world.send(
      { startedAt: minute(20), occurredAt: minute(20) },
      { at: minute(20) },
    );
    expect(effects).toMatchObject([{ event: 'reopened' }, { kind: 'notify', event: 'reopened' }]);
    expect(world.only()).toMatchObject({ state: 'investigating' });
    expect(world.only().at).toEqual({
      started: minute(0),
      detected: minute(1),
      declared: minute(1),
      acknowledged: minute(2),
    });
    world.send(resolve, { at: minute(25) });
    expect(world.findings()).toEqual([]);
  });

  test('a new firing after the window is a new incident', () => {
    end();
    expect(
      world.send({ startedAt: minute(41), occurredAt: minute(41) }, { at: minute(41) }).outcome,
    ).toEqual({ kind: 'applied', incident: `${opened}-2` });
  });

  test('the recovery is remembered, so that the next firing is a new one', () => {
    end();
    expect(world.send(resolve, { at: minute(12) }).effects).toMatchObject([{ event: 'recovered' }]);
    expect(world.only().state).toBe('resolved');
    expect(world.send({}, { at: minute(15) }).effects).toMatchObject([{ event: 'reopened' }, {}]);
  });

  test('a firing after that recovery is a new one, even of a tool that keeps stating its first beginning', () => {
    end();
    world.send({ ...resolve, startedAt: minute(0) }, { at: minute(12) });
    expect(world.send({ startedAt: minute(0) }, { at: minute(15) }).effects).toMatchObject([
      { event: 'reopened' },
      {},
    ]);
  });

  test('a closed one is reopened inside the window too', () => {
    world.person(opened, { state: 'closed', 'at.resolved': minute(10), 'at.closed': minute(11) });
    world.send({ startedAt: minute(20), occurredAt: minute(20) }, { at: minute(20) });
    expect(world.only()).toMatchObject({ state: 'investigating' });
    expect(world.findings()).toEqual([]);
  });

  test('one that is a duplicate or was declined is never reopened', () => {
    world.person(opened, { state: 'declined' });
    expect(
      world.send({ startedAt: minute(20), occurredAt: minute(20) }, { at: minute(20) }).outcome,
    ).toEqual({ kind: 'applied', incident: `${opened}-2` });
  });
});

describe('time', () => {
  const day = minute(24 * 60);

  test.each([
    ['medium', 'resolved'],
    ['low', 'resolved'],
    ['high', 'monitoring'],
    ['critical', 'monitoring'],
  ] as const)('after the quiet period leaves an incident of %s %s', (severity, state) => {
    world.send({ severity });
    world.send({ ...resolve, severity });
    expect(world.time(minute(31.9))).toEqual([]);
    world.time(minute(32));
    expect(world.only().state).toBe(state);
    expect(world.time(day)).toEqual([]);
    expect(world.findings()).toEqual([]);
  });

  test('resolves nothing that was once major, that still fires or that people declared', () => {
    world.send({ severity: 'low' });
    world.send({ severity: 'high' });
    world.person(opened, { severity: 'sev4' });
    world.send(resolve);
    expect(world.time(day)).toEqual([]);
  });
});
