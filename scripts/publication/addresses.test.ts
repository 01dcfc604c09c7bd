import { expect, test } from 'vitest';
import { postAddress, publicAddress } from './addresses.ts';

test('addresses stand below the address of the page, with or without a slash at its end', () => {
  for (const pageUrl of ['https://example.org/status', 'https://example.org/status/'])
    expect([publicAddress(pageUrl, 'feed.xml'), publicAddress(pageUrl, '')]).toEqual([
      'https://example.org/status/feed.xml',
      'https://example.org/status/',
    ]);
});

test('a post is known by the page of its incident, and one time of a maintenance by its day there', () => {
  expect(postAddress('https://example.org', '2026-11-21-shop')).toBe(
    'https://example.org/incidents/2026-11-21-shop.html',
  );
  expect(postAddress('https://example.org', '2026-11-21-shop/2026-12-02')).toBe(
    'https://example.org/incidents/2026-11-21-shop.html#2026-12-02',
  );
});
