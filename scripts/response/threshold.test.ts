// What thresholds held back comes into incidents whatever order the signals arrive in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Signal } from '../model/signal.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';

const filesWith = (rule: string): readonly SourceFile[] =>
  smallFiles().map((file) =>
    file.path === 'rules/00-global.yaml' && 'text' in file
      ? { path: file.path, text: file.text.replace('gate:\n', `gate:\n  - ${rule}\n`) }
      : file,
  );
const files = filesWith('{id: third, when: {service: shop}, threshold: {count: 3, within: 10m}}');
const organisation = organisationOf(files);
const newFiles = filesWith(
  '{id: third, when: {service: shop, first_seen: true}, threshold: {count: 3, within: 10m}}',
);
const newHostFiles = filesWith(
  '{id: third, when: {service: shop, first_seen: true}, threshold: {count: 3, within: 10m, distinct: host}}',
);
const ofNew = { organisation: organisationOf(newFiles), files: newFiles };
const ofNewHosts = { organisation: organisationOf(newHostFiles), files: newHostFiles };

/** Only what is urgent is called for besides the team's channel. */
const urgentFiles = files.map((file) =>
  file.path === 'rules/00-global.yaml' && 'text' in file
    ? {
        path: file.path,
        text: file.text.replace(
          'notify:\n',
          'notify:\n  - {id: urgent, when: {incident_severity: sev1}, also: [{channel: "#urgent"}]}\n',
        ),
      }
    : file,
);
const urgent = organisationOf(urgentFiles);

type Change = Pick<Signal, 'dedupKey' | 'occurredAt' | 'action'>;

const change = (
  dedupKey: string,
  at: number,
  action: 'trigger' | 'resolve' = 'trigger',
): Change => ({ dedupKey, occurredAt: minute(at), action });

/** All of them arrive long after they happened. */
function worldAfter(changes: readonly Change[]): World {
  const world = createWorld({ organisation, files, start: minute(60) });
  for (const each of changes) {
    world.send({ ...each, severity: 'high' });
    expect(world.sendAgain().effects).toEqual([]);
  }
  expect(world.findings()).toEqual([]);
  return world;
}

function problemsIn(world: World, state?: 'firing'): readonly string[] {
  return world
    .incidents()
    .flatMap(({ problems }) =>
      Object.entries(problems).flatMap(([id, problem]) =>
        state === undefined || problem.state === state ? [`${id} ${problem.state}`] : [],
      ),
    )
    .toSorted();
}

describe('a threshold', () => {
  test.each([
    [['critical', 'critical', 'low']],
    [['low', 'critical', 'critical']],
    [['low', 'critical', 'low']],
  ] as const)(
    'opens with the worst of what it brings along, whoever completes it: %j',
    (severities) => {
      const world = createWorld({ organisation: urgent, files: urgentFiles, start: minute(0) });
      const told = severities.flatMap((severity, index) =>
        world
          .send({ dedupKey: `p${index}`, severity })
          .effects.flatMap((effect) => (effect.kind === 'notify' ? [effect] : [])),
      );
      expect(world.only()).toMatchObject({ severity: 'sev1', state: 'investigating' });
      expect(Object.values(world.only().problems).map(({ severity }) => severity)).toEqual(
        expect.arrayContaining(severities.map((each) => (each === 'low' ? 'sev4' : 'sev1'))),
      );
      expect(told).toMatchObject([
        { severity: 'sev1', destinations: [{ channel: '#shop' }, { channel: '#urgent' }] },
      ]);
      expect(world.findings()).toEqual([]);
    },
  );

  test('takes no severity from a failure that was over before it was reached', () => {
    const world = createWorld({ organisation, files, start: minute(0) });
    world.send({ dedupKey: 'a', severity: 'critical' });
    world.send({ dedupKey: 'a', action: 'resolve' });
    world.send({ dedupKey: 'b', severity: 'low' });
    world.send({ dedupKey: 'c', severity: 'low' });
    expect(world.only().severity).toBe('sev4');
  });

  test('counts nothing that has no severity, so that it cannot complete what others wait for', () => {
    const world = createWorld({ organisation, files, start: minute(0) });
    world.send({ dedupKey: 'a', severity: 'low' });
    world.send({ dedupKey: 'b', severity: 'low' });
    expect(world.send({ dedupKey: 'c', severity: 'info' }).outcome.kind).toBe('gated');
    world.send({ dedupKey: 'd', severity: 'low' });
    expect(Object.keys(world.only().problems)).toHaveLength(3);
  });

  test('is completed by a signal that is older than what is known of its problem', () => {
    const late = worldAfter([change('a', 5), change('b', 4), change('a', 3)]);
    const inTime = worldAfter([change('a', 3), change('b', 4), change('a', 5)]);
    expect(problemsIn(late)).toHaveLength(2);
    expect(problemsIn(late)).toEqual(problemsIn(inTime));
  });

  test('is completed by a signal whose own problem is over, for what still fires', () => {
    const world = worldAfter([
      change('a', 1),
      change('b', 2),
      change('c', 4, 'resolve'),
      change('c', 3),
    ]);
    expect(problemsIn(world).map((text) => text.split(' ')[1])).toEqual(
      expect.arrayContaining(['firing', 'firing', 'recovered']),
    );
    expect(world.only().state).toBe('investigating');
  });

  test('opens nothing when everything that it counted is over', () => {
    const world = worldAfter([
      change('a', 4, 'resolve'),
      change('a', 1),
      change('a', 2),
      change('a', 3),
    ]);
    expect(world.incidents()).toEqual([]);
  });

  test('brings what waited into an incident that knows the problem which completes it', () => {
    const world = worldAfter([
      change('a', 0),
      change('b', 1),
      change('c', 2),
      change('d', 20),
      change('e', 21),
      change('a', 22),
    ]);
    expect(Object.keys(world.only().problems)).toHaveLength(5);
  });

  const trigger = fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 30 }))
    .map(([name, at]) => change(name, at));
  const recovery = fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 30 }))
    .map(([name, at]) => change(name, at, 'resolve'));
  const inAnyOrder = (
    all: fc.Arbitrary<readonly Change[]>,
  ): fc.Arbitrary<readonly [readonly Change[], readonly Change[]]> =>
    all.chain((changes) => {
      const repeated = [...changes, ...changes.slice(0, 3)];
      const inTime = changes.toSorted((left, right) =>
        (left.occurredAt ?? '') < (right.occurredAt ?? '') ? -1 : 1,
      );
      return fc.tuple(
        fc.constant(inTime),
        fc.shuffledSubarray(repeated, { minLength: repeated.length }),
      );
    });

  test('lists the same problems in every order of arrival, with repeats', () => {
    fc.assert(
      fc.property(
        inAnyOrder(fc.array(trigger, { minLength: 1, maxLength: 6 })),
        ([inTime, arriving]) => {
          expect(problemsIn(worldAfter(arriving))).toEqual(problemsIn(worldAfter(inTime)));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('loses nothing that fires, whatever else recovered meanwhile and in whatever order', () => {
    fc.assert(
      fc.property(
        inAnyOrder(
          fc.array(
            fc.oneof({ weight: 4, arbitrary: trigger }, { weight: 1, arbitrary: recovery }),
            {
              minLength: 1,
              maxLength: 6,
            },
          ),
        ),
        ([inTime, arriving]) => {
          const firing = problemsIn(worldAfter(arriving), 'firing');
          expect(firing).toEqual(
            expect.arrayContaining([...problemsIn(worldAfter(inTime), 'firing')]),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a threshold of new problems', () => {
  test.each([
    ['of any kind', ofNew],
    ['of different hosts', ofNewHosts],
  ])('%s is not reached by repeats, and then opens with all that waited', (_what, world) => {
    const { send, incidents, only } = createWorld({ ...world, start: minute(0) });
    const fires = (dedupKey: string, host: string): unknown =>
      send({ dedupKey, severity: 'high', host }).outcome;
    for (const host of ['h1', 'h2', 'h3', 'h4'])
      expect(fires('a', host)).toMatchObject({ kind: 'gated', reason: /^threshold third/ });
    fires('b', 'h2');
    fires('b', 'h1');
    expect(incidents()).toEqual([]);
    expect(fires('c', 'h5')).toMatchObject({ kind: 'applied' });
    expect(Object.keys(only().problems)).toHaveLength(3);
  });

  test('holds back as well what begins again before it was ever heard of, and nothing that people knew', () => {
    const world = createWorld({ ...ofNew, start: minute(0) });
    const says = (dedupKey: string, action: Signal['action'] = 'trigger'): string =>
      world.send({ dedupKey, severity: 'high', action }).outcome.kind;
    says('a');
    says('a', 'resolve');
    expect(says('a')).toBe('gated');
    says('b');
    expect(says('c')).toBe('applied');
    for (const name of ['a', 'b', 'c']) says(name, 'resolve');
    expect(world.only().state).toBe('monitoring');
    expect(says('a')).toBe('applied');
    expect(world.only().state).toBe('investigating');
  });

  const said = fc.record({
    dedupKey: fc.constantFrom('a', 'b', 'c', 'd'),
    host: fc.constantFrom('h1', 'h2', 'h3', null),
    severity: fc.constantFrom<Signal['severity'][]>('high', 'high', 'low', 'info'),
    occurredAt: fc.integer({ min: 0, max: 30 }).map(minute),
    action: fc.constantFrom<Signal['action'][]>('trigger', 'trigger', 'trigger', 'resolve'),
  });

  test.each([
    ['', ofNew],
    [', with as many values', ofNewHosts],
  ])('opens no incident with fewer different problems than it counts%s', (_how, organised) => {
    let opened = 0;
    fc.assert(
      fc.property(fc.array(said, { maxLength: 12 }), (all) => {
        const world = createWorld({ ...organised, start: minute(60) });
        for (const each of all) {
          world.send(each);
          for (const { problems } of world.incidents())
            expect(Object.keys(problems).length).toBeGreaterThanOrEqual(3);
        }
        opened += world.incidents().length;
      }),
      { numRuns: 300 },
    );
    expect(opened).toBeGreaterThan(30);
  });
});

test('an acknowledgement of what waits takes no other incident of its group, whose calls would stop', () => {
  const together = files.map((file) =>
    'text' in file
      ? {
          path: file.path,
          text: file.text.replace('by: [service, environment]', 'by: [environment]'),
        }
      : file,
  );
  const world = createWorld({
    organisation: organisationOf(together),
    files: together,
    start: minute(0),
  });
  const fires = { severity: 'high', service: 'cart', dedupKey: 'open' } as const;
  const waits = { severity: 'high', service: 'shop', dedupKey: 'waits' } as const;
  expect(world.send(fires).outcome.kind).toBe('applied');
  expect(world.send(waits).outcome.kind).toBe('gated');
  expect(world.send({ ...waits, action: 'acknowledge' }).outcome.kind).toBe('ignored');
  expect(world.only().at.acknowledged).toBeUndefined();
  expect(world.send({ ...fires, action: 'acknowledge' }).outcome.kind).toBe('applied');
  expect(world.only().at.acknowledged).toBeDefined();
});
