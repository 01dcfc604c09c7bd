// Badges and the widget in a real browser: pictures that parse, words that stay words, nothing that the policy forbids.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { COMPONENT_STATUSES } from '../../scripts/model/component.ts';
import { writeOutputs } from '../../scripts/sitebuild/write-outputs.ts';
import { hostile } from '../../scripts/syndication/fixtures/snapshots.ts';
import { speechOf } from '../../scripts/speech/speech.ts';
import { renderBadge } from '../../scripts/syndication/badge.ts';
import { outputsOf } from '../../scripts/syndication/outputs.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';

const title =
  browserMissing === null
    ? 'badges and the widget in a browser'
    : `badges and the widget in a browser (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let folder: string;
  let served: Served;
  let browser: Browser;
  const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-machine-'));
    await writeOutputs(folder, outputsOf({ audience: 'public', public: hostile() }));
    for (const status of COMPONENT_STATUSES)
      await writeFile(
        join(folder, `${status}.svg`),
        renderBadge('Card payments', status, speechOf('en')),
      );
    await writeFile(join(folder, '404.html'), 'not found');
    served = await serve(folder);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    await rm(folder, { recursive: true });
  });

  test.each([
    'badge.svg',
    'components/shop/badge.svg',
    ...COMPONENT_STATUSES.map((each) => `${each}.svg`),
  ])(
    '%s is a picture with a title and a description, and holds nothing but shapes and words',
    async (path) => {
      const page = await browser.newPage();
      await page.goto(`${served.address}${path}`);
      const found = await page.evaluate(() => ({
        root: document.documentElement.localName,
        elements: [...new Set([...document.querySelectorAll('*')].map((each) => each.localName))],
        title: document.querySelector('title')?.textContent ?? '',
        described: document.documentElement.getAttribute('aria-labelledby'),
      }));
      expect(found.root).toBe('svg');
      expect(found.elements.toSorted()).toEqual([
        'desc',
        'g',
        'path',
        'rect',
        'svg',
        'text',
        'title',
      ]);
      expect(found.described).toBe('title desc');
      if (path.includes('badge')) expect(found.title).toContain('<script>alert(1)</script>');
      await page.close();
    },
  );

  test('white words on every badge have a contrast of at least 4.5 to 1', () => {
    for (const status of COMPONENT_STATUSES) {
      const colours = [
        ...renderBadge('x', status, speechOf('en')).matchAll(/fill="(#[0-9a-f]{6})"/g),
      ];
      expect(colours).toHaveLength(2);
      for (const [, colour = ''] of colours) expect(contrastWithWhite(colour)).toBeGreaterThan(4.5);
    }
  });

  test.each(['light', 'dark'] as const)(
    'the widget in an iframe is complete without script, reports nothing and is accessible (%s)',
    async (theme) => {
      const page = await browser.newPage({ colorScheme: theme });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${served.address}embed.html`);
      expect(await page.locator('h1').textContent()).toContain('<script>alert(1)</script>');
      expect(await page.locator('p b').textContent()).toBe('Major outage');
      expect(await page.locator('script').count()).toBe(0);
      expect(asked.filter((path) => !path.endsWith('favicon.ico'))).toEqual([
        '/embed.html',
        '/embed.css',
      ]);
      expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
      await page.evaluate(await axe);
      const found: unknown = await page.evaluate(async () => {
        const tool: unknown = Reflect.get(window, 'axe');
        if (typeof tool !== 'object' || tool === null) return ['axe did not load'];
        const run: unknown = Reflect.get(tool, 'run');
        if (typeof run !== 'function') return ['axe did not load'];
        const result: unknown = await Reflect.apply(run, tool, [document]);
        const list: unknown = Reflect.get(Object(result), 'violations');
        return Array.isArray(list)
          ? list.map((each: unknown) => Reflect.get(Object(each), 'id'))
          : list;
      });
      expect(found).toEqual([]);
      await page.close();
    },
  );
});

function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
