import { expect, test } from 'vitest';
import { incidentOfKey, outgoingKey } from './outgoing-key.ts';

test('an outgoing key names its incident', () => {
  expect(outgoingKey('2026-11-21-payments-api-2')).toBe('tocsin:2026-11-21-payments-api-2');
  expect(incidentOfKey('tocsin:2026-11-21-payments-api-2')).toBe('2026-11-21-payments-api-2');
});

test.for([
  '2026-11-21-payments-api',
  'tocsin:',
  'tocsin:payments-api',
  'tocsin:2026-11-21-',
  'tocsin:2026-11-21-Payments',
  'tocsin:2026-11-21-a/../b',
  ' tocsin:2026-11-21-a',
  'TOCSIN:2026-11-21-a',
  `tocsin:2026-11-21-${'a'.repeat(100)}`,
])('the key %j of somebody else names none', (key) => {
  expect(incidentOfKey(key)).toBeNull();
});
