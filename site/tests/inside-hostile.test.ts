// What strangers and colleagues write is text on every internal page, judged by the tree that a browser makes of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { HOSTILE } from '../../scripts/syndication/fixtures/snapshots.ts';
import type { OrganisationState } from '../../scripts/validation/load.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { buildSites, pagesOf, type BuiltSites } from './built-site.ts';
import { exampleState, internalOf } from './sample-inside.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

const title =
  browserMissing === null
    ? 'hostile text inside'
    : `hostile text inside (skipped: ${browserMissing})`;

describe.skipIf(browserMissing !== null)(title, () => {
  let sites: BuiltSites;
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    const internal = internalOf(hostileState());
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

/** The example organisation with hostile text wherever people may write. */
function hostileState(): OrganisationState {
  const { organisation, incidents, postmortems } = exampleState();
  const text = { name: HOSTILE, description: HOSTILE };
  const { rules, products } = organisation;
  return {
    organisation: {
      ...organisation,
      functions: organisation.functions.map((each) => ({ ...each, name: HOSTILE })),
      products: products.map((product) => ({
        ...product,
        ...text,
        services: product.services.map((service) => ({ ...service, ...text })),
      })),
      services: new Map([...organisation.services].map(([id, each]) => [id, { ...each, ...text }])),
      teams: new Map(
        [...organisation.teams].map(([id, each]) => [
          id,
          { ...each, name: HOSTILE, mission: HOSTILE, lead: HOSTILE },
        ]),
      ),
      schedules: new Map(
        [...organisation.schedules].map(([id, each]) => [id, { ...each, name: HOSTILE }]),
      ),
      stakeholders: organisation.stakeholders.map((each) => ({ ...each, name: HOSTILE })),
      rules: {
        ...rules,
        severity: rules.severity.map((each) => ({ ...each, description: HOSTILE })),
      },
    },
    incidents: incidents.map((each) => ({ ...each, title: HOSTILE, roles: { lead: HOSTILE } })),
    postmortems: postmortems.map((each) => ({
      ...each,
      owner: HOSTILE,
      actionItems: each.actionItems.map((item) => ({ ...item, title: HOSTILE, assignee: HOSTILE })),
      report: {
        text: `${HOSTILE}\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))`,
        factors: [{ category: HOSTILE, text: HOSTILE }],
      },
    })),
  };
}
