import { describe, expect, test } from 'vitest';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { chainFiles } from '../response/testing/chain.ts';
import { startSimulation } from './simulate.ts';

const organisation = organisationOf(smallFiles());
const failure = signalOf({ service: 'shop', severity: 'medium' });

describe('a simulation', () => {
  test('opens an incident, tells people and resolves it when its quiet period is over', () => {
    const simulation = startSimulation(organisation);
    const opened = simulation.send({ receivedAt: minute(0), source: 'watch', signal: failure });
    expect(opened.outcome).toEqual({ kind: 'applied', incident: '2026-11-21-shop' });
    expect(simulation.messages()).toMatchObject([
      { kind: 'call', at: minute(0), event: 'opened', incident: '2026-11-21-shop' },
    ]);
    simulation.send({
      receivedAt: minute(5),
      source: 'watch',
      signal: { ...failure, action: 'resolve' },
    });
    simulation.passTime(minute(34));
    expect(simulation.book().incidents[0]?.state).toBe('monitoring');
    simulation.passTime(minute(60));
    expect(simulation.book().incidents[0]).toMatchObject({
      state: 'resolved',
      at: { resolved: minute(35) },
    });
  });

  test('knows what came before a signal', () => {
    const simulation = startSimulation(organisation);
    simulation.send({ receivedAt: minute(0), source: 'watch', signal: failure });
    const again = simulation.send({ receivedAt: minute(1), source: 'watch', signal: failure });
    expect(again.decision.change).toBe('repeats');
    expect(again.outcome.kind).toBe('collapsed');
    expect(simulation.book().incidents).toHaveLength(1);
  });

  test('calls for what fails anew after the only call was not made, since all had recovered', () => {
    const simulation = startSimulation(organisationOf(chainFiles()));
    const problem = (seconds: number, changes: object): void => {
      const signal = signalOf({ service: 'web', severity: 'high', ...changes });
      simulation.send({ receivedAt: minute(seconds / 60), source: 'watch', signal });
    };
    problem(0, { dedupKey: 'a' });
    problem(5, { dedupKey: 'a', action: 'resolve' });
    problem(35, { dedupKey: 'b' });
    simulation.passTime(minute(2));
    expect(simulation.messages()).toMatchObject([
      { kind: 'call', event: 'joined', at: minute(0.75) },
    ]);
  });
});
