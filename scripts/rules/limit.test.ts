import { expect, test } from 'vitest';
import { organisationWith, startStory } from './testing/story.ts';

function limitIn(limit: string, severity: 'critical' | 'high'): unknown {
  const notify = `  - {id: few, when: {service: shop}, to: [team-channel], limit: ${limit}}\n`;
  const { trace } = startStory(organisationWith({ notify })).send(0, { service: 'shop', severity });
  const entry = trace.find(({ stage }) => stage === 'limit');
  return entry === undefined ? null : [entry.result, entry.by?.id, entry.by?.place.file];
}

test('a trace says by which limit a call becomes a digest, and where that stands', () => {
  const place = ['few', 'rules/00-global.yaml'];
  expect(limitIn('{rate: 3/1h}', 'high')).toEqual([
    '3 calls within 1h to a destination; more go into a digest',
    ...place,
  ]);
  expect(limitIn('{rate: 1/30m, per: incident, bypass: []}', 'critical')).toEqual([
    '1 call within 30m about an incident; more go into a digest',
    ...place,
  ]);
  expect(limitIn('{rate: 3/1h}', 'critical')).toEqual(['none for a sev1', ...place]);
});

test('a rule without a limit has none in the trace', () => {
  const { trace } = startStory(organisationWith({})).send(0, { service: 'shop' });
  expect(trace.map(({ stage }) => stage)).not.toContain('limit');
});
