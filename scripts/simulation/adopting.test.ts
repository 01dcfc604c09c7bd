// What takes others over as it opens or gets worse calls once.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startStanding } from '../correlation/standing.ts';
import type { Effect } from '../model/effect.ts';
import type { Signal } from '../model/signal.ts';
import { awaitAdoption } from '../response/adopting.ts';
import { deliver, EMPTY_LEDGER, nextDelivery } from '../response/delivery.ts';
import { chainFiles } from '../response/testing/chain.ts';
import { createWorld } from '../response/testing/world.ts';
import { respond } from '../response/respond.ts';
import type { Response } from '../response/response.ts';
import { addressOf } from '../rules/destinations.ts';
import { evaluate } from '../rules/evaluate.ts';
import { minute, organisationOf, signalOf } from '../rules/testing/organisation.ts';
import { type Simulation, startSimulation } from './simulate.ts';

const organisation = organisationOf(chainFiles());

const sendTo = (simulation: Simulation, at: number, signal: Partial<Signal>) =>
  simulation.send({
    receivedAt: minute(at),
    source: 'watch',
    signal: signalOf({ dedupKey: signal.service ?? '', ...signal }),
  });

const callsOf = (simulation: Simulation, incident: string): readonly string[] =>
  simulation
    .messages()
    .flatMap((message) =>
      message.kind === 'call' && message.incident === `2026-11-21-${incident}`
        ? [`${message.event} ${message.severity}, ${message.at.slice(14, 19)}`]
        : [],
    );

describe('an incident that opens and takes over a graver one', () => {
  test('calls at once, and once, about the graver of the two', () => {
    const simulation = startSimulation(organisation);
    sendTo(simulation, 1, { service: 'web', severity: 'critical' });
    sendTo(simulation, 2, { service: 'disk', severity: 'high' });
    simulation.passTime(minute(60));
    expect(callsOf(simulation, 'disk')).toEqual(['raised sev1, 02:00']);
  });

  test('calls at once about itself where the other is milder', () => {
    const simulation = startSimulation(organisation);
    sendTo(simulation, 1, { service: 'web', severity: 'medium' });
    sendTo(simulation, 2, { service: 'disk', severity: 'high' });
    simulation.passTime(minute(60));
    expect(callsOf(simulation, 'disk')).toEqual(['opened sev2, 02:00']);
  });

  test('calls once also when it was there, and got worse itself', () => {
    const simulation = startSimulation(organisation);
    sendTo(simulation, 1, { service: 'disk', severity: 'low', dedupKey: 'slow' });
    sendTo(simulation, 2, { service: 'disk', action: 'resolve', dedupKey: 'slow' });
    sendTo(simulation, 3, { service: 'web', severity: 'critical' });
    sendTo(simulation, 4, { service: 'disk', severity: 'high', dedupKey: 'down' });
    simulation.passTime(minute(60));
    expect(callsOf(simulation, 'disk').slice(1)).toEqual(['raised sev1, 04:00']);
  });
});

test('what waited to take another one over, and does not after all, calls a moment later', () => {
  const world = createWorld({ organisation, files: chainFiles(), start: minute(0) });
  world.send({ service: 'web', dedupKey: 'web', severity: 'critical' });
  const { effects } = world.send({ service: 'disk', dedupKey: 'disk', severity: 'high' });
  const calls = effects.flatMap((effect) => (effect.kind === 'notify' ? [effect] : []));
  world.person('2026-11-21-web', { 'at.acknowledged': world.now() });
  expect(world.time(world.now()).filter(({ kind }) => kind === 'notify')).toEqual([]);
  const book = { incidents: world.incidents(), ids: new Set<string>() };
  const first = deliver(EMPTY_LEDGER, calls, book, world.now());
  expect(first.messages).toEqual([]);
  const due = nextDelivery(first.ledger) ?? '';
  expect(Date.parse(due) - Date.parse(world.now())).toBe(10_000);
  expect(deliver(first.ledger, [], book, due).messages).toMatchObject([
    { kind: 'call', event: 'opened', incident: '2026-11-21-disk' },
  ]);
});

const waitsOf = ({ effects }: Response): readonly number[] =>
  effects.flatMap((effect) => (effect.kind === 'notify' ? [effect.waitMs] : []));

test('a call waits for no adoption of another incident', () => {
  const world = createWorld({ organisation, files: chainFiles(), start: minute(0) });
  const fails = (service: string, severity: Signal['severity']): Response =>
    world.send({ service, dedupKey: service, severity });
  fails('pay', 'low');
  fails('psp-a', 'medium');
  fails('web', 'critical');
  expect(waitsOf(fails('disk', 'high'))).toEqual([10_000]);
  expect(waitsOf(fails('psp-b', 'medium'))).toEqual([0]);
});

test('a call leaves at once where nobody can foresee what its file will say', () => {
  const world = createWorld({ organisation, files: chainFiles(), start: minute(0) });
  world.send({ service: 'disk', dedupKey: 'slow', severity: 'low' });
  world.send({ service: 'web', dedupKey: 'web', severity: 'low' });
  const signal = signalOf({ service: 'disk', dedupKey: 'down', severity: 'high' });
  const observation = { source: 'watch', signal, receivedAt: minute(3) };
  const decision = evaluate(organisation, startStanding(), observation);
  const book = { incidents: world.incidents(), ids: new Set<string>() };
  const response = respond(organisation, book, decision, minute(3));
  const effects = response.effects.map((effect): Effect =>
    effect.kind === 'edit_incident'
      ? { ...effect, edits: [...effect.edits, { kind: 'append', key: 'suspects', value: 'x' }] }
      : effect,
  );
  expect(effects.map(({ kind }) => kind)).toEqual(['edit_incident', 'notify']);
  const odd: Response = { ...response, effects };
  expect(awaitAdoption({ organisation, book, decision, now: minute(3) }, odd)).toEqual(odd);
});

test('one signal calls nobody twice about an incident, whatever it opens, makes worse or explains', () => {
  const steps = fc.array(
    fc.record({
      service: fc.constantFrom('web', 'api', 'db', 'disk', 'pay', 'psp-a', 'psp-b'),
      severity: fc.constantFrom<Signal['severity'][]>('critical', 'high', 'medium', 'low'),
      action: fc.constantFrom<Signal['action'][]>('trigger', 'trigger', 'trigger', 'resolve'),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(steps, (signals) => {
      const simulation = startSimulation(organisation);
      for (const [at, signal] of signals.entries()) sendTo(simulation, at, signal);
      simulation.passTime(minute(120));
      const calls = simulation
        .messages()
        .flatMap((message) =>
          message.kind === 'call'
            ? [`${message.at} ${message.incident} ${addressOf(message.destination)}`]
            : [],
        );
      expect(calls).toEqual([...new Set(calls)]);
    }),
    { numRuns: 150 },
  );
});
