// Badges and the widget in a real browser: pictures that parse, words that stay words, nothing that the policy forbids.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { COMPONENT_STATUSES } from '../../scripts/model/component.ts';
import { writeOutputs } from '../../scripts/sitebuild/write-outputs.ts';
import { hostile } from '../../scripts/syndication/testing/snapshots.ts';
import { speechOf } from '../../scripts/speech/speech.ts';
import { renderBadge } from '../../scripts/syndication/badge.ts';
import { outputsOf } from '../../scripts/syndication/outputs.ts';
import { contrastOf } from './contrast.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';

const title =
  browserMissing === null
    ? 'badges and the widget in a browser'
    : `badges and the widget in a browser (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let folder: string;
  let served: Served;
  let browser: Browser;

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
      for (const [, colour = ''] of colours) {
        const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
        expect(contrastOf(channels, [255, 255, 255])).toBeGreaterThan(4.5);
      }
    }
  });

  test.each(['light', 'dark'] as const)(
    'the widget as a page of its own is complete without script and reports nothing (%s)',
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
      await page.close();
    },
  );
});
