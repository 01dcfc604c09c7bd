import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addEntry, startTally, type Tally } from '../correlation/tally.ts';
import type { Decision } from '../model/decision.ts';
import type { Signal } from '../model/signal.ts';
import type { TallyEntry } from '../model/standing.ts';
import { minute } from './testing/organisation.ts';
import { organisationWith, type Story, startStory } from './testing/story.ts';

const restarts = organisationWith({
  gate: '  - {id: restarts, when: {label.check: restart}, threshold: {count: 3, within: 10m}}\n',
});
const hosts = organisationWith({
  gate: '  - {id: hosts, when: {service: shop}, threshold: {count: 3, within: 10m, distinct: host}}\n',
});

const restart = (name: string, at: number): Partial<Signal> => ({
  service: 'shop',
  dedupKey: name,
  labels: { check: 'restart' },
  occurredAt: minute(at),
});

/** Every problem that an incident would know: those that passed, and those that they brought along. */
const opened = (decisions: readonly Decision[]): readonly string[] =>
  [
    ...new Set(
      decisions
        .filter(({ gatedBy, signal }) => gatedBy === null && signal.action === 'trigger')
        .flatMap(({ problem, carries }) => [problem.id, ...carries.map(({ id }) => id)]),
    ),
  ].toSorted();

describe('a threshold', () => {
  test('pain 14: is inclusive at both ends: the signal that completes it opens and carries the earlier ones', () => {
    const story = startStory(restarts);
    const first = story.send(0, restart('a', 0));
    expect(first.gatedBy).toMatchObject({ kind: 'threshold', id: 'restarts' });
    expect(first.trace.find(({ stage }) => stage === 'gate')?.others.at(-1)?.text).toBe(
      'restarts: 1 of 3 signals within 10m',
    );
    const second = story.send(5, restart('b', 5));
    expect(second.gatedBy?.kind).toBe('threshold');
    const third = story.send(10, restart('c', 10));
    expect(third.gatedBy).toBeNull();
    expect(third.carries.map(({ id }) => id)).toEqual([first.problem.id, second.problem.id]);
    expect(story.send(10, restart('d', 10)).carries).toEqual([]);
  });

  test('of another team with the same id counts for itself, also in one group', () => {
    const often =
      'gate: [{id: often, when: {source: watch}, threshold: {count: 2, within: 10m}}]\n';
    const story = startStory(
      organisationWith({
        group: '  - {id: one, when: {source: watch}, by: [environment]}\n',
        teamRules: { shop: often, stores: often },
      }),
    );
    const kinds = ['shop', 'ledger', 'shop'].map(
      (service, at) => story.send(at, { service, dedupKey: `p${at}` }).gatedBy?.kind,
    );
    expect(kinds).toEqual(['threshold', 'threshold', undefined]);
  });

  test('brings along what waits, and not what an incident has already', () => {
    const story = startStory(restarts);
    for (const at of [0, 1, 2]) story.send(at, restart(`p${at}`, at));
    expect(story.send(30, restart('p2', 30)).gatedBy?.kind).toBe('threshold');
    const waiting = story.send(31, restart('new', 31));
    expect(story.send(32, restart('newer', 32)).carries).toEqual([waiting.problem]);
  });

  test('counts what is heard of hours late, for as long as its window from then on', () => {
    const story = startStory(restarts);
    for (const at of [0, 4])
      expect(story.send(240 + at, restart(`p${at}`, at)).gatedBy).not.toBeNull();
    const other = story.send(248, restart('p241', 241));
    expect(other.gatedBy?.kind).toBe('threshold');
    const third = story.send(250, restart('p8', 8));
    expect(third.gatedBy).toBeNull();
    expect(third.carries).toHaveLength(2);
  });

  test('pain 14: is not reached by signals that lie further apart, however many come', () => {
    const story = startStory(restarts);
    for (let at = 0; at < 60; at += 6)
      expect(story.send(at, restart(`at ${at}`, at)).gatedBy?.kind).toBe('threshold');
  });

  test('pain 14: on what is new is reached by as many new problems of a group', () => {
    const story = startStory(
      organisationWith({
        gate: '  - {id: new, when: {first_seen: true}, threshold: {count: 2, within: 10m}}\n',
      }),
    );
    const [first, again] = [story.send(0, restart('a', 0)), story.send(1, restart('b', 1))];
    expect(first.gatedBy).toMatchObject({ kind: 'threshold', id: 'new' });
    expect(first.trace.find(({ stage }) => stage === 'gate')?.others.at(-1)?.text).toBe(
      'new: 1 of 2 new problems within 10m',
    );
    expect(again.gatedBy).toBeNull();
    expect(again.carries).toEqual([first.problem]);
  });

  test('pain 22: opens one incident for N signals that match, counted for each group of its own', () => {
    const story = startStory(restarts);
    for (const service of ['shop', 'cart', 'ledger'])
      expect(story.send(1, { ...restart(service, 1), service }).gatedBy?.kind).toBe('threshold');
    story.send(2, restart('b', 2));
    expect(story.send(3, restart('c', 3)).gatedBy).toBeNull();
    expect(story.send(3, { ...restart('d', 3), service: 'cart' }).gatedBy?.kind).toBe('threshold');
  });

  test('counts the same signal once, however often it is delivered', () => {
    const story = startStory(restarts);
    for (let at = 0; at < 5; at += 1)
      expect(story.send(at, restart('a', 0)).gatedBy?.kind).toBe('threshold');
  });

  test('counts different values where it says so; pain 22: missing ones are not alike, each problem counts for itself', () => {
    const story = startStory(hosts);
    const from = (at: number, host: string | null): string | undefined =>
      story.send(at, { service: 'shop', host, dedupKey: `${at}`, occurredAt: minute(at) }).gatedBy
        ?.kind;
    expect([from(0, 'a'), from(1, 'a'), from(2, 'b'), from(3, null), from(4, null)]).toEqual([
      'threshold',
      'threshold',
      'threshold',
      undefined,
      undefined,
    ]);
    expect(from(5, 'c')).toBeUndefined();
  });

  test('counts what fires, not that somebody took it', () => {
    const story = startStory(restarts);
    story.send(0, restart('a', 0));
    story.send(1, { ...restart('a', 1), action: 'acknowledge' });
    expect(story.send(2, restart('b', 2)).gatedBy?.kind).toBe('threshold');
  });

  test('does not count what another gate held back before it', () => {
    const silences = {
      quiet: `reason: x\nwhen: {service: shop}\nfrom: ${minute(0)}\nuntil: ${minute(5)}\n`,
    };
    const gate = '  - {id: many, when: {service: shop}, threshold: {count: 2, within: 10m}}\n';
    const story = startStory(organisationWith({ gate, silences }));
    story.send(1, restart('a', 1));
    story.send(2, restart('b', 2));
    expect(story.send(6, restart('c', 6)).gatedBy?.kind).toBe('threshold');
  });

  test('opens with the same problems in every order of arrival', () => {
    const times = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 });
    const orders = times.chain((minutes) => {
      const signals = minutes.map((at, index) => restart(`p${index}`, at));
      return fc.tuple(
        fc.constant(signals),
        fc.shuffledSubarray(signals, { minLength: signals.length }),
      );
    });
    fc.assert(
      fc.property(orders, ([signals, shuffled]) => {
        const run = (order: readonly Partial<Signal>[]): readonly string[] => {
          const story = startStory(restarts);
          return opened(order.map((signal) => story.send(40, signal)));
        };
        expect(run(shuffled)).toEqual(run(signals));
      }),
      { numRuns: 300 },
    );
  });

  test('keeps no more than it needs', () => {
    const story = startStory(restarts);
    for (let index = 0; index < 3000; index += 1) story.send(1, restart(`p${index}`, 1));
    expect([...story.standing.tallies.values()].map(({ entries }) => entries.length)).toEqual([
      1000,
    ]);
    story.send(200, restart('late', 200));
    expect([...story.standing.tallies.values()].map(({ entries }) => entries.length)).toEqual([1]);
  });
});

describe('flapping', () => {
  const flappy = organisationWith({
    gate: '  - {id: flappy, when: {service: shop}, flap: {enter: 4, leave: 2, within: 30m}}\n',
  });
  const change = (story: Story, at: number, action: Signal['action']): boolean =>
    story.send(at, { service: 'shop', action, occurredAt: minute(at) }).isFlapping;

  test('pain 20: is known from the fourth change of state on, and ends when there are fewer than two', () => {
    const story = startStory(flappy);
    expect([
      change(story, 0, 'trigger'),
      change(story, 1, 'resolve'),
      change(story, 2, 'trigger'),
      change(story, 3, 'resolve'),
      change(story, 4, 'trigger'),
    ]).toEqual([false, false, false, true, true]);
    expect(change(story, 33, 'resolve')).toBe(true);
    expect(change(story, 64, 'trigger')).toBe(false);
  });

  test('pain 20: says of a recovery that it is not to be believed', () => {
    const story = startStory(flappy);
    for (let at = 0; at < 3; at += 1) change(story, at, at % 2 === 0 ? 'trigger' : 'resolve');
    const recovery = story.send(3, { service: 'shop', action: 'resolve', occurredAt: minute(3) });
    expect(recovery).toMatchObject({ isFlapping: true, gatedBy: null, change: 'recovers' });
    expect(recovery.trace.find(({ stage }) => stage === 'gate')?.others[0]?.text).toBe(
      'flappy: 4 changes within 30m, it flaps, so a recovery does not end it',
    );
  });

  test('repeats are no changes', () => {
    const story = startStory(flappy);
    for (let at = 0; at < 9; at += 1) expect(change(story, at, 'trigger')).toBe(false);
  });
});

test('a tally is the same in every order', () => {
  const entry = fc.record({
    key: fc.string({ minLength: 1, maxLength: 2 }),
    at: fc.nat(3),
    problem: fc.constant('p'),
    value: fc.constantFrom('firing', 'recovered'),
    until: fc.constant(9),
  });
  const entries = fc.uniqueArray(entry, { selector: ({ key }) => key, maxLength: 8 });
  fc.assert(
    fc.property(
      entries.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      ([one, other]) => {
        expect(tallyOf(other)).toEqual(tallyOf(one));
      },
    ),
  );
});

function tallyOf(entries: readonly TallyEntry[]): Tally {
  const tally = startTally();
  for (const entry of entries) addEntry(tally, entry);
  return tally;
}
