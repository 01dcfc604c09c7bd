import { describe, expect, test } from 'vitest';
import type { Schedule } from '../model/schedule.ts';
import { turnsBetween } from './turns.ts';

const schedule: Schedule = {
  id: 'primary',
  name: 'Primary',
  zone: 'Europe/Amsterdam',
  rotation: { start: '2026-03-23T09:00', days: 7, people: ['ana', 'ben'] },
  overrides: [
    { from: '2026-04-01T00:00:00.000Z', until: '2026-04-02T00:00:00.000Z', person: 'eva' },
  ],
  place: { file: 'ownership/schedules/primary.yaml', line: 1, column: 1, length: 1 },
};

describe('turns', () => {
  test('have no holes, keep the local hour over a change of clocks, and break for an override', () => {
    expect(turnsBetween(schedule, '2026-03-28T00:00:00.000Z', '2026-04-06T12:00:00.000Z')).toEqual([
      { from: '2026-03-28T00:00:00.000Z', until: '2026-03-30T07:00:00.000Z', person: 'ana' },
      { from: '2026-03-30T07:00:00.000Z', until: '2026-04-01T00:00:00.000Z', person: 'ben' },
      { from: '2026-04-01T00:00:00.000Z', until: '2026-04-02T00:00:00.000Z', person: 'eva' },
      { from: '2026-04-02T00:00:00.000Z', until: '2026-04-06T07:00:00.000Z', person: 'ben' },
      { from: '2026-04-06T07:00:00.000Z', until: '2026-04-06T12:00:00.000Z', person: 'ana' },
    ]);
  });

  test('name nobody before the first hand-over', () => {
    expect(turnsBetween(schedule, '2026-03-22T00:00:00.000Z', '2026-03-24T00:00:00.000Z')).toEqual([
      { from: '2026-03-22T00:00:00.000Z', until: '2026-03-23T08:00:00.000Z', person: null },
      { from: '2026-03-23T08:00:00.000Z', until: '2026-03-24T00:00:00.000Z', person: 'ana' },
    ]);
  });

  test('of one person alone are one piece', () => {
    const alone = {
      ...schedule,
      overrides: [],
      rotation: { ...schedule.rotation, people: ['ana'] },
    };
    expect(
      turnsBetween(alone, '2026-04-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z'),
    ).toHaveLength(1);
  });
});
