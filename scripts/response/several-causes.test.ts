// A failure that two outages explain, of which one ends first.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Effect } from '../model/effect.ts';
import { type Incident, serviceOf } from '../model/incident.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';

/** `api` needs what is given here; neither database nor caches need anything. */
function filesWith(needs: string): readonly SourceFile[] {
  return smallFiles().map((file) =>
    file.path === 'ownership/products/sales.yaml'
      ? {
          path: file.path,
          text: `schema: tocsin/product@1
name: Sales
function: backend
services:
  - {id: db, name: Database, teams: {backend: stores}}
  - {id: cache-a, name: First cache, teams: {backend: stores}}
  - {id: cache-b, name: Second cache, teams: {backend: stores}}
  - {id: api, name: API, teams: {backend: shop}, needs: ${needs}}
`,
        }
      : file,
  );
}

function worldWith(needs: string): World {
  const files = filesWith(needs);
  return createWorld({ organisation: organisationOf(files), files, start: minute(0) });
}

function say(world: World, service: string, at: number, more: object = {}): void {
  world.send({ service, dedupKey: service, severity: 'high', ...more }, { at: minute(at) });
  world.time(minute(at));
}

const recovers = { action: 'resolve' };

const calls = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'notify' ? [effect.event] : []));

const incident = (world: World, service: string): Incident | undefined =>
  world.incidents().find(({ id }) => id === `2026-11-21-${service}`);

const firingIn = (found: Incident | undefined): readonly (string | null)[] =>
  found === undefined
    ? []
    : Object.values(found.problems)
        .filter(({ state }) => state === 'firing')
        .map((problem) => serviceOf(found, problem));

describe('a failure that two outages explain', () => {
  test('has its grace since the end of the outage that explained it last, wherever that was written', () => {
    const world = worldWith('[{any_of: [cache-a, cache-b]}]');
    say(world, 'cache-a', 0);
    say(world, 'cache-b', 0.1);
    say(world, 'api', 0.2);
    expect(firingIn(incident(world, 'cache-a'))).toEqual(['cache-a', 'api']);
    say(world, 'cache-b', 20, recovers);
    expect(calls(world.time(minute(24.9)))).toEqual([]);
    expect(calls(world.time(minute(25)))).toEqual(['uncovered']);
  });

  test('goes to the other one when the first ends, and that keeps its own story', () => {
    const world = worldWith('[db, cache-a]');
    say(world, 'db', 0);
    say(world, 'cache-a', 1);
    say(world, 'api', 2);
    expect(firingIn(incident(world, 'db'))).toEqual(['db', 'api']);
    say(world, 'db', 20, recovers);
    world.time(minute(20));
    expect(incident(world, 'db')).toMatchObject({ state: 'monitoring', services: ['db'] });
    expect(Object.keys(incident(world, 'db')?.problems ?? {})).toHaveLength(1);
    expect(incident(world, 'cache-a')?.services).toEqual(['cache-a', 'api']);
    expect(firingIn(incident(world, 'cache-a'))).toEqual(['cache-a', 'api']);
    expect(world.findings()).toEqual([]);
  });
});
