// Hostile text in every field of an incident and of its post-mortem, from the files to both folders. What it became is
// judged by parsers: the browser's for HTML, XML and SVG, a calendar's, and JSON's.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { takeSnapshot } from '../../scripts/publication/snapshot.ts';
import { browserMissing, openBrowser, serve } from './browser.ts';
import { buildSites, filesOf, type BuiltSites } from './built-site.ts';
import { HOSTILE_INPUT, idOf, PAYLOADS } from './hostile-organisation.ts';
import { strangersIn } from './strangers.ts';

const title =
  browserMissing === null ? 'hostile fields' : `hostile fields (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    sites = await buildSites({
      public: takeSnapshot(HOSTILE_INPUT, 'public'),
      internal: takeSnapshot(HOSTILE_INPUT, 'internal'),
    });
    browser = await openBrowser();
    page = await browser.newPage();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await sites.remove();
  });
  const read = (site: string, path: string): Promise<string> =>
    readFile(join(sites.folder(site), path), 'utf8');
  const pathsOf = async (site: string, ending: RegExp): Promise<readonly string[]> =>
    (await filesOf(sites.folder(site))).filter((path) => ending.test(path));

  test.each(['public', 'internal'])(
    'become no element, attribute or address on any page of the %s folder',
    async (site) => {
      const found: string[] = [];
      const paths = await pathsOf(site, /\.html$/);
      for (const path of paths)
        found.push(
          ...(await strangersIn(page, await read(site, path))).map((bad) => `${path}: ${bad}`),
        );
      expect(paths.length).toBeGreaterThan(30);
      expect(found).toEqual([]);
    },
  );

  test('are the heading and the title of their page, character by character', async () => {
    for (const [index, payload] of PAYLOADS.entries()) {
      const html = await read('public', `incidents/${idOf(index)}.html`);
      const said = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'text/html');
        return [parsed.querySelector('h1')?.textContent, parsed.title];
      }, html);
      expect(said[0]?.trim(), payload).toBe(payload);
      expect(said[1]?.startsWith(payload.replaceAll(/\s+/g, ' ')), payload).toBe(true);
    }
  });

  test('are text in every XML file', async () => {
    for (const path of await pathsOf('public', /\.(atom|rss|xml|svg)$/)) {
      const found = await page.evaluate(
        (text) => {
          const parsed = new DOMParser().parseFromString(text, 'application/xml');
          return {
            errors: parsed.querySelectorAll('parsererror').length,
            foreign: parsed.querySelectorAll('script, img, a').length,
            titles: [...parsed.querySelectorAll('entry > title, item > title')].map(
              (each) => each.textContent,
            ),
          };
        },
        await read('public', path),
      );
      expect([found.errors, found.foreign], path).toEqual([0, 0]);
      if (!path.endsWith('.svg')) expect(new Set(found.titles), path).toEqual(new Set(PAYLOADS));
    }
  });

  test('are text in the calendar of their page and of their team, and add nothing to it', async () => {
    for (const path of ['calendar.ics', 'teams/canary-id-team/calendar.ics']) {
      const calendar = new ICAL.Component(ICAL.parse(await read('internal', path)));
      const works = calendar.getAllSubcomponents();
      expect(new Set(works.map(({ name }) => name)), path).toEqual(new Set(['vevent']));
      expect(new Set(works.map((work) => work.getFirstPropertyValue('summary'))), path).toEqual(
        new Set(PAYLOADS),
      );
    }
  });

  test('are text in what the search finds', async () => {
    const served = await serve(sites.folder('public'));
    const searching = await browser.newPage();
    await searching.goto(`${served.address}search.html`);
    for (const payload of PAYLOADS) {
      await searching.getByRole('searchbox').fill(payload);
      await searching.locator('#found a', { hasText: payload }).first().waitFor();
      expect(await strangersIn(page, await searching.content()), payload).toEqual([]);
    }
    await searching.close();
    await served.close();
  });

  test('are text in every JSON file', async () => {
    for (const path of await pathsOf('public', /\.json$/))
      expect(JSON.parse(await read('public', path)), path).toBeInstanceOf(Object);
    for (const [index, payload] of PAYLOADS.entries()) {
      const told = JSON.parse(await read('public', `api/v1/incidents/${idOf(index)}.json`));
      expect([told.title, told.updates.length]).toEqual([payload, 1]);
    }
    const { incidents } = JSON.parse(await read('public', 'api/v2/incidents.json'));
    expect(new Set(incidents.map(({ name }: { name: string }) => name))).toEqual(new Set(PAYLOADS));
  });
});
