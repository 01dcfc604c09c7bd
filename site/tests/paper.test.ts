// What a printer makes of the site: nothing is lost at the edge of the paper, and nothing leads elsewhere.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { buildSites, type BuiltSites } from './built-site.ts';
import { INSIDE_PAGES } from './page-types.ts';
import { internalSnapshot } from './sample-snapshot.ts';
import type { Snapshot } from '../../scripts/publication/view.ts';

/** A4 without its margins, in pixels of CSS. */
const PAPER = 718;
const title =
  browserMissing === null ? 'the site on paper' : `the site on paper (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    sites = await buildSites({ storm: branded(internalSnapshot('storm')) });
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

  test('keeps to black on white and says whose page it is, whatever the brand', async () => {
    const page = await browser.newPage();
    await page.goto(`${served.address}incidents/2026-11-14-web-shop.html`);
    const seen = () =>
      page.evaluate(() => {
        const name = document.querySelector('.logo') ?? document.body;
        const { color } = getComputedStyle(document.body);
        const { content } = getComputedStyle(name, '::before');
        return { color, content, isDrawn: getComputedStyle(name).backgroundImage !== 'none' };
      });
    expect(await seen()).toEqual({ color: 'rgb(240, 240, 240)', content: 'none', isDrawn: true });
    await page.emulateMedia({ media: 'print' });
    expect(await seen()).toEqual({
      color: 'rgb(0, 0, 0)',
      content: '"Larder status"',
      isDrawn: false,
    });
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

/** The same site of an organisation that is light on dark in both themes, and has a logo. */
function branded<Some extends Snapshot>(snapshot: Some): Some {
  const colours = { paper: '#101010', ink: '#f0f0f0' };
  const brand = {
    ...snapshot.public.page.brand,
    logo: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 24"><rect width="96" height="24" fill="#fff"/></svg>',
    colours: { light: colours, dark: colours },
  };
  return {
    ...snapshot,
    public: { ...snapshot.public, page: { ...snapshot.public.page, brand } },
  };
}
