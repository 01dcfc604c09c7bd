// What is confidential learns of nothing, and nothing learns of it.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { chainFiles, groupedByTeam } from './testing/chain.ts';
import { createWorld, type World } from './testing/world.ts';
import type { Response } from './response.ts';

const idOf = (service: string): string => `2026-11-21-${service}`;
const report = { kind: 'report', vendor: 'zendesk', severity: 'medium' } as const;

describe('a customer’s report', () => {
  const open = (): World => {
    const files = smallFiles();
    const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
    world.send({});
    // As somebody declares it: no rule grouped anything.
    world.person('2026-11-21-shop', { group: null });
    return world;
  };
  const joins = (set: Readonly<Record<string, string | null>>): boolean => {
    const world = open();
    world.person('2026-11-21-shop', set);
    world.send({ ...report, dedupKey: '1' }, { source: 'other' });
    return world.incidents().length === 1;
  };

  test('joins what was declared of its service, but nothing confidential', () => {
    expect(joins({})).toBe(true);
    expect(joins({ category: 'security' })).toBe(true);
    expect(joins({ 'public.visibility': 'restricted' })).toBe(false);
    expect(joins({ category: 'security', public: null })).toBe(false);
  });
});

describe('a failure whose cause is confidential', () => {
  const open = (): World => {
    const files = chainFiles();
    return createWorld({ organisation: organisationOf(files), files, start: minute(0) });
  };
  const fails = (world: World, service: string, more: object = {}): Response => {
    const response = world.send({ service, dedupKey: service, severity: 'high', ...more });
    world.time(world.now());
    return response;
  };
  const incident = (world: World, service: string): Incident => {
    const found = world.incidents().find(({ id }) => id === idOf(service));
    if (found === undefined) throw new Error(`no incident of ${service}`);
    return found;
  };
  const keep = (world: World, service: string): void =>
    world.person(idOf(service), { 'public.visibility': 'restricted' });

  test('opens its own incident, which calls its team and names nothing of the cause', () => {
    const world = open();
    fails(world, 'db');
    keep(world, 'db');
    const kept = world.text(idOf('db'));
    const { effects } = fails(world, 'web');
    expect(effects.map(({ kind }) => kind)).toEqual(['open_incident', 'notify']);
    expect(world.text(idOf('db'))).toBe(kept);
    expect(world.text(idOf('web'))).not.toContain(idOf('db'));
    expect(world.text(idOf('web'))).not.toContain('explained by');
    expect(world.findings()).toEqual([]);
  });

  test('is neither taken over nor linked when the cause shows late, acknowledged or not', () => {
    const world = open();
    fails(world, 'web');
    fails(world, 'api');
    world.person(idOf('api'), { 'at.acknowledged': world.now() });
    const before = [world.text(idOf('web')), world.text(idOf('api'))];
    world.send({ service: 'db', dedupKey: 'db', severity: 'high' });
    keep(world, 'db');
    expect(world.time(minute(9))).toEqual([]);
    expect([world.text(idOf('web')), world.text(idOf('api'))]).toEqual(before);
  });

  test('stays with a cause that others may know of, whatever else explains it', () => {
    const world = open();
    fails(world, 'api');
    fails(world, 'web');
    expect(incident(world, 'api').services).toEqual(['api', 'web']);
    world.send({ service: 'disk', dedupKey: 'disk', severity: 'critical' });
    keep(world, 'disk');
    expect(world.time(minute(9))).toEqual([]);
    expect(incident(world, 'api').services).toEqual(['api', 'web']);
  });

  test('calls its team after what others know of as its cause is over', () => {
    const world = open();
    fails(world, 'api');
    fails(world, 'web');
    world.send({ service: 'disk', dedupKey: 'disk', severity: 'high' });
    keep(world, 'disk');
    world.send({ service: 'api', dedupKey: 'api', action: 'resolve' });
    const effects = world.time(minute(20));
    expect(effects.map(({ kind }) => kind)).toEqual(['edit_incident', 'notify']);
    expect(world.text(idOf('api'))).toContain('[uncovered] web still fails');
  });
});

describe('what is confidential', () => {
  test('still explains what it held before, and nobody is called for that', () => {
    const files = chainFiles();
    const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
    world.send({ service: 'db', dedupKey: 'db', severity: 'high' });
    world.send({ service: 'web', dedupKey: 'web', severity: 'high' });
    world.person(idOf('db'), { 'public.visibility': 'restricted' });
    expect(world.only().services).toEqual(['db', 'web']);
    expect(world.time(minute(60))).toEqual([]);
  });

  test('keeps a further failure of its group to itself, whatever explains that', () => {
    const files = groupedByTeam(chainFiles());
    const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
    world.send({ service: 'pay', dedupKey: 'pay', severity: 'high' });
    world.person(idOf('pay'), { 'public.visibility': 'restricted' });
    world.send({ service: 'db', dedupKey: 'db', severity: 'high' });
    world.send({ service: 'web', dedupKey: 'web', severity: 'high' });
    expect(world.time(minute(9))).toEqual([]);
    expect(world.text(idOf('pay'))).toContain('web');
    expect(world.text(idOf('db'))).not.toContain('web');
  });

  test('is not taken over by what explains it', () => {
    const files = chainFiles();
    const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
    world.send({ service: 'web', dedupKey: 'web', severity: 'high' });
    world.person(idOf('web'), { 'public.visibility': 'restricted' });
    world.send({ service: 'db', dedupKey: 'db', severity: 'high' });
    expect(world.time(minute(9))).toEqual([]);
    expect(world.text(idOf('db'))).not.toContain(idOf('web'));
  });
});
