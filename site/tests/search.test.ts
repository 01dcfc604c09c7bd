// The search as people use it: days as the pages write them, and a connection that fails for a moment.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { browserMissing } from './browser.ts';
import { type OpenSite, openSite } from './open-site.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

const title = browserMissing === null ? 'the search' : `the search (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let site: OpenSite;

  beforeAll(async () => {
    site = await openSite(sampleSnapshot('storm'));
  }, 240_000);
  afterAll(() => site.close());

  async function found(page: Page, words: string): Promise<readonly (string | null)[]> {
    await page.getByRole('searchbox').fill(words);
    await page.locator('#count:not(:empty)').waitFor();
    return page
      .locator('#found a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  }

  test.each([
    ['', ['14 November', '14 november 2026', '2026-11-14']],
    ['de/', ['14. November', '14 november', '14 Nov']],
    [
      'ar/',
      [
        '14 نوفمبر',
        'نوفمبر 14',
        '14 November',
        'تشرين الثاني',
        'نونبر',
        '١٤ نوفمبر',
        'نُوفمبر ٢٠٢٦',
      ],
    ],
  ])('on /%s finds a day as the pages write it: %j', async (folder, queries) => {
    const page = await site.browser.newPage();
    await page.goto(`${site.address}${folder}search.html`);
    for (const query of queries) {
      const links = await found(page, query);
      expect([query, links]).toEqual([
        query,
        expect.arrayContaining(['incidents/2026-11-14-web-shop.html']),
      ]);
      if (/[14١٤]{2}/.test(query))
        expect(links).not.toContain('incidents/2026-11-21-card-payments.html');
    }
    await page.close();
  });

  test('finds a whole month, and says nothing is found only where that is known', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.address}search.html`);
    expect((await found(page, 'November')).length).toBeGreaterThan(4);
    expect(await found(page, 'nowhere')).toEqual([]);
    expect(await page.locator('#count').textContent()).toBe('Nothing found.');
    // An id begins with the day of the declaration, in whatever month the work takes place.
    expect(await found(page, '2026-11-21')).toContain('incidents/2026-11-21-card-payments.html');
    expect(await found(page, '2026-11-21-card')).toEqual([]);
    await page.getByRole('searchbox').fill('');
    expect(await page.locator('#count').textContent()).toBe('');
    await page.close();
  });

  test('says of many hits that the newest of them are listed, and how to find fewer', async () => {
    const page = await site.browser.newPage();
    await page.route('**/search/*.json', (route) =>
      route.fulfill({
        json: Array.from({ length: 51 }, (_, index) => [
          `id-${index}`,
          `Orders ${index}`,
          '',
          '',
          '',
        ]),
      }),
    );
    await page.goto(`${site.address}search.html`);
    expect(await found(page, 'orders')).toHaveLength(50);
    expect(await page.locator('#count').textContent()).toMatch(
      /^Found: 51\. The newest 50 stand here/,
    );
    expect(await found(page, 'orders 50')).toHaveLength(1);
    expect(await page.locator('#count').textContent()).toBe('Found: 1');
    await page.close();
  });

  test('asks again for an index that could not be loaded, when somebody types on', async () => {
    const page = await site.browser.newPage();
    let asked = 0;
    await page.route('**/search/*.json', (route) => {
      asked += 1;
      return asked === 1 ? route.abort() : route.continue();
    });
    await page.goto(`${site.address}search.html`);
    await page.getByRole('searchbox').fill('card');
    const count = page.locator('#count', { hasText: 'could not be loaded' });
    await count.waitFor();
    await page.getByRole('searchbox').fill('card p');
    await page.locator('#count', { hasText: 'Found' }).waitFor();
    expect(asked).toBe(2);
    expect(await page.locator('#found li').count()).toBeGreaterThan(0);
    await page.close();
  });
});
