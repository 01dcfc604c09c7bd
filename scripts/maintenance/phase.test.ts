import { describe, expect, test } from 'vitest';
import type { Instant } from '../model/instant.ts';
import {
  beginOfOccurrence,
  currentOccurrence,
  endedUntold,
  endOfOccurrence,
  isLate,
  unheardWord,
} from './phase.ts';
import type { PlannedWork } from './words.ts';

const at = (time: string, day = 24): Instant => `2026-11-${day}T${time}:00.000Z`;
type Word = readonly [time: Instant, status: PlannedWork['updates'][number]['status']];

const work = (words: readonly Word[], changes: Partial<PlannedWork> = {}): PlannedWork => ({
  state: 'investigating',
  at: { declared: at('08:00') },
  updates: words.map(([when, status]) => ({ at: when, status, text: 'Said.' })),
  window: { from: at('16:00'), until: at('17:00') },
  ...changes,
});
const once = { day: '2026-11-24', from: at('16:00'), until: at('17:00'), cancelled: false };
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

  test('that recurs does not go on again days later, before its next time', () => {
    const weekly = { ...daily, recurs: { rule: 'FREQ=WEEKLY', zone: 'UTC', except: [] } };
    const planned = work([[at('20:00', 28), 'in_progress']], { window: weekly });
    expect(stands(planned, at('20:10', 28))).toEqual(['scheduled', false, null]);
    expect(endOfOccurrence(planned, once, at('20:10', 28))).toBe(at('17:00'));
    const near = work([[at('20:50'), 'in_progress']], { window: weekly });
    expect(stands(near, at('20:55'))).toEqual(['in_progress', true, null]);
  });

  test('that recurs goes on until its next time begins', () => {
    const planned = work([[at('17:10'), 'in_progress']], { window: daily });
    expect(stands(planned, at('18:00'))).toEqual(['in_progress', true, null]);
    expect(stands(planned, at('16:30', 25))).toEqual(['in_progress', false, null]);
    expect(stands(planned, at('18:00', 25))).toEqual(['scheduled', false, null]);
    expect(endOfOccurrence(planned, once, at('15:59', 25))).toBeNull();
    expect(endOfOccurrence(planned, once, at('16:30', 25))).toBe(at('16:00', 25));
    expect(isLate(planned, once, at('16:30', 25))).toBe(false);
  });
});

/** Where it stands, since when, and until when where it is over. */
function held(planned: PlannedWork, now: Instant): readonly unknown[] {
  const { phase, ...occurrence } = currentOccurrence(planned, now);
  const ended = phase === 'completed' ? endOfOccurrence(planned, occurrence, now) : null;
  return [phase, beginOfOccurrence(planned, occurrence, now), ended];
}

describe('a maintenance that people began early', () => {
  const early: readonly Word[] = [[at('15:50'), 'in_progress']];

  test('goes on from when they said so, into its window and to its end', () => {
    expect(held(work(early), at('15:45'))).toEqual(['scheduled', at('16:00'), null]);
    expect(held(work(early), at('15:50'))).toEqual(['in_progress', at('15:50'), null]);
    expect(held(work(early), at('16:10'))).toEqual(['in_progress', at('15:50'), null]);
    expect(held(work(early), at('17:30'))).toEqual(['completed', at('15:50'), at('17:00')]);
  });

  test('is over when they say so, also before its window', () => {
    const done = work([...early, [at('15:58'), 'completed']]);
    expect(held(done, at('15:59'))).toEqual(['completed', at('15:50'), at('15:58')]);
    expect(held(done, at('16:30'))).toEqual(['completed', at('15:50'), at('15:58')]);
    const resolved = work(early, { state: 'resolved', at: { resolved: at('15:57') } });
    expect(held(resolved, at('16:30'))).toEqual(['completed', at('15:50'), at('15:57')]);
  });

  test('is begun at most four hours before; a completed before anything began is no beginning', () => {
    expect(held(work([[at('12:00'), 'verifying']]), at('12:01'))[0]).toBe('verifying');
    expect(held(work([[at('11:59'), 'in_progress']]), at('12:01'))[0]).toBe('scheduled');
    expect(held(work([[at('15:50'), 'completed']]), at('15:55'))[0]).toBe('scheduled');
  });

  test('that recurs: the word counts for the time that is nearer, unless one still goes on', () => {
    const planned = work([[at('15:50', 25), 'in_progress']], { window: daily });
    expect(held(planned, at('15:55', 25))).toEqual(['in_progress', at('15:50', 25), null]);
    expect(held(planned, at('18:00', 25))).toEqual(['scheduled', at('16:00', 26), null]);
    const late = work(
      [
        [at('17:10'), 'in_progress'],
        [at('15:50', 25), 'in_progress'],
      ],
      {
        window: daily,
      },
    );
    expect(held(late, at('15:55', 25))).toEqual(['in_progress', at('16:00'), null]);
    const long = { ...daily, until: at('13:00', 25) };
    const after = work([[at('13:10', 25), 'in_progress']], { window: long });
    expect(held(after, at('13:20', 25))).toEqual(['in_progress', at('16:00'), null]);
  });
});

test('a maintenance that is gone on with inside its window is one stretch until its real end', () => {
  const words: readonly Word[] = [
    [at('16:30'), 'completed'],
    [at('16:45'), 'in_progress'],
  ];
  expect(endOfOccurrence(work(words), once, at('16:50'))).toBe(at('17:00'));
  expect(held(work(words), at('16:50'))).toEqual(['in_progress', at('16:00'), null]);
  expect(held(work(words), at('17:30'))).toEqual(['completed', at('16:00'), at('17:00')]);
  const done = work([...words, [at('16:55'), 'completed']]);
  expect(held(done, at('17:30'))).toEqual(['completed', at('16:00'), at('16:55')]);
  const both = work([
    [at('17:10'), 'in_progress'],
    [at('17:10'), 'completed'],
  ]);
  expect(held(both, at('17:30'))).toEqual(['completed', at('16:00'), at('17:10')]);
});

test('a completed before anything began is heard by nobody, in the window either', () => {
  const done = work([[at('11:59'), 'completed']]);
  for (const now of [at('12:00'), at('16:30')])
    expect(unheardWord(done, now)).toMatchObject({ word: { at: at('11:59') }, next: once });
  expect(unheardWord(done, at('17:01'))).toBeNull();
  const begun = work([
    [at('13:00'), 'in_progress'],
    [at('14:00'), 'completed'],
  ]);
  expect(unheardWord(begun, at('14:30'))).toBeNull();
  const ofYesterday = work([[at('23:00'), 'completed']], {
    window: { ...daily, from: at('16:00', 23), until: at('17:00', 23) },
  });
  expect(unheardWord(ofYesterday, at('10:00', 25))).toBeNull();
});

test('whether a time is over by the clock alone', () => {
  const untold = (words: readonly Word[], now: Instant, changes?: Partial<PlannedWork>): unknown =>
    endedUntold(work(words, changes), now)?.until ?? null;
  expect(untold([], at('16:30'))).toBe(null);
  expect(untold([], at('17:00'))).toBe(at('17:00'));
  expect(untold([[at('16:10'), 'in_progress']], at('18:00'))).toBe(at('17:00'));
  expect(untold([[at('16:40'), 'completed']], at('18:00'))).toBe(null);
  expect(untold([[at('17:10'), 'in_progress']], at('18:00'))).toBe(null);
  expect(untold([], at('17:05'), { window: daily })).toBe(at('17:00'));
  expect(untold([], at('21:05'), { window: daily })).toBe(null);
  expect(untold([], at('18:00'), { state: 'resolved', at: { resolved: at('17:30') } })).toBe(null);
});
