// The reader's own time beside each time of the public pages that has a clock, in lists as everywhere.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserMissing } from './browser.ts';
import { type OpenSite, openSite } from './open-site.ts';
import { PUBLIC_PAGES } from './page-types.ts';
import { NOW } from './sample-entry.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

const title =
  browserMissing === null ? 'the reader’s own time' : `own time (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let site: OpenSite;

  beforeAll(async () => {
    site = await openSite(sampleSnapshot('storm'));
  }, 240_000);
  afterAll(() => site.close());

  test('stands beside each time with a clock on every public page', async () => {
    const page = await site.browser.newPage({ timezoneId: 'America/New_York' });
    await page.clock.setFixedTime(NOW);
    const alone: string[] = [];
    let beside = 0;
    for (const path of Object.values(PUBLIC_PAGES)) {
      await page.goto(site.address + path);
      const times = await page
        .locator('time')
        .evaluateAll((all) =>
          all
            .filter((time) => /\d\d:\d\d/.test(time.textContent))
            .map(
              (time) => [time.textContent, time.nextElementSibling?.className === 'own'] as const,
            ),
        );
      beside += times.length;
      alone.push(
        ...(await bareTimes(page)).map((text) => `${path}: ${text}`),
        ...times.filter(([, own]) => !own).map(([text]) => `${path}: ${text}`),
      );
    }
    await page.close();
    expect(alone).toEqual([]);
    expect(beside).toBeGreaterThan(100);
  });
});

/** What is said with a clock outside of an element for times; what people wrote stays as they wrote it. */
function bareTimes(page: Page): Promise<readonly string[]> {
  return page.locator('main :not(time, .own, #stale, .prose *, bdi)').evaluateAll((all) =>
    all.flatMap((element) =>
      [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent?.trim() ?? '')
        .filter((text) => /\d\d:\d\d/.test(text)),
    ),
  );
}
