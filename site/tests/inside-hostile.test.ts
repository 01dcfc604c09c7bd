// What strangers and colleagues write is text on every internal page, judged by the tree that a browser makes of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE } from '../../scripts/syndication/testing/snapshots.ts';
import { browserMissing } from './browser.ts';
import { type OpenSite, openSite } from './open-site.ts';
import { pagesOf } from './built-site.ts';
import { internalOf } from './sample-inside.ts';
import { sampleSnapshot } from './sample-snapshot.ts';
import { organisationSaying } from './written-by-people.ts';

const title =
  browserMissing === null
    ? 'hostile text inside'
    : `hostile text inside (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let site: OpenSite;

  beforeAll(async () => {
    const internal = internalOf(organisationSaying(HOSTILE));
    const { public: view } = sampleSnapshot('empty');
    const inside = {
      ...internal.inside,
      pages: internal.inside.pages.map((each) => ({ ...each, isPublic: false })),
    };
    site = await openSite({
      audience: 'internal',
      public: view,
      internal: { ...internal, inside },
    });
  }, 240_000);
  afterAll(() => site.close());

  test('is text on every page and becomes no element, attribute or address', async () => {
    const page = await site.browser.newPage({ bypassCSP: true });
    const paths = (await pagesOf(site.folder)).map(({ path }) => path);
    const inside = paths.filter((path) => /^(teams|inside)/.test(path));
    const found: string[] = [];
    const shown: string[] = [];
    for (const path of inside) {
      await page.goto(site.address + path);
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
