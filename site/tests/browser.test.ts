// What a reader's browser makes of the site: requests, errors, keyboard, colours.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { buildSites, pagesOf, type BuiltSites } from './built-site.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { hostile as hostileView } from '../../scripts/syndication/testing/snapshots.ts';
import type { PublicView, Snapshot } from '../../scripts/publication/view.ts';
import { contrast, luminanceOf } from './contrast.ts';
import { PAGES, typeOf } from './page-types.ts';
import { NOW } from './sample-entry.ts';
import { internalOf } from './sample-inside.ts';
import { internalSnapshot, sampleSnapshot } from './sample-snapshot.ts';
import { LONG_WORDS, organisationSaying, viewSaying } from './written-by-people.ts';

const THEMES = ['light', 'dark'] as const;
const STATES = ['operational', 'maintenance', 'degraded', 'partial_outage', 'major_outage'];
const title =
  browserMissing === null
    ? 'the built site in a browser'
    : `the built site in a browser (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let served: Served;
  let calm: Served;
  let hostile: Served;
  let wordy: Served;
  let browser: Browser;

  beforeAll(async () => {
    sites = await buildSites({
      storm: internalSnapshot('storm'),
      calm: withLogo(sampleSnapshot('calm').public),
      hostile: { audience: 'public', public: hostileView() },
      wordy: {
        audience: 'internal',
        public: viewSaying(sampleSnapshot('storm').public, LONG_WORDS),
        internal: internalOf(organisationSaying(LONG_WORDS)),
      },
    });
    served = await serve(sites.folder('storm'));
    calm = await serve(sites.folder('calm'));
    hostile = await serve(sites.folder('hostile'));
    wordy = await serve(sites.folder('wordy'));
    browser = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await Promise.all([served, calm, hostile, wordy].map((each) => each.close()));
    await sites.remove();
  });

  test('is looked at on a page of each type that a build writes', async () => {
    const built = (await pagesOf(sites.folder('storm'))).map(({ path }) => typeOf(path));
    expect(new Set(PAGES.map(typeOf))).toEqual(new Set(built));
  });

  test('obeys its own policy, and its script runs under it', async () => {
    const page = await browser.newPage({ timezoneId: 'Europe/Amsterdam' });
    const errors: string[] = [];
    page.on('console', (message) => void errors.push(message.text()));
    page.on('pageerror', (error) => void errors.push(error.message));
    for (const path of PAGES) {
      await page.goto(served.address + path);
      expect(await page.locator('.own').count(), path).toBeGreaterThan(0);
    }
    await page.close();
    expect(errors).toEqual([]);
  });

  test('asks for three files, and for the index of the search only when somebody types', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url().slice(served.address.length)));
    await page.goto(served.address, { waitUntil: 'networkidle' });
    expect(
      asked.filter((url) => !url.startsWith('data:') && !url.includes('data:image')),
    ).toHaveLength(3);
    await page.goto(`${served.address}search.html`, { waitUntil: 'networkidle' });
    expect(asked.filter((url) => url.endsWith('.json'))).toEqual([]);
    await page.getByRole('searchbox').fill('card PAYMENTS');
    await page.getByText('Found: 2').waitFor();
    expect(asked.filter((url) => url.endsWith('.json'))).toEqual(['search/2026.json']);
    await page.getByRole('link', { name: 'Some card payments were declined' }).click();
    expect(page.url()).toContain('incidents/2026-10-28-card-payments.html');
    await page.close();
  });

  test('says the reader’s own time beside UTC, and nothing where they are the same', async () => {
    const own = async (timezoneId: string): Promise<readonly string[]> => {
      const page = await browser.newPage({ timezoneId });
      await page.goto(`${served.address}incidents/2026-11-24-route-planning.html`);
      const texts = await page.locator('.own').allTextContents();
      await page.close();
      return texts;
    };
    expect((await own('Europe/Amsterdam'))[0]).toMatch(/^ \(21:00\s*–\s*22:30 your time\)$/u);
    expect((await own('Pacific/Auckland'))[0]).toMatch(/25 Nov.* your time\)$/u);
    expect(await own('UTC')).toEqual([]);
  });

  test('warns when it was not renewed for long, and moves maintenance on with the time', async () => {
    const at = async (time: string): Promise<readonly [boolean, string | null]> => {
      const page = await browser.newPage();
      await page.clock.setFixedTime(time);
      await page.goto(`${served.address}incidents/2026-11-24-route-planning.html`);
      const found = [
        await page.locator('#stale').isVisible(),
        await page.locator('[data-then]').first().textContent(),
      ] as const;
      await page.close();
      return found;
    };
    expect(await at('2026-11-21T10:00:00Z')).toEqual([false, 'Scheduled']);
    expect(await at('2026-11-24T20:30:00Z')).toEqual([true, 'In progress']);
    expect(await at('2026-11-24T22:30:00Z')).toEqual([true, 'Completed']);
  });

  test('moves headline, title and components on with the time as well', async () => {
    const at = async (time: string): Promise<readonly (string | null)[]> => {
      const page = await browser.newPage();
      await page.clock.setFixedTime(time);
      await page.goto(calm.address);
      const row = page
        .locator('.components > li', {
          has: page.getByRole('link', { name: 'Route planning', exact: true }),
        })
        .locator('.line > .state');
      const found = [
        await page.locator('h1').innerText(),
        await page.title(),
        await row.innerText(),
        await row.locator('.shape').getAttribute('class'),
      ];
      await page.close();
      return found;
    };
    const well = ['Everything works', 'Larder status: Everything works'];
    expect(await at('2026-11-21T10:00:00Z')).toEqual([...well, 'Operational', 'shape operational']);
    const planned =
      'Planned maintenance of Route planning and Driver app until 24 November 2026, 21:30 UTC';
    expect(await at('2026-11-24T20:30:00Z')).toEqual([
      planned,
      `Larder status: ${planned}`,
      'Maintenance',
      'shape maintenance',
    ]);
    expect(await at('2026-11-24T22:30:00Z')).toEqual([...well, 'Operational', 'shape operational']);
  });

  test('goes through the days of a strip by arrow keys and says each one', async () => {
    const page = await browser.newPage();
    await page.goto(served.address);
    const strip = page.getByRole('slider', { name: /^Web shop\./ });
    await strip.focus();
    const said = async (key: string): Promise<string | null> => {
      await page.keyboard.press(key);
      return strip.getAttribute('aria-valuetext');
    };
    expect(await said('End')).toBe('21 November · Degraded');
    expect(await said('ArrowLeft')).toBe('20 November · Operational');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowLeft');
    expect(await said('ArrowLeft')).toBe('14 November · Major outage');
    expect(await page.locator('.tip').textContent()).toBe('14 November · Major outage');
    expect(await said('Home')).toBe('24 August · Operational');
    expect(await said('ArrowLeft')).toBe('24 August · Operational');
    expect(await strip.getAttribute('aria-valuenow')).toBe('0');
    await page.keyboard.press('Tab');
    expect(await page.locator('.tip').count()).toBe(0);
    await page.goto(`${served.address}components/web-shop.html`);
    await strip.focus();
    expect(await said('End')).toBe('21 November · Degraded · 43 minutes');
    await page.close();
  });

  test(
    'says on every page without JavaScript all that it says with it',
    { timeout: 300_000 },
    async () => {
      const [plain, scripted] = await Promise.all(
        [false, true].map((javaScriptEnabled) =>
          browser.newContext({ javaScriptEnabled, timezoneId: 'UTC' }),
        ),
      );
      if (plain === undefined || scripted === undefined) throw new Error('no context');
      await scripted.clock.setFixedTime(NOW);
      const [without, beside] = [await plain.newPage(), await scripted.newPage()];
      for (const path of PAGES) {
        const texts: string[] = [];
        for (const page of [without, beside]) {
          await page.goto(served.address + path);
          texts.push(await page.locator('body').innerText());
        }
        const [said, more] = texts;
        expect(said?.length, path).toBeGreaterThan(100);
        if (path === 'search.html') expect(said).toContain('the history by month lists everything');
        else expect(said, path).toBe(more);
      }
      await Promise.all([plain.close(), scripted.close()]);
    },
  );

  test('has the words behind each fold without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${served.address}components/web-shop.html`);
    const text = await page.locator('body').innerText();
    for (const part of ['14 November', '1 hour 42 minutes', 'All other days: operational.'])
      expect(text).toContain(part);
    await page.goto(served.address);
    const days = page.getByRole('row', { name: '14 November' }).first();
    expect(await days.isVisible()).toBe(false);
    await page.locator('summary', { hasText: 'Web shop' }).click();
    expect(await days.isVisible()).toBe(true);
    await context.close();
  });

  test('renders hostile text of every field as text', { timeout: 240_000 }, async () => {
    const page = await browser.newPage({ bypassCSP: true });
    const alarms: string[] = [];
    page.on('dialog', (dialog) => void (alarms.push(dialog.message()), dialog.dismiss()));
    await page.addInitScript(() =>
      Reflect.set(window, 'alert', () => (document.title += ' ALARM')),
    );
    const paths = (await pagesOf(sites.folder('hostile'))).map((each) => each.path);
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      await page.goto(hostile.address + path);
      const found = await page.evaluate(() => ({
        scripts: document.querySelectorAll('script:not([src*="assets/"])').length,
        handlers: [...document.querySelectorAll('*')].filter((element) =>
          [...element.attributes].some(
            ({ name, value }) => name.startsWith('on') || /^javascript:/i.test(value),
          ),
        ).length,
        alarm: document.title.includes('ALARM'),
        shown: document.body.innerText.includes('<script>alert(1)</script>'),
      }));
      expect(found, path).toEqual({ scripts: 0, handlers: 0, alarm: false, shown: true });
    }
    await page.close();
    expect(alarms).toEqual([]);
  });

  test.each([360, 768, 1440])(
    'never scrolls sideways at %i pixels, on any page, whatever long words people write',
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      const wide: string[] = [];
      for (const [name, { address }] of Object.entries({ served, wordy })) {
        for (const path of PAGES) {
          await page.goto(address + path);
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (over > 0) wide.push(`${name} ${path}: ${over} px`);
        }
      }
      await page.close();
      expect(wide).toEqual([]);
    },
  );

  test('shows where the keyboard is, from the skip link to the last link', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
    await page.goto(served.address);
    const stops = await page
      .locator('a[href], summary, [tabindex="0"]')
      .evaluateAll((all) => all.filter((element) => element.checkVisibility()).length);
    const hidden: string[] = [];
    for (let stop = 0; stop < stops; stop += 1) {
      await page.keyboard.press('Tab');
      const [name, outline, top] = await page.evaluate(() => {
        const focused = document.activeElement ?? document.body;
        return [
          focused.textContent,
          getComputedStyle(focused).outlineStyle,
          focused.getBoundingClientRect().top,
        ];
      });
      if (outline !== 'solid' || top < 0) hidden.push(name.trim());
    }
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('RSS');
    await page.close();
    expect(hidden).toEqual([]);
  });

  test.each(THEMES)('keeps state colours at 4.5:1 on the page in %s', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(served.address);
    const paper = await luminance(page, 'paper');
    for (const state of STATES)
      expect(contrast(await luminance(page, state), paper), state).toBeGreaterThanOrEqual(4.5);
    for (const text of ['ink', 'quiet', 'accent'])
      expect(contrast(await luminance(page, text), paper), text).toBeGreaterThanOrEqual(7);
    await page.close();
  });

  test.each(THEMES)('shows a logo drawn for light paper in %s', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(calm.address);
    const logo = page.getByRole('img', { name: 'Larder status' });
    const [darkest, brightest] = await extremes(page, await logo.screenshot());
    await page.close();
    expect(contrast(darkest, brightest)).toBeGreaterThanOrEqual(7);
  });

  test('folds a group with nothing wrong on a phone and opens it on request', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
    await page.goto(calm.address);
    const component = page.getByText('Cold-chain sensors', { exact: true });
    expect(await component.isVisible()).toBe(false);
    await page.getByText('4 components operational').last().click();
    expect(await component.isVisible()).toBe(true);
    await page.setViewportSize({ width: 1440, height: 800 });
    expect(await page.getByText('Invoices', { exact: true }).isVisible()).toBe(true);
    await page.close();
  });

  test('has a feed that parses as XML', async () => {
    const page = await browser.newPage();
    await page.goto(served.address + '404.html');
    const feed = await readFile(`${sites.folder('storm')}/feed.xml`, 'utf8');
    const found = await page.evaluate((text) => {
      const xml = new DOMParser().parseFromString(text, 'application/xml');
      return {
        errors: xml.querySelectorAll('parsererror').length,
        items: xml.querySelectorAll('item > guid').length,
      };
    }, feed);
    await page.close();
    expect(found).toEqual({ errors: 0, items: internalSnapshot('storm').public.incidents.length });
  });
});

/** The same page with a logo in black letters. */
function withLogo(view: PublicView): Snapshot {
  const letters = '<rect width="96" height="24" y="6" fill="#000"/>';
  const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 36">${letters}</svg>`;
  const brand = { ...view.page.brand, logo };
  return { audience: 'public', public: { ...view, page: { ...view.page, brand } } };
}

/** Relative luminance of the darkest and the brightest point of a picture. */
async function extremes(page: Page, picture: Buffer): Promise<readonly [number, number]> {
  const points = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const brush = new OffscreenCanvas(image.width, image.height).getContext('2d');
    brush?.drawImage(image, 0, 0);
    return [...(brush?.getImageData(0, 0, image.width, image.height).data ?? [])];
  }, picture.toString('base64'));
  const lights = Array.from({ length: points.length / 4 }, (_, at) =>
    luminanceOf(points.slice(at * 4, at * 4 + 3)),
  );
  return [Math.min(...lights), Math.max(...lights)];
}

/** Relative luminance (WCAG 2) of a colour token as the browser paints it. */
async function luminance(page: Page, token: string): Promise<number> {
  const channels = await page.evaluate((name) => {
    const brush = document.createElement('canvas').getContext('2d');
    if (brush === null) return [];
    brush.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, token);
  return luminanceOf(channels);
}
