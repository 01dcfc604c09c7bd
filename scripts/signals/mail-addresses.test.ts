import { expect, test } from 'vitest';
import { withoutMailAddresses } from './mail-addresses.ts';

test.each([
  ['Write to some.one+x@larder.example.', 'Write to [address].'],
  ['<zoë@mail.larder.example>, a@b.example', '<[address]>, [address]'],
  ['@payments, the 5@noon price is 3@2', '@payments, the 5@noon price is 3@2'],
])('in %s only mail addresses are replaced', (words, expected) => {
  expect(withoutMailAddresses(words)).toBe(expected);
});

test('takes linear time over text that is nearly an address', () => {
  const started = performance.now();
  withoutMailAddresses('a'.repeat(250_000) + '@'.repeat(250_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});
