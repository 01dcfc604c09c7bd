// Every page type by axe in light, dark and forced colours; and that words which nobody can read are found.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { MODES, violations } from './accessibility.ts';
import { browserMissing } from './browser.ts';
import { openSite, type OpenSite } from './open-site.ts';
import { PAGES } from './page-types.ts';
import { internalSnapshot } from './sample-snapshot.ts';

/** A page whose words stand in tables that scroll and in pictures. */
const DENSE = 'inside/all.html';
const title =
  browserMissing === null
    ? 'the pages of the site'
    : `the pages of the site (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let site: OpenSite;
  beforeAll(async () => {
    site = await openSite(internalSnapshot('storm'));
  }, 240_000);
  afterAll(() => site.close());

  test.each(MODES)(
    'have no accessibility violation, error or foreign request in %o',
    { timeout: 600_000 },
    async (mode) => {
      const page = await site.browser.newPage({ ...mode, bypassCSP: true });
      const trouble: string[] = [];
      page.on(
        'console',
        (message) => void (message.type() === 'error' && trouble.push(message.text())),
      );
      page.on('pageerror', (error) => void trouble.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(site.address) && !url.startsWith('data:')) trouble.push(url);
      });
      for (const path of PAGES) {
        await page.goto(site.address + path);
        trouble.push(...(await violations(page)).map((found) => `${path || 'home'}: ${found}`));
      }
      await page.close();
      expect(trouble).toEqual([]);
    },
  );

  describe('are found faulty', () => {
    let page: Page;
    beforeAll(async () => {
      page = await site.browser.newPage({ bypassCSP: true });
    });
    afterAll(() => page.close());

    test.each([
      ['grey cells in tables', 'td, th, td *, th * { color: #d8d8d8 !important }', '<td'],
      ['cells that are a little too faint', 'td, td * { color: #707070 !important }', '<td'],
      ['words in pictures', 'svg text { fill: #d8d8d8 !important }', 'faint in a picture: '],
      [
        'words in pictures that one sees through',
        '.chart { opacity: 0.5 }',
        'faint in a picture: ',
      ],
      [
        'words on a background with a gradient',
        'main { background: linear-gradient(#fff, #eee) }',
        'undecided: color-contrast',
      ],
    ])('with %s', async (_name, style, expected) => {
      await page.goto(site.address + DENSE);
      await page.addStyleTag({ content: style });
      expect((await violations(page)).join('\n')).toContain(expected);
    });
  });
});
