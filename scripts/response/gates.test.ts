import { describe, expect, test } from 'vitest';
import { minute, organisationOf } from '../rules/testing/organisation.ts';
import { chainFiles } from './testing/chain.ts';
import { createWorld, type World } from './testing/world.ts';

const open = (options: Parameters<typeof chainFiles>[0] = {}): World => {
  const files = chainFiles(options);
  return createWorld({ organisation: organisationOf(files), files, start: minute(0) });
};
const toggle = (world: World, times: number): void => {
  for (let turn = 0; turn < times; turn += 1)
    world.send({
      service: 'web',
      severity: 'high',
      action: turn % 2 === 0 ? 'trigger' : 'resolve',
    });
};

describe('a threshold', () => {
  const rules =
    'gate:\n  - {id: watched, when: {label.probe: "yes"}, action: record}\n  - {id: restarts, when: {service: web}, threshold: {count: 3, within: 10m}}\n';
  const withThreshold = (): World => {
    const files = chainFiles().map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? { path: file.path, text: file.text.replace('gate:\n', rules) }
        : file,
    );
    return createWorld({ organisation: organisationOf(files), files, start: minute(0) });
  };

  test('that is crossed opens with all problems that it held back, and says how many signals that took', () => {
    const world = withThreshold();
    for (const dedupKey of ['p1', 'p2'])
      expect(world.send({ service: 'web', dedupKey, severity: 'high' }).outcome).toMatchObject({
        kind: 'gated',
        reason: expect.stringMatching(/^threshold restarts, rules\/00-global\.yaml:/),
      });
    world.send({ service: 'web', dedupKey: 'p3', severity: 'high' });
    expect(Object.keys(world.only().problems)).toHaveLength(3);
    expect(world.text()).toContain('after 3 signals in 2 min');
    expect(world.only().at.started).toBe(minute(1));
    expect(world.findings()).toEqual([]);
  });

  test('holds back no listed problem that gets worse, and everything else does', () => {
    const world = withThreshold();
    for (const dedupKey of ['p1', 'p2', 'p3'])
      world.send({ service: 'web', dedupKey, severity: 'medium' });
    const probe = { labels: { probe: 'yes' } };
    const at = { at: minute(30) };
    const worse = { service: 'web', dedupKey: 'p1', severity: 'critical' } as const;
    expect(world.send({ ...worse, ...probe }, at).outcome.kind).toBe('gated');
    expect(world.send({ ...worse, dedupKey: 'p9' }, at).outcome.kind).toBe('gated');
    const { effects } = world.send(worse, { at: minute(31) });
    expect(effects).toMatchObject([{ event: 'raised' }, { kind: 'notify', severity: 'sev1' }]);
    expect(world.only().severity).toBe('sev1');
  });

  test('hands the recoveries of what it held back to the incident', () => {
    const world = withThreshold();
    const keys = ['p1', 'p2', 'p3'];
    for (const dedupKey of keys) world.send({ service: 'web', dedupKey, severity: 'high' });
    for (const dedupKey of keys) {
      expect(world.only().state).toBe('investigating');
      world.send({ service: 'web', dedupKey, action: 'resolve' });
    }
    expect(world.only().state).toBe('monitoring');
  });
});

describe('a flapping problem', () => {
  const rules = '';
  const flapping = (): World => {
    const flap =
      'gate:\n  - {id: shaky, when: {service: web}, flap: {enter: 4, leave: 2, within: 30m}}\n';
    const files = chainFiles({ rules }).map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? { path: file.path, text: file.text.replace('gate:\n', flap) }
        : file,
    );
    return createWorld({ organisation: organisationOf(files), files, start: minute(0) });
  };

  test('keeps its incident as it is and says so once', () => {
    const world = flapping();
    toggle(world, 12);
    expect(world.only().state).toBe('investigating');
    expect(world.text().match(/\[flapping\]/g)).toHaveLength(1);
    const before = world.text();
    toggle(world, 6);
    expect(world.text()).toBe(before);
    expect(world.findings()).toEqual([]);
  });

  test('has recovered when it stayed quiet for the whole window', () => {
    const world = flapping();
    toggle(world, 12);
    expect(world.time(minute(41.9))).toEqual([]);
    world.time(minute(42));
    expect(world.only()).toMatchObject({ state: 'monitoring', at: { mitigated: minute(12) } });
    expect(world.text()).toContain('quiet since 10:12 UTC, it flaps no more');
    expect(world.findings()).toEqual([]);
  });

  test('that fires again after the window is steady, and its next recovery is believed', () => {
    const world = flapping();
    toggle(world, 12);
    world.send({ service: 'web', severity: 'high' }, { at: minute(80) });
    expect(world.text()).toContain('[steady] watch fires without flapping');
    expect(Object.values(world.only().problems)).toEqual([
      expect.not.objectContaining({ flapping: true }),
    ]);
    world.send({ service: 'web', action: 'resolve' }, { at: minute(120) });
    expect(world.only().state).toBe('monitoring');
  });

  test('that fires on goes on: nothing is believed', () => {
    const world = flapping();
    toggle(world, 11);
    world.time(minute(120));
    expect(world.only().state).toBe('investigating');
  });
});

describe('a team that only tries its rules', () => {
  test('gets no incident and no message, and the reason is kept', () => {
    const world = open({ shopMode: 'shadow' });
    const { outcome, effects } = world.send({ service: 'web', severity: 'critical' });
    expect(outcome).toMatchObject({ kind: 'gated', reason: expect.stringContaining('shadow') });
    expect(effects).toEqual([]);
  });

  test('is not drawn into the incident of a cause, nor called after it', () => {
    const world = open({ shopMode: 'shadow' });
    world.send({ service: 'db', dedupKey: 'db', severity: 'high' });
    world.send({ service: 'web', dedupKey: 'web', severity: 'high' });
    expect(world.only().services).toEqual(['db']);
  });
});

describe('a gated signal', () => {
  test('neither raises nor recurs, and counts again once the gate is open', () => {
    const probe = { labels: { probe: 'yes' } };
    const world = open();
    world.send({ service: 'disk', severity: 'medium' });
    expect(world.send({ service: 'disk', severity: 'critical', ...probe }).outcome.kind).toBe(
      'gated',
    );
    world.send({ service: 'disk', action: 'resolve' });
    expect(world.send({ service: 'disk', severity: 'medium', ...probe }).outcome.kind).toBe(
      'gated',
    );
    expect(world.only().state).toBe('monitoring');
    world.send({ service: 'disk', severity: 'medium' });
    expect(world.only().state).toBe('investigating');
  });
});

describe('an escalation', () => {
  test('stands in the decision of a new incident with its times and destinations', () => {
    const files = chainFiles().map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? {
            path: file.path,
            text: file.text
              .replace('to: [on-call, team-channel]', 'to: [on-call], escalate: standard')
              .concat(
                'escalations:\n  standard: {steps: [{after: 15m, to: [team-lead]}, {after: 30m, to: [{channel: "#desk"}]}]}\n',
              ),
          }
        : file,
    );
    const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
    world.send({ service: 'disk' });
    expect(world.text()).toContain(
      '[would escalate] 2026-11-21 10:16 UTC: stores-lead (leads stores)',
    );
    expect(world.text()).toContain('[would escalate] 2026-11-21 10:31 UTC: #desk');
    expect(world.findings()).toEqual([]);
  });
});
