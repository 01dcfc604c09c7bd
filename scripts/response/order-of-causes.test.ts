// Where several causes explain a failure: whichever signal came first, it ends with the one that a fresh look chooses.
// That holds for what nobody acted on: what people took, said something about, or what customers read of, stays where
// it was. Nor does it for thresholds, whose incidents begin with what was counted by then, and for services that need
// each other in a circle, where the first to fail is the cause.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { type Incident, serviceOf } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { chainFiles, groupedByTeam } from './testing/chain.ts';
import { createWorld, type World } from './testing/world.ts';

const files: readonly SourceFile[] = smallFiles().map((file) =>
  file.path === 'ownership/products/sales.yaml'
    ? {
        path: file.path,
        text: `schema: tocsin/product@1
name: Sales
function: backend
services:
  - {id: net, name: Network, teams: {backend: stores}}
  - {id: db, name: Database, teams: {backend: stores}, needs: [net]}
  - {id: cache-a, name: First cache, teams: {backend: stores}, needs: [net]}
  - {id: cache-b, name: Second cache, teams: {backend: stores}}
  - {id: queue, name: Queue, teams: {backend: stores}}
  - {id: api, name: API, teams: {backend: shop}, needs: [db, queue, {any_of: [cache-a, cache-b]}]}
  - {id: web, name: Web, teams: {backend: shop}, needs: [api]}
  - {id: kiosk, name: Kiosk, teams: {backend: shop}}
`,
      }
    : file,
);
const organisation = organisationOf(files);
/** Failures of different services of one team are one incident. */
const byTeam = organisationOf(groupedByTeam(files));
const SERVICES = ['net', 'db', 'cache-a', 'cache-b', 'queue', 'api', 'web'] as const;
const RECEIVED = minute(60);

/** A trigger, and whether time passes before the next one. */
type Step = { readonly said: Partial<Signal>; readonly waits: boolean };

function worldAfter(steps: readonly Step[], rules: Organisation = organisation): World {
  const world = createWorld({ organisation: rules, files, start: RECEIVED });
  for (const { said, waits } of steps) {
    world.send({ ...said, dedupKey: said.service ?? '' }, { at: RECEIVED });
    if (waits) world.time(RECEIVED);
  }
  world.time(RECEIVED);
  return world;
}

const stepsOf = (services: readonly string[]): fc.Arbitrary<readonly Step[]> =>
  fc
    .uniqueArray(
      fc.record({
        service: fc.constantFrom(...services),
        severity: fc.constantFrom<Signal['severity'][]>('critical', 'high', 'medium', 'low'),
        at: fc.integer({ min: 0, max: 50 }),
        waits: fc.boolean(),
      }),
      { minLength: 2, maxLength: 6, selector: ({ at }) => at },
    )
    .map((all) =>
      all
        .toSorted((left, right) => left.at - right.at)
        .map(({ service, severity, at, waits }) => ({
          said: { id: `event ${at}`, service, severity, occurredAt: minute(at) },
          waits,
        })),
    );

test.each([
  ['two causes, one of them any of two', organisation, ['db', 'cache-a', 'cache-b', 'api']],
  ['several causes below each other', organisation, SERVICES],
  [
    'three causes and what is below',
    organisation,
    ['db', 'queue', 'cache-a', 'cache-b', 'api', 'web'],
  ],
  ['a group of several services, of which one is explained', byTeam, ['queue', 'api', 'kiosk']],
  ['groups of two teams', byTeam, ['db', 'queue', 'api', 'web', 'kiosk']],
  ['groups of all services', byTeam, [...SERVICES, 'kiosk']],
] as const)(
  'up to six triggers that nobody acted on end in the same incidents in every order: %s',
  (_what, rules, services) => {
    const orders = stepsOf(services).chain((steps) =>
      fc.tuple(fc.constant(steps), fc.shuffledSubarray([...steps], { minLength: steps.length })),
    );
    fc.assert(
      fc.property(orders, ([inTime, arriving]) => {
        expect(derivedOf(worldAfter(arriving, rules))).toEqual(
          derivedOf(worldAfter(inTime, rules)),
        );
      }),
      { numRuns: 30 },
    );
  },
);

test('the same with recoveries that come together after them, in every order as well', () => {
  const shuffled = (steps: readonly Step[]): fc.Arbitrary<readonly Step[]> =>
    fc.shuffledSubarray([...steps], { minLength: steps.length });
  const orders = stepsOf(['db', 'queue', 'api', 'web']).chain((steps) =>
    fc.subarray([...steps], { minLength: 1 }).chain((failed) => {
      const ended = failed.map(({ said }, index) => ({
        said: recoveryOf(said, 59 + index / 10),
        waits: false,
      }));
      return fc.tuple(
        fc.constant([...lookedAt(steps), ...ended]),
        shuffled(steps),
        shuffled(ended),
      );
    }),
  );
  fc.assert(
    fc.property(orders, ([inTime, failing, ending]) => {
      const arriving = [...lookedAt(failing), ...ending];
      expect(derivedOf(worldAfter(arriving))).toEqual(derivedOf(worldAfter(inTime)));
    }),
    { numRuns: 150 },
  );
});

/** What is due is done before anything else is heard of. */
function lookedAt(steps: readonly Step[]): readonly Step[] {
  return steps.map((each, index) => ({ ...each, waits: each.waits || index === steps.length - 1 }));
}

function recoveryOf(said: Partial<Signal>, at: number): Partial<Signal> {
  return { ...said, id: `event ${at}`, action: 'resolve', occurredAt: minute(at) };
}

const step = (service: string, at: number, severity: Signal['severity'] = 'critical'): Step => ({
  said: { id: `event ${at}`, service, severity, occurredAt: minute(at) },
  waits: true,
});
const idOf = (service: string): string => `2026-11-21-${service}`;
const incident = (world: World, service: string): Incident | undefined =>
  world.incidents().find(({ id }) => id === idOf(service));

test('a failure goes from the cause that was heard of first to the one that failed first', () => {
  const world = worldAfter([step('db', 3), step('cache-a', 1), step('api', 0), step('cache-b', 2)]);
  expect(incident(world, 'db')?.services).toEqual(['db']);
  expect(incident(world, 'cache-a')?.services).toEqual(['cache-a', 'api']);
  expect(world.text(idOf('db'))).toContain(
    `[moved] api to [${idOf('cache-a')}](../2026/${idOf('cache-a')}.md): api ← cache-a`,
  );
  expect(world.findings()).toEqual([]);
  expect(world.text(idOf('cache-a'))).toContain(
    `[impacted] api ← cache-a: moved here from [${idOf('db')}]`,
  );
  world.send({ service: 'api', dedupKey: 'api', action: 'resolve' });
  expect(world.text(idOf('cache-a'))).toContain('[recovered] watch, api: one problem ended');
});

test('what its group holds and another team explains goes there, whichever was heard of first', () => {
  const early = worldAfter([step('queue', 0), step('kiosk', 1), step('api', 2)], byTeam);
  const late = worldAfter([step('kiosk', 1), step('api', 2), step('queue', 0)], byTeam);
  for (const world of [early, late]) {
    expect(incident(world, 'queue')?.services).toEqual(['queue', 'api']);
    expect(incident(world, 'kiosk')?.services).toEqual(['kiosk']);
    expect(world.findings()).toEqual([]);
  }
  expect(late.text(idOf('kiosk'))).toContain(
    `[moved] api to [${idOf('queue')}](../2026/${idOf('queue')}.md): api ← queue`,
  );
});

test('a further problem of a service stays with those of its service that people know of', () => {
  const world = worldAfter([step('kiosk', 30), step('api', 31)], byTeam);
  world.person(idOf('kiosk'), { 'at.acknowledged': RECEIVED });
  world.send({ ...step('queue', 20).said, dedupKey: 'queue' }, { at: RECEIVED });
  world.send({ ...step('api', 40).said, dedupKey: 'api again' }, { at: RECEIVED });
  world.time(RECEIVED);
  expect(incident(world, 'kiosk')?.services).toEqual(['kiosk', 'api']);
  expect(Object.keys(incident(world, 'kiosk')?.problems ?? {})).toHaveLength(3);
});

test('what customers report of it stays with the group, and makes its cause no worse', () => {
  const world = worldAfter([step('kiosk', 0, 'low'), step('queue', 1, 'low')], byTeam);
  const report = { kind: 'report', vendor: 'zendesk', dedupKey: '41', service: 'api' } as const;
  world.send({ ...report, severity: 'critical' }, { at: RECEIVED, source: 'other' });
  world.time(RECEIVED);
  expect(incident(world, 'queue')).toMatchObject({ services: ['queue'], severity: 'sev4' });
  expect(incident(world, 'kiosk')?.services).toEqual(['kiosk', 'api']);
  expect(incident(world, 'kiosk')?.tickets).toHaveLength(1);
});

test('what waits in a threshold stays with its group when a failure with another cause completes it', () => {
  const slowly = '  - {id: slow, when: {label.slow: "yes"}, threshold: {count: 2, within: 1h}}\n';
  const counted = organisationOf(groupedByTeam(files, slowly));
  const labels = { slow: 'yes' };
  const slow: Partial<Signal> = { ...step('kiosk', 2).said, id: 'slow', labels };
  const world = worldAfter([step('kiosk', 0), step('queue', 1)], counted);
  world.send({ ...slow, dedupKey: 'slow' }, { at: RECEIVED });
  world.send({ ...step('api', 3).said, dedupKey: 'api', labels }, { at: RECEIVED });
  world.time(RECEIVED);
  expect(incident(world, 'queue')?.services).toEqual(['queue', 'api']);
  expect(Object.keys(incident(world, 'queue')?.problems ?? {})).toHaveLength(2);
  expect(incident(world, 'kiosk')?.services).toEqual(['kiosk']);
  expect(Object.keys(incident(world, 'kiosk')?.problems ?? {})).toHaveLength(2);
});

test('a problem of no known service stays where its service’s failure goes away', () => {
  const nameless: Step = {
    said: { ...step('api', 1).said, id: 'nameless', service: null, team: 'shop' },
    waits: true,
  };
  const world = worldAfter([step('api', 0), nameless, step('kiosk', 2), step('queue', 3)], byTeam);
  expect(Object.keys(incident(world, 'queue')?.problems ?? {})).toHaveLength(2);
  expect(Object.keys(incident(world, 'api')?.problems ?? {})).toHaveLength(2);
});

test('a component goes with its failure', () => {
  const chained = groupedByTeam(chainFiles());
  const world = createWorld({
    organisation: organisationOf(chained),
    files: chained,
    start: RECEIVED,
  });
  for (const service of ['api', 'pay'])
    world.send({ service, dedupKey: service }, { at: RECEIVED });
  expect(Object.keys(incident(world, 'api')?.components ?? {})).toEqual(['public-api']);
  world.send({ service: 'db', dedupKey: 'db' }, { at: RECEIVED });
  world.time(RECEIVED);
  expect(incident(world, 'api')).toMatchObject({ services: ['pay'] });
  expect(incident(world, 'api')?.components).toEqual({});
  expect(Object.keys(incident(world, 'db')?.components ?? {})).toEqual(['public-api']);
});

test('what it made worse is as bad as what is left, and the incident that it goes to as bad as it', () => {
  const steps = [step('db', 3, 'high'), step('api', 0), step('queue', 1, 'medium')];
  const world = worldAfter([...steps, step('db', 4, 'high'), step('queue', 2, 'high')]);
  expect(incident(world, 'db')).toMatchObject({ severity: 'sev2', severityMax: 'sev2' });
  expect(incident(world, 'queue')).toMatchObject({ severity: 'sev1', services: ['queue', 'api'] });
});

test('whether a cause recovers before or after what two explain is heard of decides nothing', () => {
  const ended: Step = { said: recoveryOf(step('db', 0).said, 59), waits: true };
  const [db, queue, api] = [step('db', 0), step('queue', 1), step('api', 2)];
  const orders = [
    [db, queue, api, ended],
    [db, queue, ended, api],
    [queue, db, api, ended],
    [db, api, queue, ended],
  ];
  const [first, ...others] = orders.map((steps) => derivedOf(worldAfter(steps)));
  expect(first?.map((each) => JSON.stringify(each))).toEqual([
    expect.stringContaining('"services":["db"]'),
    expect.stringContaining('"services":["api","queue"]'),
  ]);
  for (const other of others) expect(other).toEqual(first);
});

test('a failure stays where people work on it', () => {
  const world = worldAfter([step('db', 3), step('api', 0)]);
  world.person(idOf('db'), { 'at.acknowledged': RECEIVED });
  world.send({ ...step('queue', 1).said, dedupKey: 'queue' }, { at: RECEIVED });
  expect(world.time(RECEIVED)).toEqual([]);
  expect(incident(world, 'db')?.services).toEqual(['db', 'api']);
});

test('a failure stays with what explained it when another cause shows long after', () => {
  const world = worldAfter([step('db', 0, 'low'), step('api', 1)]);
  world.send({ service: 'queue', dedupKey: 'queue' }, { at: minute(80) });
  world.time(world.now());
  expect(incident(world, 'db')?.services).toEqual(['db', 'api']);
});

function derivedOf(world: World): readonly unknown[] {
  return world
    .incidents()
    .filter(({ state }) => state !== 'duplicate')
    .map((each) => {
      const { group, severity, severityMax, services, problems } = each;
      const listed = Object.entries(problems).map(
        ([id, { state, severity: own }]) => `${id} ${state} ${own ?? severity}`,
      );
      const owned = Object.values(problems).map((problem) => serviceOf(each, problem));
      return {
        group,
        severity,
        severityMax,
        services: services.toSorted(),
        listed: listed.toSorted(),
        owned: owned.toSorted(),
      };
    })
    .toSorted((left, right) => (String(left.group) < String(right.group) ? -1 : 1));
}
