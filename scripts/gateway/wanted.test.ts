// In which order waits what is to be shown, without GitHub.
import { describe, expect, test } from 'vitest';
import {
  after,
  begun,
  nextTask,
  NOTHING_WANTED,
  restOf,
  type Task,
  type Wanted,
  wantAll,
  wantLearning,
  wantRooms,
} from './wanted.ts';

const NOW = 1_000_000;
const EVERYTHING: Task = { kind: 'all' };
const LEARNING: Task = { kind: 'learning' };

/** Does what is next, which leaves that much undone. */
function done(wanted: Wanted, nowMs: number, againMs: number | null = null): Wanted {
  const task = nextTask(wanted, nowMs);
  if (task === null) throw new Error('nothing may be done');
  return after(begun(wanted, task, nowMs), task, againMs, nowMs);
}

function kinds(wanted: Wanted): readonly string[] {
  const task = nextTask(wanted, NOW);
  return task === null ? [] : [task.kind, ...kinds(done(wanted, NOW))];
}

describe('what is wanted', () => {
  test('is nothing at first, and there is no time at which to come again', () => {
    expect(nextTask(NOTHING_WANTED, NOW)).toBeNull();
    expect(restOf(NOTHING_WANTED, NOW)).toBeNull();
  });

  test('comes in order: rooms that changed, three at once; all; what is learned of them', () => {
    const wanted = wantAll(wantLearning(wantRooms(NOTHING_WANTED, ['a', 'b', 'a'])), ['c', 'd']);
    expect(nextTask(wanted, NOW)).toEqual({ kind: 'rooms', incidents: ['a', 'b', 'c'] });
    expect(nextTask(done(wanted, NOW), NOW)).toEqual({ kind: 'rooms', incidents: ['d'] });
    expect(kinds(wanted)).toEqual(['rooms', 'rooms', 'all', 'learning']);
  });

  test('leads to a look at post-mortems after each pass over rooms', () => {
    expect(kinds(wantRooms(NOTHING_WANTED, ['a']))).toEqual(['rooms', 'learning']);
    expect(kinds(wantAll(NOTHING_WANTED, []))).toEqual(['all', 'learning']);
  });

  test('stays wanted when it is asked for again while it is being shown', () => {
    const rooms: Task = { kind: 'rooms', incidents: ['a'] };
    const during = wantRooms(begun(wantRooms(NOTHING_WANTED, ['a']), rooms, NOW), ['a']);
    expect(after(during, rooms, null, NOW).rooms).toEqual(['a']);
    const all = wantAll(begun(wantAll(NOTHING_WANTED, []), EVERYTHING, NOW), ['b']);
    expect(after(all, EVERYTHING, null, NOW)).toMatchObject({ rooms: ['b'], isAllWanted: true });
    const learning = wantLearning(begun(wantLearning(NOTHING_WANTED), LEARNING, NOW));
    expect(after(learning, LEARNING, null, NOW).isLearningWanted).toBe(true);
  });

  test('is over where a pass over all shows it, too', () => {
    expect(begun(wantRooms(NOTHING_WANTED, ['a', 'b']), EVERYTHING, NOW).rooms).toEqual([]);
  });
});

describe('what GitHub held back', () => {
  test('is tried again as everything, the later the more often it had to wait', () => {
    const once = done(wantRooms(NOTHING_WANTED, ['a']), NOW, 10);
    expect(once).toMatchObject({ isAllWanted: true, allAtMs: NOW + 1000, waits: 1 });
    const learned = done(once, NOW);
    expect(restOf(learned, NOW)).toBe(1000);
    const twice = done(learned, NOW + 1000, 10);
    expect(twice.allAtMs).toBe(NOW + 1000 + 2000);
    let last = twice;
    for (let times = 0; times < 10; times += 1) last = done(last, last.allAtMs, 10);
    const at = last.allAtMs;
    expect(done(last, at, 10).allAtMs).toBe(at + 60_000);
    expect(done(last, at, 90_000).allAtMs).toBe(at + 90_000);
    expect(done(last, at).waits).toBe(0);
  });

  test('lets rooms that change meanwhile be tried, but rarely', () => {
    const held = wantRooms(done(wantRooms(NOTHING_WANTED, ['a']), NOW, 60_000), ['b']);
    expect(nextTask(held, NOW)?.kind).toBe('learning');
    expect(nextTask(held, NOW + 5000)).toEqual({ kind: 'rooms', incidents: ['b'] });
    const all = wantRooms(done(wantAll(NOTHING_WANTED, []), NOW, 60_000), ['b']);
    expect(nextTask(all, NOW)).toEqual({ kind: 'rooms', incidents: ['b'] });
  });

  test('of post-mortems waits by itself', () => {
    const held = done(wantLearning(NOTHING_WANTED), NOW, 10_000);
    expect(held).toMatchObject({ isAllWanted: false, isLearningWanted: true });
    expect(restOf(held, NOW)).toBe(10_000);
    expect(nextTask(wantRooms(held, ['a']), NOW)?.kind).toBe('rooms');
  });

  test('and nothing else is looked at more often than every five seconds for what is learned', () => {
    const learned = done(wantLearning(NOTHING_WANTED), NOW);
    expect(nextTask(wantLearning(learned), NOW + 4999)).toBeNull();
    expect(nextTask(wantLearning(learned), NOW + 5000)).toEqual(LEARNING);
  });
});
