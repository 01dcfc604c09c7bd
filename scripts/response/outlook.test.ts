import { describe, expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';
import { outlookOf } from './outlook.ts';

const files = smallFiles();
const ID = '2026-11-21-shop';

const startWorld = (): World =>
  createWorld({ organisation: organisationOf(files), files, start: '2026-11-21T09:00:00.000Z' });

/** What was foretold of a signal, with the incidents as they were and as they became. */
const foretell = (world: World, changes: Partial<Signal>): ReturnType<typeof outlookOf> => {
  const book = (): Parameters<typeof outlookOf>[1] => ({
    incidents: world.incidents(),
    ids: new Set(),
  });
  const before = book();
  return outlookOf(world.send(changes), before, book());
};

const words = (world: World, changes: Partial<Signal>): string =>
  foretell(world, changes).trace.result;

describe('an outlook', () => {
  test('names the incident that opens, and whom it tells', () => {
    expect(foretell(startWorld(), { dedupKey: 'a' })).toEqual({
      incident: ID,
      event: 'opened',
      tells: ['#shop'],
      trace: {
        stage: 'incident',
        result: `opens ${ID}, tells #shop`,
        by: null,
        others: [],
      },
    });
  });

  test('counts the problems of the incident that is joined', () => {
    const world = startWorld();
    world.send({ dedupKey: 'a' });
    expect(words(world, { dedupKey: 'b' })).toBe(`joins ${ID}, second problem, tells nobody new`);
    for (const dedupKey of ['c', 'd', 'e', 'f']) world.send({ dedupKey });
    expect(words(world, { dedupKey: 'g' })).toBe(`joins ${ID}, 7th problem, tells nobody new`);
    for (const dedupKey of 'hijklmnopqrst') world.send({ dedupKey });
    expect(words(world, { dedupKey: 'u' })).toBe(`joins ${ID}, 21st problem, tells nobody new`);
  });

  test('says that a repeat changes nothing', () => {
    const world = startWorld();
    world.send({ dedupKey: 'a' });
    expect(foretell(world, { dedupKey: 'a' })).toMatchObject({
      incident: ID,
      event: null,
      tells: [],
      trace: { result: `${ID} has it already: nothing changes` },
    });
  });

  test('says that the last recovery leaves the incident to be watched, an earlier one does not', () => {
    const world = startWorld();
    world.send({ dedupKey: 'a' });
    world.send({ dedupKey: 'b' });
    const ended = { action: 'resolve', status: 'resolved' } as const;
    expect(words(world, { dedupKey: 'a', ...ended })).toBe(`ends a problem of ${ID}`);
    expect(words(world, { dedupKey: 'b', ...ended })).toBe(
      `ends the last problem of ${ID}, which is watched from then on`,
    );
    expect(words(world, { dedupKey: 'b' })).toBe(`fires again in ${ID}, tells #shop`);
  });

  test('says how much worse an incident gets', () => {
    const world = startWorld();
    world.send({ dedupKey: 'a', severity: 'low' });
    const { severity } = world.only();
    const worse = words(world, { dedupKey: 'a', severity: 'critical' });
    expect(worse).toMatch(new RegExp(`^gets worse in ${ID}, ${severity} → sev1, tells `));
  });

  test('says that what was resolved a moment ago is reopened', () => {
    const world = startWorld();
    world.send({ dedupKey: 'a' });
    world.person(ID, { state: 'resolved', 'at.resolved': '2026-11-21T09:01:30Z' });
    expect(words(world, { dedupKey: 'b' })).toBe(`reopens ${ID}, tells #shop`);
  });

  test('says why there is no incident', () => {
    expect(words(startWorld(), { severity: 'info' })).toMatch(/^none: severity rule .+:\d+$/);
    expect(words(startWorld(), { action: 'resolve' })).toBe(
      'none: it ends a problem that has no open incident',
    );
  });
});
