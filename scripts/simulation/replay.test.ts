import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { nameOf } from '../rules/destinations.ts';
import {
  exampleOrganisation,
  minute,
  organisationOf,
  signalOf,
  smallFiles,
} from '../rules/testing/organisation.ts';
import { startReplay } from './replay.ts';
import { startSimulation } from './simulate.ts';

const organisation = organisationOf(smallFiles());
const example = exampleOrganisation();

describe('a replay', () => {
  test.for([
    ['a small organisation', organisation, ['shop', 'cart', 'unknown']],
    ['the example', example, ['postgres-fleet', 'ledger-db', 'payments-api', 'psp-north']],
  ] as const)(
    'opens, tells and joins in %s exactly as a simulation with files does',
    ([, rules, services]) => {
      const signals = fc.array(
        fc.record({
          gap: fc.constantFrom(0, 1, 7, 29, 31, 61),
          kind: fc.constantFrom<('problem' | 'report')[]>('problem', 'problem', 'report'),
          action: fc.constantFrom<('trigger' | 'resolve' | 'acknowledge')[]>(
            'trigger',
            'trigger',
            'resolve',
            'acknowledge',
          ),
          severity: fc.constantFrom<('medium' | 'low' | 'info')[]>('medium', 'low', 'info'),
          service: fc.constantFrom(...services),
          check: fc.constantFrom('a', 'b'),
          probe: fc.constantFrom('yes', 'no', 'no'),
          starts: fc.constantFrom(null, 0, 5),
        }),
        { maxLength: 14 },
      );
      fc.assert(
        fc.property(signals, (steps) => {
          const simulation = startSimulation(rules);
          const replay = startReplay(rules);
          for (const recorded of recordedOf(steps)) {
            const { outcome, effects } = simulation.send(recorded);
            const told = effects.flatMap((effect) =>
              effect.kind === 'notify' && effect.isExplained !== true ? effect.destinations : [],
            );
            const opened = effects.find((effect) => effect.kind === 'open_incident')?.id ?? null;
            const replayed = replay.send(recorded);
            expect([replayed.opened, replayed.told.map(nameOf)]).toEqual([
              opened,
              told.map(nameOf),
            ]);
            expect(replayed.outcome).toEqual(outcome);
          }
        }),
        { numRuns: 80 },
      );
    },
  );

  test('takes it that people end what recovered, and what nothing is heard of for a day', () => {
    const replay = startReplay(organisation);
    const failure = signalOf({ service: 'shop', severity: 'critical' });
    const opened = (at: number, signal = failure): string | null =>
      replay.send({ source: 'watch', receivedAt: minute(at), signal }).opened;
    expect(opened(0)).toBe('2026-11-21-shop');
    expect(opened(10, { ...failure, action: 'resolve' })).toBeNull();
    expect(opened(100)).toBe('2026-11-21-shop-2');
    expect(opened(100 + 23 * 60)).toBeNull();
    expect(opened(100 + 50 * 60, { ...failure, dedupKey: 'p2' })).toBe('2026-11-23-shop');
  });
});

type Step = {
  readonly gap: number;
  readonly kind: 'problem' | 'report';
  readonly action: 'trigger' | 'resolve' | 'acknowledge';
  readonly severity: 'medium' | 'low' | 'info';
  readonly service: string;
  readonly check: string;
  readonly probe: string;
  readonly starts: number | null;
};

function recordedOf(steps: readonly Step[]): readonly RecordedSignal[] {
  let now = 0;
  return steps.map(({ gap, starts, check, probe, ...facts }) => {
    now += gap;
    return {
      source: 'watch',
      receivedAt: minute(now),
      signal: signalOf({
        ...facts,
        dedupKey: `${facts.service} ${check} ${facts.kind}`,
        startedAt: starts === null ? null : minute(now - starts),
        labels: { probe },
      }),
    };
  });
}
