// What a reader's browser makes of the site: accessibility, requests, errors, keyboard, contrast.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { buildSites, type BuiltSites } from './built-site.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { internalSnapshot, sampleSnapshot } from './sample-snapshot.ts';

const PAGES = [
  '',
  'incidents/2026-11-14-web-shop.html',
  'incidents/2026-11-24-route-planning.html',
  'history.html',
  'history/2026-11.html',
  '404.html',
  'teams.html',
  'teams/payments.html',
  'inside/all.html',
  'inside/functions/backend.html',
  'inside/services.html',
  'inside/services/payments-api.html',
  'inside/debt.html',
  'inside/postmortems.html',
  'inside/postmortems/2026-09-14-payments-api.html',
  'inside/on-call.html',
  'inside/stakeholders.html',
  'inside/ownership.html',
  'inside/graph.html',
  'inside/rules.html',
];
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
  let browser: Browser;
  const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  beforeAll(async () => {
    sites = await buildSites({ storm: internalSnapshot('storm'), calm: sampleSnapshot('calm') });
    served = await serve(sites.folder('storm'));
    calm = await serve(sites.folder('calm'));
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await Promise.all([served.close(), calm.close()]);
    await sites.remove();
  });

  test.each(THEMES)(
    'has no accessibility violation, error or foreign request on any page in %s',
    { timeout: 60_000 },
    async (colorScheme) => {
      const page = await browser.newPage({ colorScheme, bypassCSP: true });
      const trouble: string[] = [];
      page.on(
        'console',
        (message) => void (message.type() === 'error' && trouble.push(message.text())),
      );
      page.on('pageerror', (error) => void trouble.push(error.message));
      page.on(
        'request',
        (request) => void (isForeign(request.url(), served.address) && trouble.push(request.url())),
      );
      for (const path of PAGES) {
        await page.goto(served.address + path);
        trouble.push(
          ...(await violations(page, await axe)).map((found) => `${path || 'home'}: ${found}`),
        );
      }
      await page.close();
      expect(trouble).toEqual([]);
    },
  );

  test('obeys its own policy without an error', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('console', (message) => void errors.push(message.text()));
    for (const path of PAGES) await page.goto(served.address + path);
    await page.close();
    expect(errors).toEqual([]);
  });

  test('is complete without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(served.address);
    const text = await page.locator('body').innerText();
    await context.close();
    for (const part of [
      'Card payments, supplier sign-in',
      'failed payments are not charged',
      'Cold-chain sensors',
      'No incidents',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('shows where the keyboard is, from the skip link to the last link', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
    await page.goto(served.address);
    const stops = await page
      .locator('a[href], summary')
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
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('RSS feed');
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

async function violations(page: Page, axe: string): Promise<readonly string[]> {
  await page.evaluate(axe);
  await page.evaluate(() =>
    document.querySelectorAll('details').forEach((details) => (details.open = true)),
  );
  return page.evaluate(async () => {
    const run: unknown = Reflect.get(window, 'axe');
    const tool =
      run instanceof Object && 'run' in run && typeof run.run === 'function' ? run.run : null;
    if (tool === null) return ['axe did not load'];
    const result = await tool(document, {
      rules: { 'color-contrast-enhanced': { enabled: true } },
    });
    return result.violations.map(
      (found: { id: string; nodes: { html: string }[] }) =>
        `${found.id} ${found.nodes.map((node) => node.html).join(' ')}`,
    );
  });
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
  const [red = 0, green = 0, blue = 0] = channels.map((channel) =>
    channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(left: number, right: number): number {
  return (Math.max(left, right) + 0.05) / (Math.min(left, right) + 0.05);
}

function isForeign(url: string, address: string): boolean {
  return !url.startsWith(address) && !url.startsWith('data:');
}
