// The strips of 90 days as a browser lays them out: days of one group stand under each other, and run as the text does.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { browserMissing } from './browser.ts';
import { type OpenSite, openSite } from './open-site.ts';
import { NOW } from './sample-entry.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

const title =
  browserMissing === null ? 'strips of days' : `strips of days (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let site: OpenSite;

  beforeAll(async () => {
    site = await openSite(sampleSnapshot('storm'));
  }, 240_000);
  afterAll(() => site.close());

  async function open(path: string, width: number): Promise<Page> {
    const page = await site.browser.newPage({ viewport: { width, height: 800 } });
    await page.clock.setFixedTime(NOW);
    await page.goto(site.address + path);
    return page;
  }

  test.each([
    ['', 360],
    ['', 767],
    ['', 768],
    ['', 1440],
    ['de/', 360],
    ['ar/', 360],
    ['ar/', 768],
    ['ar/', 1440],
  ])('on /%s at %i px are of one width and stand under each other', async (path, width) => {
    const page = await open(path, width);
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll('details.fold')) fold.setAttribute('open', '');
    });
    const strips = await page
      .locator('.components .strip')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()));
    expect(strips.length).toBeGreaterThan(10);
    expect(new Set(strips.map((strip) => `${strip.left}–${strip.right}`)).size).toBe(1);
    expect(strips[0]?.width).toBeGreaterThan(200);
    await page.close();
  });

  test('run in Arabic from right to left, for the eye, the pointer and the arrow keys', async () => {
    const page = await open('ar/', 1440);
    const strip = page.locator('.components .strip').first();
    await strip.scrollIntoViewIfNeeded();
    const box = await strip.boundingBox();
    if (box === null) throw new Error('no strip');
    const valueAt = async (x: number): Promise<string | null> => {
      await page.mouse.move(x, box.y + 12);
      return strip.getAttribute('aria-valuenow');
    };
    expect(await valueAt(box.x + box.width - 1)).toBe('0');
    expect(await valueAt(box.x + 1)).toBe('89');
    await valueAt(box.x + box.width - 1);
    const cursor = await strip.locator('rect').boundingBox();
    expect(cursor?.x).toBeGreaterThan(box.x + box.width - 6);
    const pressed = async (key: string): Promise<string | null> => {
      await strip.press(key);
      return strip.getAttribute('aria-valuenow');
    };
    expect(await pressed('End')).toBe('89');
    expect(await pressed('ArrowRight')).toBe('88');
    expect(await pressed('ArrowLeft')).toBe('89');
    expect(await pressed('ArrowDown')).toBe('88');
    await page.close();
  });
});
