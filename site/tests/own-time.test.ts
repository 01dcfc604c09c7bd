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

  test.each([
    ['within one day here and there', 'America/New_York', '2026-11-20T20:00Z', '2026-11-20T21:00Z'],
    ['over midnight there', 'America/New_York', '2026-11-20T23:30Z', '2026-11-21T03:10Z'],
    ['over midnight here', 'America/New_York', '2026-11-20T03:00Z', '2026-11-20T20:00Z'],
    ['of another day here', 'Asia/Tokyo', '2026-11-20T20:00Z', '2026-11-20T21:00Z'],
    ['out of summer time', 'Europe/London', '2026-03-29T00:30Z', '2026-03-29T02:00Z'],
    ['without a difference', 'Europe/London', '2026-11-20T20:00Z', '2026-11-20T21:00Z'],
  ])(
    'of a span %s names the days where they are not those beside it',
    async (what, zone, from, until) => {
      const said = await besideSpan(site, { zone, from, until });
      expect(said).toBe(SAID[what]);
    },
  );
});

/** As the browser of the reader says it, in British English. */
const SAID: Readonly<Record<string, string>> = {
  'within one day here and there': ' (15:00–16:00 your time)',
  'over midnight there': ' (20 Nov, 18:30–22:10 your time)',
  'over midnight here': ' (19 Nov, 22:00 – 20 Nov, 15:00 your time)'.replaceAll(
    ' – ',
    '\u2009–\u2009',
  ),
  'of another day here': ' (21 Nov, 05:00–06:00 your time)',
  'out of summer time': ' (00:30–03:00 your time)',
};

/** What stands beside a span; undefined for nothing. */
async function besideSpan(
  site: OpenSite,
  { zone, from, until }: { readonly zone: string; readonly from: string; readonly until: string },
): Promise<string | undefined> {
  const page = await site.browser.newPage({ timezoneId: zone });
  await page.route('**/subscribe.html', async (route) => {
    const answer = await route.fetch();
    const time = `<p><time id="span" class="z" datetime="${from}" data-until="${until}"></time></p>`;
    const body = (await answer.text()).replace('</main>', `${time}</main>`);
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`${site.address}subscribe.html`);
  const said = await page.locator('#span ~ .own').allTextContents();
  await page.close();
  return said[0];
}

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
