import { describe, expect, test } from 'vitest';
import type { Instant } from '../model/instant.ts';
import { currentOccurrence, endOfOccurrence, isLate, type PlannedWork } from './phase.ts';

const at = (time: string, day = 24): Instant => `2026-11-${day}T${time}:00.000Z`;
type Word = readonly [time: Instant, status: PlannedWork['updates'][number]['status']];

const work = (words: readonly Word[], changes: Partial<PlannedWork> = {}): PlannedWork => ({
  state: 'investigating',
  at: { declared: at('08:00') },
  updates: words.map(([when, status]) => ({ at: when, status, text: 'Said.' })),
  window: { from: at('16:00'), until: at('17:00') },
  ...changes,
});
const daily = {
  from: at('16:00'),
  until: at('17:00'),
  recurs: { rule: 'FREQ=DAILY', zone: 'UTC', except: [] },
};

function stands(planned: PlannedWork, now: Instant): unknown {
  const { phase, ...occurrence } = currentOccurrence(planned, now);
  const ended = phase === 'completed' ? endOfOccurrence(planned, occurrence, now) : null;
  return [phase, isLate(planned, occurrence, now), ended];
}

describe('a maintenance past its planned end', () => {
  test('is over where nobody said anything, or only that it goes well', () => {
    expect(stands(work([]), at('17:01'))).toEqual(['completed', false, at('17:00')]);
    expect(stands(work([[at('16:30'), 'in_progress']]), at('17:01'))).toEqual([
      'completed',
      false,
      at('17:00'),
    ]);
  });

  test('goes on as people say, from when they said it until they say that it is over', () => {
    const words: readonly Word[] = [
      [at('17:10'), 'in_progress'],
      [at('18:30'), 'verifying'],
      [at('19:00'), 'completed'],
    ];
    expect(stands(work(words), at('17:05'))).toEqual(['completed', false, at('17:00')]);
    expect(stands(work(words), at('18:00'))).toEqual(['in_progress', true, null]);
    expect(stands(work(words), at('18:45'))).toEqual(['verifying', true, null]);
    expect(stands(work(words), at('20:00'))).toEqual(['completed', false, at('19:00')]);
  });

  test('goes on again where it was called done too early', () => {
    const words: readonly Word[] = [
      [at('16:40'), 'completed'],
      [at('17:10'), 'in_progress'],
    ];
    expect(stands(work(words), at('16:50'))).toEqual(['completed', false, at('16:40')]);
    expect(stands(work(words), at('18:00'))).toEqual(['in_progress', true, null]);
  });

  test('ends with the work itself', () => {
    const resolved = work([[at('17:10'), 'in_progress']], {
      state: 'resolved',
      at: { declared: at('08:00'), resolved: at('18:20') },
    });
    expect(stands(resolved, at('20:00'))).toEqual(['completed', false, at('18:20')]);
  });

  test('that recurs goes on until its next time begins', () => {
    const planned = work([[at('17:10'), 'in_progress']], { window: daily });
    expect(stands(planned, at('18:00'))).toEqual(['in_progress', true, null]);
    expect(stands(planned, at('16:30', 25))).toEqual(['in_progress', false, null]);
    expect(stands(planned, at('18:00', 25))).toEqual(['scheduled', false, null]);
  });
});
