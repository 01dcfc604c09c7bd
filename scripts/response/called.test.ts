// Who is called about an incident that others were called about before.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Effect } from '../model/effect.ts';
import { nameOf } from '../rules/destinations.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';

const RULES = {
  security: `  - id: security
    when: {label.alertname: {glob: "Security*"}}
    also: [{channel: "#security"}]
`,
  fraud: `  - id: fraud
    when: {label.alertname: Fraud}
    to: [{channel: "#fraud"}, team-channel]
`,
};

const files: readonly SourceFile[] = smallFiles().map((file) =>
  file.path === 'rules/00-global.yaml' && 'text' in file
    ? {
        path: file.path,
        text: file.text.replace('notify:\n', `notify:\n${RULES.security}${RULES.fraud}`),
      }
    : file,
);
const open = (): World =>
  createWorld({ organisation: organisationOf(files), files, start: minute(0) });

const told = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'notify' ? effect.destinations.map(nameOf) : []));
const fails = (world: World, alertname: string, more: object = {}): readonly string[] =>
  told(
    world.send({ dedupKey: alertname, severity: 'high', labels: { alertname }, ...more }).effects,
  );

describe('while something minor keeps an incident open', () => {
  const HOUR = 60;
  const later = (
    world: World,
    dedupKey: string,
    severity: 'critical' | 'high' | 'low',
    hours: number,
  ): readonly string[] =>
    told(world.send({ dedupKey, severity }, { at: minute(hours * HOUR) }).effects);
  const minorIsLeft = (): World => {
    const world = open();
    world.send({ dedupKey: 'a', severity: 'critical' });
    world.send({ dedupKey: 'b', severity: 'low' });
    world.send({ dedupKey: 'a', action: 'resolve' });
    expect(world.only()).toMatchObject({ state: 'investigating', severity: 'sev1' });
    return world;
  };

  test('what is worse than all that still fires calls again', () => {
    const world = minorIsLeft();
    expect(later(world, 'c', 'critical', 4)).toEqual(['#shop']);
    expect(later(world, 'd', 'critical', 5)).toEqual([]);
    expect(world.findings()).toEqual([]);
  });

  test('what gets worse than all that fires besides calls again, once', () => {
    const world = minorIsLeft();
    expect(later(world, 'b', 'high', 4)).toEqual(['#shop']);
    expect(world.text()).toContain('[raised] watch: sev2 again, while less fires');
    expect(later(world, 'b', 'high', 5)).toEqual([]);
    expect(later(world, 'b', 'low', 6)).toEqual([]);
    expect(later(world, 'b', 'high', 7)).toEqual([]);
  });

  test('what is as bad as what still fires calls nobody', () => {
    expect(later(minorIsLeft(), 'c', 'low', 4)).toEqual([]);
  });

  test('what gets as bad as something else is noted in the list only', () => {
    const world = open();
    world.send({ dedupKey: 'a', severity: 'critical' });
    world.send({ dedupKey: 'b', severity: 'low' });
    const { outcome, effects } = world.send({ dedupKey: 'b', severity: 'high' });
    expect(outcome.kind).toBe('collapsed');
    expect(effects).toMatchObject([{ kind: 'edit_incident', edits: [{ value: 'sev2' }] }]);
    world.send({ dedupKey: 'a', action: 'resolve' });
    expect(later(world, 'c', 'high', 4)).toEqual([]);
  });

  test('a severity that a person set is left alone by what says nothing new', () => {
    const world = open();
    world.send({ dedupKey: 'a', severity: 'critical' });
    world.person(world.only().id, { severity: 'sev3' });
    expect(world.send({ dedupKey: 'a', severity: 'critical' }).effects).toEqual([]);
    expect(world.only().severity).toBe('sev3');
  });
});

describe('a further problem', () => {
  test('calls those whom a rule adds for it, although the others were called before', () => {
    const world = open();
    expect(fails(world, 'LoginErrors')).toEqual(['#shop']);
    expect(fails(world, 'SecurityLoginFailures')).toEqual(['#security']);
    expect(world.only().called).toEqual(['#shop', '#security']);
    expect(world.text()).toContain('reports a further problem; called now: #security');
    expect(world.findings()).toEqual([]);
  });

  test('calls those whom a rule of its own names, and nobody a second time', () => {
    const world = open();
    fails(world, 'LoginErrors');
    expect(fails(world, 'Fraud')).toEqual(['#fraud']);
    expect(fails(world, 'Fraud', { dedupKey: 'f2' })).toEqual([]);
    expect(fails(world, 'SecurityScan')).toEqual(['#security']);
    expect(fails(world, 'SecurityLoginFailures')).toEqual([]);
  });

  test('that makes it worse calls all whom it names', () => {
    const world = open();
    fails(world, 'LoginErrors');
    expect(fails(world, 'SecurityBreach', { severity: 'critical' })).toEqual([
      '#shop',
      '#security',
    ]);
    expect(world.only().called).toEqual(['#shop', '#security']);
  });

  test('that customers report calls nobody', () => {
    const world = open();
    fails(world, 'LoginErrors');
    expect(fails(world, 'SecurityLoginFailures', { kind: 'report' })).toEqual([]);
  });

  test('beyond the list of a storm still calls those whom it names first', () => {
    const world = open();
    for (let turn = 0; turn < 200; turn += 1) fails(world, 'LoginErrors', { dedupKey: `p${turn}` });
    expect(fails(world, 'SecurityLoginFailures')).toEqual(['#security']);
    expect(fails(world, 'SecurityLoginFailures', { dedupKey: 'another' })).toEqual([]);
  });
});
