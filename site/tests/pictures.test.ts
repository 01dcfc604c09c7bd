// The pages against committed pictures: one browser build, its own font, a fixed clock, no motion.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { buildSites, type BuiltSites } from './built-site.ts';
import {
  differenceOf,
  PICTURED,
  REFERENCES,
  referenceOf,
  takePicture,
  type Reference,
} from './reference-pictures.ts';

/** Processors may round the edge of a letter differently; a word that moved is hundreds of points. */
const TOLERATED = 25;
const title =
  browserMissing === null
    ? 'pictures of the pages'
    : `pictures of the pages (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let browser: Browser;
  let judge: Page;
  let served: Readonly<Record<Reference['site'], Served>>;

  beforeAll(async () => {
    sites = await buildSites(
      Object.fromEntries(Object.entries(PICTURED).map(([name, make]) => [name, make()])),
    );
    served = {
      storm: await serve(sites.folder('storm')),
      calm: await serve(sites.folder('calm')),
      small: await serve(sites.folder('small')),
    };
    browser = await openBrowser();
    judge = await browser.newPage();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await Promise.all(Object.values(served).map(({ close }) => close()));
    await sites.remove();
  });

  test.each([
    ['Latin', '', ['Open Sans']],
    // The spaces between the words are those of the first font.
    ['Arabic', 'ar/', ['DejaVu Sans', 'Open Sans']],
  ])('are drawn with the font of the tests in %s letters', async (_script, path, families) => {
    await judge.goto(served.calm.address + path);
    const session = await judge.context().newCDPSession(judge);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', {
      nodeId: root.nodeId,
      selector: 'h1 bdi',
    });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    expect(fonts.map(({ familyName }) => familyName).toSorted()).toEqual(families);
  });

  test.each(REFERENCES)('$name is as it was', async (reference) => {
    const picture = await takePicture(browser, served[reference.site].address, reference);
    const difference = await differenceOf(judge, picture, await referenceOf(reference.name));
    expect(
      difference ?? Infinity,
      'points that differ; if that is meant, run `node site/tests/reference-pictures.ts` and look',
    ).toBeLessThanOrEqual(TOLERATED);
  });

  test('are told apart when one word of a page changes', async () => {
    const [reference] = REFERENCES;
    if (reference === undefined) throw new Error('no reference');
    const page = await browser.newPage({ viewport: { width: 360, height: 400 } });
    await page.goto(served.calm.address);
    const before = await page.screenshot();
    await page.locator('h1 bdi').evaluate((heading) => (heading.textContent = 'Everything fails'));
    const after = await page.screenshot();
    await page.close();
    expect(await differenceOf(judge, before, after)).toBeGreaterThan(TOLERATED * 10);
    expect(await differenceOf(judge, before, before)).toBe(0);
  });
});
