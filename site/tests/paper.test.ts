// What a printer makes of the site: nothing is lost at the edge of the paper, and nothing leads elsewhere.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { buildSites, type BuiltSites } from './built-site.ts';
import { INSIDE_PAGES } from './page-types.ts';
import { internalSnapshot } from './sample-snapshot.ts';

/** A4 without its margins, in pixels of CSS. */
const PAPER = 718;
const title =
  browserMissing === null ? 'the site on paper' : `the site on paper (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    sites = await buildSites({ storm: internalSnapshot('storm') });
    served = await serve(sites.folder('storm'));
    browser = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
    await sites.remove();
  });

  test('prints a post-mortem as an article of its own, without what is only for the screen', async () => {
    const page = await browser.newPage();
    await page.goto(`${served.address}incidents/2026-11-14-web-shop.html`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
    expect(
      await page.locator('.postmortem').evaluate((part) => getComputedStyle(part).breakBefore),
    ).toBe('page');
    expect((await page.pdf()).length).toBeGreaterThan(5000);
    await page.close();
  });

  test(
    'shows every column of every internal table, and no navigation',
    { timeout: 120_000 },
    async () => {
      const page = await browser.newPage({ viewport: { width: PAPER, height: 1000 } });
      await page.emulateMedia({ media: 'print' });
      for (const path of Object.values(INSIDE_PAGES)) {
        await page.goto(`${served.address}${path}`);
        const found = await page.evaluate(() => ({
          cut: [...document.querySelectorAll<HTMLElement>('.scroll')]
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map((each) => each.ariaLabel),
          navigation: [...document.querySelectorAll('nav')].filter((each) => each.checkVisibility())
            .length,
        }));
        expect(found, path).toEqual({ cut: [], navigation: 0 });
      }
      await page.close();
    },
  );
});
