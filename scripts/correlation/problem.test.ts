import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BEGINNING, type Instant } from '../model/instant.ts';
import type { Problem } from '../model/problem.ts';
import { minute, signalOf } from '../rules/testing/organisation.ts';
import { groupOf } from './group.ts';
import { changeKey, foldProblem, type Observation, problemId } from './problem.ts';

const observation = (
  changes: Parameters<typeof signalOf>[0],
  receivedAt: Instant,
): Observation => ({
  source: 'watch',
  signal: signalOf(changes),
  receivedAt,
});

const fold = (observations: readonly Observation[], start: Problem | null = null): Problem | null =>
  observations.reduce<Problem | null>((known, each) => foldProblem(known, each).problem, start);

const changes = (observations: readonly Observation[]): readonly string[] => {
  let known: Problem | null = null;
  return observations.map((each) => {
    const folded = foldProblem(known, each);
    known = folded.problem;
    return folded.change;
  });
};

/** A signal of one problem; few instants, so that ties are common. Received when it occurred or later. */
const anyObservation = fc
  .record({
    action: fc.constantFrom(
      'trigger' as const,
      'resolve' as const,
      'acknowledge' as const,
      'update' as const,
    ),
    occurred: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
    delay: fc.integer({ min: 0, max: 3 }),
    started: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
    id: fc.constantFrom(null, 'a', 'b'),
  })
  .map(({ action, occurred, delay, started, id }) =>
    observation(
      {
        action,
        id,
        occurredAt: occurred === null ? null : minute(occurred),
        startedAt: started === null ? null : minute(started),
      },
      minute((occurred ?? 0) + delay),
    ),
  );

describe('the fold of a problem', () => {
  test('gives the same problem for every order of up to six signals', () => {
    fc.assert(
      fc.property(fc.array(anyObservation, { minLength: 1, maxLength: 4 }), (observations) => {
        const expected = fold(observations);
        for (const order of permutations(observations)) expect(fold(order)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.array(anyObservation, { minLength: 5, maxLength: 6 }), (observations) => {
        const expected = fold(observations);
        for (const order of permutations(observations))
          if (!same(fold(order), expected)) expect(fold(order)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  test('changes nothing but its tally when every signal is delivered again, in any order', () => {
    fc.assert(
      fc.property(
        fc.array(anyObservation, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(5)),
        (observations, picks) => {
          const once = fold(observations);
          const repeats = picks.flatMap((pick) => observations[pick] ?? []);
          expect(fold(repeats, once)).toEqual({
            ...once,
            count: observations.length + repeats.length,
          });
        },
      ),
    );
  });

  test('keeps a recovery that arrives before its trigger as a tombstone', () => {
    const recovery = observation({ action: 'resolve', occurredAt: minute(5) }, minute(5));
    const trigger = observation({ occurredAt: minute(3) }, minute(6));
    expect(changes([recovery, trigger])).toEqual(['recovers', 'outdated']);
    expect(fold([recovery])).toMatchObject({ state: 'recovered', since: BEGINNING, at: minute(5) });
    expect(fold([recovery, trigger])).toMatchObject({
      state: 'recovered',
      since: minute(3),
      at: minute(5),
    });
  });

  test('lets the recovery win when both happened at the same instant', () => {
    const trigger = observation({ occurredAt: minute(3) }, minute(3));
    const recovery = observation({ action: 'resolve', occurredAt: minute(3) }, minute(3));
    expect(fold([trigger, recovery])?.state).toBe('recovered');
    expect(fold([recovery, trigger])?.state).toBe('recovered');
  });

  test('believes no change that lies after its receipt', () => {
    const problem = fold([
      observation({ occurredAt: minute(90), startedAt: minute(80) }, minute(10)),
    ]);
    expect(problem).toMatchObject({ at: minute(10), since: minute(10) });
  });

  test('knows a change of a fast clock again when it is delivered later', () => {
    const early = observation({ occurredAt: minute(90) }, minute(10));
    const later = { ...early, receivedAt: minute(20) };
    expect(changeKey(later)).toBe(changeKey(early));
    expect(fold([early, later])).toMatchObject({ at: minute(10) });
  });

  test('takes the receipt where the tool states no time', () => {
    expect(fold([observation({}, minute(7))])).toMatchObject({ at: minute(7), since: minute(7) });
  });

  test('never lets an acknowledgement hide the trigger that it overtook', () => {
    const taken = observation({ action: 'acknowledge', occurredAt: minute(5) }, minute(5));
    const trigger = observation({ occurredAt: minute(3) }, minute(6));
    expect(changes([taken, trigger])).toEqual(['unchanged', 'fires']);
    expect(fold([taken, trigger])).toMatchObject({ state: 'firing', at: minute(3) });
  });

  test('tells a new firing from a repeat by what happened between', () => {
    const at = (action: 'trigger' | 'resolve', time: number): Observation =>
      observation({ action, occurredAt: minute(time) }, minute(time));
    expect(
      changes([
        at('trigger', 1),
        at('trigger', 2),
        at('resolve', 3),
        at('resolve', 4),
        at('trigger', 5),
      ]),
    ).toEqual(['fires', 'repeats', 'recovers', 'repeats', 'fires']);
  });

  test('begins when the tool says that the newest firing began', () => {
    const first = observation({ occurredAt: minute(3), startedAt: minute(1) }, minute(3));
    const repeat = observation({ occurredAt: minute(9), startedAt: minute(1) }, minute(9));
    const second = observation({ occurredAt: minute(20), startedAt: minute(19) }, minute(20));
    expect(fold([first, repeat])?.since).toBe(minute(1));
    expect(fold([first, second, repeat])?.since).toBe(minute(19));
  });
});

describe('the identity of a problem', () => {
  test('differs by source and by the tool’s own key, and holds nothing of either but the source', () => {
    expect(problemId('watch', 'a')).toMatch(/^watch\/[a-z2-7]{26}$/);
    expect(
      new Set([problemId('watch', 'a'), problemId('other', 'a'), problemId('watch', 'b')]).size,
    ).toBe(3);
  });

  test('never mixes fields that meet at their borders', () => {
    const key = (dedupKey: string, id: string): string =>
      changeKey(observation({ dedupKey, id, occurredAt: minute(0) }, minute(0)));
    expect(key('ab', 'c')).not.toBe(key('a', 'bc'));
  });
});

describe('the group of a signal', () => {
  const facts: Parameters<typeof groupOf>[1] = {
    source: 'watch',
    service: null,
    undeclared: null,
    environment: 'production',
    host: null,
    product: null,
    team: 'shop',
    isUnowned: true,
    labels: {},
  };

  test('says what is missing, so that signals without a host never meet one that has it', () => {
    expect(groupOf(['service', 'host'], facts)).toBe('service=unowned-watch host=<missing>');
    expect(groupOf(['host'], { ...facts, host: '<missing>' })).not.toBe('host=<missing>');
  });

  test('keeps services apart that nobody declared, and teams that have something without any', () => {
    const group = (other: Partial<typeof facts>): string =>
      groupOf(['service'], { ...facts, ...other });
    expect(group({})).toBe('service=unowned-watch');
    expect(group({ undeclared: 'invoice printer' })).toBe('service=invoice%20printer');
    expect(group({ undeclared: 'mars-lander' })).toBe('service=mars-lander');
    expect(group({ team: 'dig', isUnowned: false })).toBe('service=unowned-watch/dig');
  });

  test('fits its schema and keeps long hosts apart', () => {
    const long = 'x'.repeat(60);
    const group = (host: string): string =>
      groupOf(['service', 'environment', 'source', 'host'], {
        source: long,
        service: long,
        undeclared: null,
        environment: long,
        host,
        product: null,
        team: 'shop',
        isUnowned: false,
        labels: {},
      });
    expect(group(`${'h'.repeat(500)}1`)).not.toBe(group(`${'h'.repeat(500)}2`));
    expect(group('ü'.repeat(500)).length).toBeLessThanOrEqual(300);
    expect(() => group('\ud800')).not.toThrow();
  });
});

function same(left: Problem | null, right: Problem | null): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
