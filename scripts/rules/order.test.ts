import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import type { StandingProblem } from '../model/standing.ts';
import { minute } from './testing/organisation.ts';
import { organisationWith, startStory } from './testing/story.ts';

const organisation = organisationWith({
  needs: { shop: '[cart]' },
  gate: '  - {id: flappy, when: {service: shop}, flap: {enter: 3, leave: 2, within: 30m}}\n',
});

const signal: fc.Arbitrary<Partial<Signal>> = fc.record({
  action: fc.constantFrom<Signal['action'][]>('trigger', 'trigger', 'resolve', 'acknowledge'),
  dedupKey: fc.constantFrom('p1', 'p2'),
  service: fc.constantFrom('shop', 'cart'),
  severity: fc.constantFrom<Signal['severity'][]>('critical', 'low'),
  occurredAt: fc.integer({ min: 0, max: 5 }).map(minute),
  startedAt: fc.option(fc.integer({ min: -5, max: 0 }).map(minute), { nil: null }),
});

/** What is derived from signals alone, whatever came first. */
type Derived = Pick<StandingProblem, 'problem'> & {
  readonly recoveredAt: string | null;
  /** Of the newest change of what fires. */
  readonly place: string | null;
};

test('every order of up to six signals, none stamped later than its receipt, gives the same problems', () => {
  const orders = fc
    .array(signal, { minLength: 1, maxLength: 6 })
    .map((all) => all.map((each, index) => ({ ...each, id: `event ${index}` })))
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
  fc.assert(
    fc.property(orders, ([one, other]) => {
      expect(outcome(other)).toEqual(outcome(one));
    }),
    { numRuns: 500 },
  );
});

function outcome(order: readonly Partial<Signal>[]): {
  readonly problems: readonly Derived[];
  readonly tallies: unknown;
} {
  const { send, standing } = startStory(organisation);
  for (const each of order) send(10, each);
  const problems = [...standing.problems.values()]
    .map(({ problem, facts }) => ({
      problem,
      recoveredAt: facts.recoveredAt,
      place: problem.state === 'firing' ? `${facts.service} ${facts.severity}` : null,
    }))
    .toSorted((left, right) => (left.problem.id < right.problem.id ? -1 : 1));
  const tallies = [...standing.tallies].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { problems, tallies };
}
