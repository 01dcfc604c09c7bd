import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { isActive } from '../model/incident.ts';
import { chainFiles } from './testing/chain.ts';
import { createWorld, type World } from './testing/world.ts';

const plain = smallFiles();
const chained = chainFiles();
const gated = chainFiles().map((file) =>
  file.path === 'rules/00-global.yaml' && 'text' in file
    ? { path: file.path, text: file.text.replace('gate:\n', gateRules()) }
    : file,
);

function gateRules(): string {
  return `gate:
  - {id: second, when: {service: [api, disk]}, threshold: {count: 2, within: 2h}}
  - {id: shaky, when: {service: [web, db]}, flap: {enter: 3, leave: 2, within: 3h}}
`;
}

type Step = (world: World) => void;

/** What happens to an organisation in an hour: signals of clocks that differ, people, time. */
const signal: fc.Arbitrary<Step> = fc
  .record({
    action: fc.constantFrom(
      'trigger' as const,
      'trigger' as const,
      'resolve' as const,
      'acknowledge' as const,
      'update' as const,
    ),
    kind: fc.constantFrom('problem' as const, 'problem' as const, 'report' as const),
    dedupKey: fc.constantFrom('p1', 'p2', 'p3'),
    service: fc.constantFrom('shop', 'cart', 'ledger', 'web', 'api', 'db', 'disk', 'nobody', null),
    environment: fc.constantFrom(null, 'staging'),
    severity: fc.constantFrom(
      'critical' as const,
      'high' as const,
      'medium' as const,
      'low' as const,
      'info' as const,
      null,
    ),
    occurred: fc.option(fc.integer({ min: -60, max: 60 }), { nil: null }),
    started: fc.option(fc.integer({ min: -600, max: 60 }), { nil: null }),
    title: fc.string({ unit: 'binary', maxLength: 20 }),
    wait: fc.constantFrom(0, 1, 20, 40),
    delay: fc.constantFrom(0, 0, 5, 90),
  })
  .map(({ occurred, started, wait, delay, ...changes }) => (world: World) => {
    const now = Date.parse(world.now()) / 60_000 - Date.parse(minute(0)) / 60_000 + wait;
    const response = world.send(
      {
        ...changes,
        occurredAt: occurred === null ? null : minute(now - delay + occurred),
        startedAt: started === null ? null : minute(now - delay + started),
      },
      { at: minute(now), received: minute(now - delay) },
    );
    const again = world.sendAgain();
    expect(again.effects).toEqual([]);
    if (response.effects.length > 0) expect(again.outcome).toEqual(response.outcome);
  });

const time: fc.Arbitrary<Step> = fc.constantFrom(10, 35, 600).map((minutes) => (world: World) => {
  const now = minute(Date.parse(world.now()) / 60_000 - Date.parse(minute(0)) / 60_000 + minutes);
  world.time(now);
  expect(world.time(now)).toEqual([]);
});

const person: fc.Arbitrary<Step> = fc
  .tuple(fc.nat(3), fc.constantFrom('resolve', 'identify', 'hide', 'watch', 'reopen'))
  .map(([index, what]) => (world: World) => {
    const incident = world.incidents()[index];
    if (incident === undefined || incident.state === 'duplicate') return;
    const now = [world.now(), ...Object.values(incident.at)].toSorted().at(-1) ?? world.now();
    if (what === 'resolve') world.person(incident.id, { state: 'resolved', 'at.resolved': now });
    if (what === 'watch')
      world.person(incident.id, { state: 'monitoring', 'at.resolved': null, 'at.closed': null });
    if (what === 'reopen')
      world.person(incident.id, { state: 'investigating', 'at.resolved': null, 'at.closed': null });
    if (what === 'hide' && incident.public !== null)
      world.person(incident.id, { 'public.visibility': 'none' });
    if (
      what === 'identify' &&
      incident.at.mitigated === undefined &&
      incident.at.resolved === undefined
    )
      world.person(incident.id, {
        ...(incident.state === 'triage' ? { state: 'investigating' } : {}),
        'at.identified': now,
      });
  });

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: signal },
    { weight: 1, arbitrary: time },
    { weight: 2, arbitrary: person },
  ),
  { minLength: 1, maxLength: 14 },
);

describe.each([
  ['with a store', true, plain],
  ['without a store', false, plain],
  ['with services that need each other', true, chained],
  ['with services that need each other and without a store', false, chained],
  ['with thresholds and flapping', true, gated],
])('for any sequence of signals, people and time, %s,', (_name, store, files) => {
  const organisation = organisationOf(files);

  test('a repeated answer has no effects, every file fits its schema, and validation finds nothing', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const world = createWorld({ organisation, files, start: minute(0), store });
        for (const step of sequence) step(world);
        expect(world.findings()).toEqual([]);
        expect(world.incidents()).toEqual(world.readAgain());
        for (const incident of world.incidents())
          if (incident.environment === 'staging') expect(incident.public).toBeNull();
      }),
      { numRuns: 50 },
    );
  });
});

describe('a cascade', () => {
  const organisation = organisationOf(chained);
  const services = ['web', 'api', 'db', 'disk'];
  const order = fc.shuffledSubarray(
    services.flatMap((service) => [`${service} 1`, `${service} 2`]),
    { minLength: 8 },
  );

  test('ends in one incident about its root with the same problems, whatever came first, and with the last recovery', () => {
    fc.assert(
      fc.property(order, order, fc.boolean(), (failures, recoveries, store) => {
        const world = createWorld({ organisation, files: chained, start: minute(0), store });
        const tell = (problem: string, action: 'trigger' | 'resolve'): void => {
          const [service = ''] = problem.split(' ');
          world.send({ service, dedupKey: problem, severity: 'high', action });
          expect(world.sendAgain().effects).toEqual([]);
          world.time(world.now());
        };
        for (const problem of failures) tell(problem, 'trigger');
        const [incident, ...others] = world.incidents().filter(isActive);
        expect(others).toEqual([]);
        expect(incident?.services[0]).toBe('disk');
        expect(Object.keys(incident?.problems ?? {})).toHaveLength(8);
        expect(incident?.components).toEqual({ 'web-shop': 'partial_outage' });
        for (const [turn, problem] of recoveries.entries()) {
          const before = world.incidents().find(isActive);
          expect(before?.state, `before recovery ${turn}`).toBe('investigating');
          tell(problem, 'resolve');
        }
        const [calm] = world.incidents().filter(isActive);
        expect(calm?.state).toBe('monitoring');
        expect(Object.values(calm?.problems ?? {}).map(({ state }) => state)).not.toContain(
          'firing',
        );
        expect(world.findings()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
