// The decision table of the rate limits, row by row.
import { describe, expect, test } from 'vitest';
import { createLimiter, type LimitFacts, readWindow } from './limits.ts';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const SECOND = 1000;

describe.each<[string, Partial<LimitFacts>, number, string | null, number]>([
  ['an answer with requests left', { headers: { 'x-ratelimit-remaining': '7' } }, 0, null, 0],
  ['a refusal for another reason', { status: 403, message: 'Resource not accessible' }, 0, null, 0],
  ['a broken server', { status: 502, headers: { 'retry-after': '30' } }, 0, null, 0],
  [
    '403 with retry-after',
    { status: 403, headers: { 'retry-after': '30' } },
    0,
    'secondary-limit',
    31,
  ],
  [
    '429 with retry-after',
    { status: 429, headers: { 'retry-after': '5' } },
    3,
    'secondary-limit',
    6,
  ],
  [
    'retry-after as a date',
    { status: 429, headers: { 'retry-after': 'Sat, 21 Nov 2026 09:00:40 GMT' } },
    0,
    'secondary-limit',
    41,
  ],
  ['429 without a word', { status: 429 }, 0, 'secondary-limit', 60],
  [
    'a secondary limit without a time',
    { status: 403, message: 'You have exceeded a secondary rate limit' },
    0,
    'secondary-limit',
    60,
  ],
  [
    'the same for the third time',
    { status: 403, message: 'You have exceeded a secondary rate limit' },
    2,
    'secondary-limit',
    240,
  ],
  ['the same for the tenth time', { status: 429 }, 9, 'secondary-limit', 900],
  [
    'the last request of the hour',
    {
      status: 200,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / SECOND + 90) },
    },
    0,
    'primary-limit',
    91,
  ],
  [
    'a request beyond it',
    {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / SECOND + 90) },
    },
    0,
    'primary-limit',
    91,
  ],
  [
    'beyond it, with retry-after',
    {
      status: 429,
      headers: {
        'retry-after': '9',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(NOW / SECOND + 90),
      },
    },
    0,
    'primary-limit',
    10,
  ],
  [
    'a reset told by a clock ten minutes ahead',
    {
      status: 403,
      headers: {
        date: 'Sat, 21 Nov 2026 09:10:00 GMT',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(NOW / SECOND + 630),
      },
    },
    0,
    'primary-limit',
    31,
  ],
])('%s', (_title, facts, strikes, reason, seconds) => {
  test(reason === null ? 'opens no window' : `closes for ${seconds} s`, () => {
    const window = readWindow({ status: 200, headers: {}, message: '', ...facts }, NOW, strikes);
    expect(window).toEqual(reason === null ? null : { reason, untilMs: NOW + seconds * SECOND });
  });
});

describe('a limiter', () => {
  const secondary = { status: 429, headers: {}, message: '' };

  test('waits longer each time and begins again after an answer', () => {
    const limiter = createLimiter();
    limiter.note(secondary, NOW);
    expect(limiter.windowAt(NOW)?.untilMs).toBe(NOW + 60 * SECOND);
    limiter.note(secondary, NOW + 60 * SECOND);
    expect(limiter.windowAt(NOW + 60 * SECOND)?.untilMs).toBe(NOW + 180 * SECOND);
    limiter.note({ ...secondary, status: 200 }, NOW + 180 * SECOND);
    limiter.note(secondary, NOW + 180 * SECOND);
    expect(limiter.windowAt(NOW + 180 * SECOND)?.untilMs).toBe(NOW + 240 * SECOND);
  });

  test('never shortens a window, and opens the way when it has passed', () => {
    const limiter = createLimiter({ reason: 'primary-limit', untilMs: NOW + 600 * SECOND });
    limiter.note(secondary, NOW);
    expect(limiter.windowAt(NOW + 599 * SECOND)?.reason).toBe('primary-limit');
    expect(limiter.windowAt(NOW + 600 * SECOND)).toBeNull();
  });
});
