import { expect, test } from 'vitest';
import { epochInstant } from './epoch-instant.ts';

test.each([
  [1795252680, '2026-11-21T09:18:00.000Z'],
  ['1795252680', '2026-11-21T09:18:00.000Z'],
  [' 1795252680.25 ', '2026-11-21T09:18:00.250Z'],
  [1795252680123, '2026-11-21T09:18:00.123Z'],
  ['1795252680123.9', '2026-11-21T09:18:00.123Z'],
])('%j is an instant', (value, expected) => {
  expect(epochInstant({ at: value }, 'at')).toBe(expected);
});

test.each([0, '0', -1, '', '20261121', '2026-11-21', '9'.repeat(16), 1e21, null, [], {}, true])(
  '%j is no instant',
  (value) => {
    expect(epochInstant(value)).toBeNull();
  },
);
