import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deployment, Suspect } from '../model/deployment.ts';
import { addMs, type Instant } from '../model/instant.ts';
import { rankSuspects, type Scene, surgeRatio, SUSPICION_LIMIT } from './suspects.ts';

const NOON = '2026-11-21T12:00:00.000Z';

describe('who is a suspect', () => {
  test('what was deployed in the window, to the same environment, before it began', () => {
    const all = [
      deployment({ id: 'near', at: minutes(-5) }),
      deployment({ id: 'edge', at: minutes(-120) }),
      deployment({ id: 'too-early', at: minutes(-121) }),
      deployment({ id: 'after', at: minutes(1) }),
      deployment({ id: 'during', at: minutes(1), begunAt: minutes(-1) }),
      deployment({ id: 'staging', at: minutes(-5), environment: 'staging' }),
      deployment({ id: 'other', at: minutes(-5), service: 'other' }),
    ];
    expect(ids(rankSuspects(all, scene()))).toEqual(['during', 'near', 'edge']);
  });

  test('services that it needs count less, builds without an environment as well', () => {
    const all = [
      deployment({ id: 'need', at: minutes(-5), service: 'db' }),
      deployment({ id: 'build', at: minutes(-5), environment: null }),
      deployment({ id: 'broken-build', at: minutes(-5), environment: null, outcome: 'failed' }),
      deployment({ id: 'own', at: minutes(-5) }),
    ];
    const suspects = rankSuspects(all, scene());
    expect(ids(suspects)).toEqual(['own', 'build', 'need']);
    expect(suspects[2]?.reasons).toContain('shop needs db');
    expect(suspects[1]?.reasons).toContain('it states no environment');
    expect(suspects.map(({ score }) => score >= SUSPICION_LIMIT)).toEqual([true, false, false]);
  });
});

describe('what speaks for a suspect', () => {
  test('nearness: the later, the likelier', () => {
    const scores = [-5, -60, -119].map((at) => scoreOf(deployment({ at: minutes(at) })));
    expect(scores.toSorted((left, right) => right - left)).toEqual(scores);
    expect(new Set(scores).size).toBe(3);
    expect(scores[2]).toBeLessThan(SUSPICION_LIMIT);
  });

  test('a vague commit message counts against it, and is named', () => {
    const clear = deployment({ messages: ['Round prices up before they are summed'] });
    const vague = deployment({ messages: [...clear.messages, 'wip'] });
    expect(scoreOf(vague)).toBeGreaterThan(scoreOf(clear));
    expect(rankSuspects([vague], scene())[0]?.reasons).toContain(
      'one of its commit messages names nothing that changed',
    );
    expect(scoreOf(deployment({ messages: [] }))).toBe(scoreOf(clear));
  });

  test('more signals since it than before it', () => {
    const at = minutes(-10);
    const calm = sightings(-15, -12, -5, -1);
    const storm = sightings(-15, -5, -4, -3, -1);
    expect(scoreOf(deployment({ at }), storm)).toBeGreaterThan(scoreOf(deployment({ at }), calm));
    expect(rankSuspects([deployment({ at })], scene(storm))[0]).toMatchObject({ surge: 4 });
  });
});

describe('the surge ratio', () => {
  test('compares the time since with as long a time before', () => {
    expect(surgeRatio(sightings(-25, -15, -10, -5, 0), minutes(-10), NOON)).toBe(3);
    expect(surgeRatio([{ at: minutes(-15), count: 2 }], minutes(-10), NOON)).toBe(0);
  });

  test('is unknown when there was nothing before', () => {
    expect(surgeRatio(sightings(-5), minutes(-10), NOON)).toBeNull();
    expect(surgeRatio([], minutes(-10), NOON)).toBeNull();
  });
});

test('scores lie between 0 and 1, fall along the list, and do not depend on the order of deployments', () => {
  const some = fc.record({
    id: fc.uuid(),
    at: fc.integer({ min: -200, max: 30 }).map(minutes),
    service: fc.constantFrom('shop', 'db', 'other'),
    environment: fc.constantFrom('production', 'staging', null),
    outcome: fc.constantFrom('begun' as const, 'failed' as const, 'succeeded' as const),
    messages: fc.array(fc.string(), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(some), fc.array(fc.integer({ min: -200, max: 0 })), (each, seen) => {
      const all = each.map((facts) => deployment(facts));
      const suspects = rankSuspects(all, scene(sightings(...seen)));
      expect(rankSuspects(all.toReversed(), scene(sightings(...seen)))).toEqual(suspects);
      const scores = suspects.map(({ score }) => score);
      expect(scores.toSorted((left, right) => right - left)).toEqual(scores);
      expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    }),
  );
});

function scene(seen: Scene['sightings'] = []): Scene {
  const place = { service: 'shop', needs: new Set(['db']), environment: 'production' };
  return { ...place, started: NOON, until: NOON, windowMs: 2 * 3_600_000, sightings: seen };
}

function deployment({ at = minutes(-5), ...changes }: Partial<Deployment>): Deployment {
  const base = { id: 'd', source: 'github', service: 'shop', environment: 'production' };
  const facts = { version: 'v1', commit: null, link: null, messages: [], outcome: 'succeeded' };
  return { ...base, ...facts, outcome: 'succeeded', begunAt: at, at, ...changes };
}

function scoreOf(one: Deployment, seen: Scene['sightings'] = []): number {
  return rankSuspects([one], scene(seen))[0]?.score ?? 0;
}

function ids(suspects: readonly Suspect[]): readonly string[] {
  return suspects.map((suspect) => suspect.deployment.id);
}

function sightings(...at: readonly number[]): Scene['sightings'] {
  return at.map((minute) => ({ at: minutes(minute), count: 1 }));
}

function minutes(count: number): Instant {
  return addMs(NOON, count * 60_000);
}
