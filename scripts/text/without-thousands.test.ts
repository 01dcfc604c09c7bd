import { expect, test } from 'vitest';
import { withoutThousands } from './without-thousands.ts';

test.each([
  ['customers=1,200', 'customers=1200'],
  ['customers=1 200 requests_failed=18 311 500', 'customers=1200 requests_failed=18311500'],
  ["customers=1'200", 'customers=1200'],
  ['customers=1\u202f200', 'customers=1200'],
  ['revenue_low=1,200.50', 'revenue_low=1200.50'],
  ['customers=1,200,orders_failed=3', 'customers=1200,orders_failed=3'],
  ['customers=12,orders_failed=300', 'customers=12,orders_failed=300'],
  // None of these is a number with thousands.
  ['customers=1,20', 'customers=1,20'],
  ['customers=1200,300', 'customers=1200,300'],
  ['customers=1,200,3', 'customers=1,200,3'],
  ['customers=1.200', 'customers=1.200'],
])('%s', (text, plain) => {
  expect(withoutThousands(text)).toBe(plain);
});
