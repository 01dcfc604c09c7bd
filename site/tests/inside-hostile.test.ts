// What strangers and colleagues write is text on every internal page, judged by the tree that a browser makes of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { HOSTILE } from '../../scripts/syndication/fixtures/snapshots.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { buildSites, pagesOf, type BuiltSites } from './built-site.ts';
import { internalOf } from './sample-inside.ts';
import { sampleSnapshot } from './sample-snapshot.ts';
import { organisationSaying } from './written-by-people.ts';

const title =
  browserMissing === null
    ? 'hostile text inside'
    : `hostile text inside (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    const internal = internalOf(organisationSaying(HOSTILE));
    const { public: view } = sampleSnapshot('empty');
    const inside = {
      ...internal.inside,
      pages: internal.inside.pages.map((each) => ({ ...each, isPublic: false })),
    };
    sites = await buildSites({
      hostile: { audience: 'internal', public: view, internal: { ...internal, inside } },
    });
    served = await serve(sites.folder('hostile'));
    browser = await openBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
    await sites.remove();
  });

  test('is text on every page and becomes no element, attribute or address', async () => {
    const page = await browser.newPage({ bypassCSP: true });
    const paths = (await pagesOf(sites.folder('hostile'))).map(({ path }) => path);
    const inside = paths.filter((path) => /^(teams|inside)/.test(path));
    const found: string[] = [];
    const shown: string[] = [];
    for (const path of inside) {
      await page.goto(served.address + path);
      const seen = await page.evaluate(() => ({
        bad: [...document.querySelectorAll('*')]
          .filter(
            (element) =>
              (element instanceof HTMLScriptElement &&
                (element.text !== '' ||
                  !element.src.startsWith(`${location.origin}/assets/page-`))) ||
              element.tagName === 'IMG' ||
              element
                .getAttributeNames()
                .some((name) => name.startsWith('on') || name === 'style') ||
              /^\s*javascript:/i.test(element.getAttribute('href') ?? ''),
          )
          .map((element) => element.outerHTML.slice(0, 80)),
        text: document.body.textContent,
      }));
      found.push(...seen.bad.map((bad) => `${path}: ${bad}`));
      if (seen.text.includes('<script>alert(1)</script>&amp;')) shown.push(path);
    }
    await page.close();
    expect(found).toEqual([]);
    expect(shown).toEqual(
      expect.arrayContaining([
        'teams.html',
        'teams/payments.html',
        'inside/all.html',
        'inside/debt.html',
        'inside/graph.html',
        'inside/on-call.html',
        'inside/ownership.html',
        'inside/postmortems.html',
        'inside/postmortems/2026-09-14-payments-api.html',
        'inside/rules.html',
        'inside/services.html',
        'inside/stakeholders.html',
      ]),
    );
  }, 240_000);
});
