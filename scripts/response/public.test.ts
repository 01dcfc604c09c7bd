import { beforeEach, describe, expect, test } from 'vitest';
import type { Incident } from '../model/incident.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';

const files = smallFiles();
const organisation = organisationOf(files);
const opened = '2026-11-21-shop';

let world: World;
beforeEach(() => {
  world = createWorld({ organisation, files, start: minute(0) });
});

const said = (incident: Incident): readonly string[] =>
  incident.updates.map((update) => `${update.status}: ${update.text}`);

describe('an automatic component', () => {
  test('says one fixed sentence when its incident opens, changes and ends, of nothing but its public name', () => {
    world.send({ severity: 'medium', title: 'SECRET', description: 'SECRET' });
    world.send({ severity: 'critical' });
    world.send({ severity: 'critical', action: 'resolve' });
    expect(world.only()).toMatchObject({
      components: { 'web-shop': 'operational' },
      public: { visibility: 'public', status: 'monitoring', title: 'Web *shop*: major outage' },
    });
    expect(said(world.only())).toEqual([
      'investigating: We are looking into degraded performance of Web \\*shop\\*.',
      'investigating: We are looking into a major outage of Web \\*shop\\*.',
      'monitoring: Our checks see Web \\*shop\\* working again; we keep watching.',
    ]);
  });

  test('says that it is resolved when the quiet period is over', () => {
    world.send({ severity: 'medium' });
    world.send({ severity: 'medium', action: 'resolve' });
    world.time(minute(40));
    expect(said(world.only()).at(-1)).toBe(
      'resolved: Our checks have seen Web \\*shop\\* working since 10:02 UTC; we consider this resolved.',
    );
    expect(world.only().public?.status).toBe('resolved');
  });

  test('begins to speak when a problem that customers do not notice becomes one that they do', () => {
    world.send({ severity: 'low' });
    expect(world.only().public).toBeNull();
    world.send({ severity: 'high' });
    expect(world.only().public).toMatchObject({
      visibility: 'public',
      title: 'Web *shop*: partial outage',
    });
  });

  test('stays silent while nobody outside notices', () => {
    world.send({ severity: 'low' });
    world.send({ severity: 'low', action: 'resolve' });
    expect(world.only()).toMatchObject({ public: null, components: {}, updates: [] });
  });

  test('says nothing more once a person hid the incident', () => {
    world.send({ severity: 'medium' });
    world.person(opened, { 'public.visibility': 'none' });
    world.send({ severity: 'critical' });
    world.send({ severity: 'critical', action: 'resolve' });
    expect(said(world.only())).toHaveLength(1);
    expect(world.only().public?.visibility).toBe('none');
  });

  test('keeps a title that a person wrote', () => {
    world.send({ severity: 'medium' });
    world.person(opened, { 'public.title': 'Ordering is slow today' });
    world.send({ severity: 'critical' });
    expect(world.only().public?.title).toBe('Ordering is slow today');
  });

  test('says so when a resolved incident is reopened, although its component never looked better', () => {
    world.send({ startedAt: minute(0) });
    world.person(opened, {
      state: 'resolved',
      'at.resolved': minute(5),
      'public.status': 'resolved',
    });
    world.send({ startedAt: minute(9), occurredAt: minute(9) }, { at: minute(10) });
    expect(said(world.only())).toHaveLength(2);
    expect(world.only().public?.status).toBe('investigating');
  });

  test('says so below an update that told of the end, where the file states no word', () => {
    world.send({ severity: 'medium' });
    world.send({ severity: 'medium', action: 'resolve' });
    world.person(opened, { 'public.status': null, 'components.web-shop': 'degraded' });
    world.send({ severity: 'medium', dedupKey: 'p2' });
    expect(said(world.only()).at(-1)).toMatch(/^investigating/);
    expect(world.only().public?.status).toBe('investigating');
  });

  test('speaks in the order of its statements, however late a request was received', () => {
    world.send({}, { at: minute(30), received: minute(0) });
    world.send({ action: 'resolve' }, { at: minute(30), received: minute(1) });
    expect(world.only().updates.map((update) => update.at)).toEqual([minute(30), minute(30)]);
    expect(said(world.only()).at(-1)).toMatch(/^monitoring/);
  });
});

describe('the public sees nothing', () => {
  test('of a manual component until a person says so', () => {
    world.send({ service: 'cart' });
    world.send({ service: 'cart', severity: 'critical', dedupKey: 'p2' });
    expect(world.only()).toMatchObject({
      public: null,
      components: { cart: 'major_outage' },
      updates: [],
    });
    world.send({ service: 'cart', action: 'resolve' });
    world.send({ service: 'cart', dedupKey: 'p2', action: 'resolve' });
    expect(world.only()).toMatchObject({
      public: null,
      updates: [],
      components: { cart: 'operational' },
    });
  });

  test('of staging, whatever happens there', () => {
    world.send({ environment: 'staging', severity: 'medium' });
    world.send({ environment: 'stag', severity: 'critical' });
    world.send({ environment: 'staging', action: 'resolve' });
    world.time(minute(600));
    expect(world.only()).toMatchObject({
      environment: 'staging',
      public: null,
      components: {},
      updates: [],
    });
  });
});
