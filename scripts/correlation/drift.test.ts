import { expect, test } from 'vitest';
import type { Deployment } from '../model/deployment.ts';
import { findDrift, pairOf } from './drift.ts';

const PAIR = { production: 'production', staging: 'staging' };

test.each([
  ['the same version is no drift', at('production', 9, 'v1'), at('staging', 8, 'v1'), 'same', 1],
  ['staging is ahead', at('production', 9, 'v1'), at('staging', 12, 'v2'), 'staging_ahead', 3],
  ['production is ahead', at('production', 9, 'v2'), at('staging', 7, 'v1'), 'production_ahead', 2],
  ['only in staging', null, at('staging', 9, 'v1'), 'never_deployed', null],
  ['only in production', at('production', 9, 'v1'), null, 'never_deployed', null],
])('%s', (_, production, staging, state, hours) => {
  const given = [production, staging].filter((each) => each !== null);
  const byMs = hours === null ? null : hours * 3_600_000;
  expect(findDrift(given, PAIR)).toEqual([{ service: 'shop', production, staging, state, byMs }]);
});

test('the newest success counts, whatever failed or is under way since', () => {
  const good = at('production', 9, 'v1');
  const [drift] = findDrift(
    [
      at('production', 8, 'v0'),
      good,
      { ...at('production', 10, 'v2'), outcome: 'failed' },
      { ...at('production', 11, 'v3'), outcome: 'begun' },
      at('staging', 7, 'v1'),
    ],
    PAIR,
  );
  expect(drift).toMatchObject({ production: good, state: 'same' });
});

test('one commit under two version names is the same', () => {
  const commit = 'c0ffee';
  const pair = [
    { ...at('production', 9, 'v1'), commit },
    { ...at('staging', 8, 'build-7'), commit },
  ];
  expect(findDrift(pair, PAIR)[0]?.state).toBe('same');
});

test('a service that is in neither environment is not compared', () => {
  expect(findDrift([at('preview-1', 9, 'v1')], PAIR)).toEqual([]);
});

test('the pair is the first environment and the one named staging, else the second', () => {
  expect(pairOf(['production', 'development', 'staging'])).toEqual(PAIR);
  expect(pairOf(['live', 'test'])).toEqual({ production: 'live', staging: 'test' });
  expect(pairOf(['live'])).toBeNull();
});

function at(environment: string, hour: number, version: string): Deployment {
  const instant = `2026-11-21T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const base = { id: `${environment}-${hour}`, source: 'github', service: 'shop', environment };
  const facts = { commit: null, link: null, messages: [], outcome: 'succeeded' as const };
  return { ...base, ...facts, version, begunAt: instant, at: instant };
}
