// Organisations as they are on their first day, tiny or huge, and the places that machines name on pages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { readDocuments } from '../../scripts/config/document-set.ts';
import { buildOrganisation } from '../../scripts/config/organisation.ts';
import { viewPublic } from '../../scripts/publication/public-view.ts';
import type { Snapshot } from '../../scripts/publication/view.ts';
import { larder, textsOf } from '../../scripts/syndication/testing/snapshots.ts';
import { outputsOf } from '../../scripts/syndication/outputs.ts';
import { browserMissing, openBrowser, serve, type Served } from './browser.ts';
import { buildSites, filesOf, pagesOf, type BuiltSites } from './built-site.ts';

const NOW = '2026-11-21T09:30:00.000Z';
const ODD = [
  ['none', 0, 'No components are shown yet'],
  ['one', 1, 'Everything works'],
  ['many', 200, 'Everything works'],
] as const;
let sites: BuiltSites;

beforeAll(async () => {
  sites = await buildSites({
    ...Object.fromEntries(ODD.map(([name, count]) => [name, organisationWith(count)])),
    larder: larder(NOW),
  });
}, 240_000);
afterAll(() => sites.remove());

describe.each(ODD)('an organisation with components: %s (%i), and no incident', (name, count) => {
  test('has a whole site, in which no link leads nowhere', async () => {
    const folder = sites.folder(name);
    const files = new Set(await filesOf(folder));
    const pages = await pagesOf(folder);
    expect(pages.filter(({ path }) => path.startsWith('components/'))).toHaveLength(count);
    const dead = pages.flatMap(({ path, html }) =>
      [...html.matchAll(/(?:href|src)="([^"#:]+)(?:#[^"]*)?"/g)]
        .map(([, target = '']) => new URL(target, `https://host/${path}`).pathname.slice(1))
        .map((target) => (target === '' || target.endsWith('/') ? `${target}index.html` : target))
        .filter((target) => path !== '404.html' && !files.has(target))
        .map((target) => `${path}: ${target}`),
    );
    expect(dead).toEqual([]);
    const html = pages.find(({ path }) => path === 'index.html')?.html ?? '';
    expect(html.match(/class="strip" viewBox="0 0 90 /g) ?? []).toHaveLength(count);
    expect(html).not.toMatch(/undefined|NaN/);
  });
});

describe.skipIf(browserMissing !== null)(
  browserMissing === null
    ? 'an odd organisation in a browser'
    : `an odd organisation in a browser (skipped: ${browserMissing})`,
  () => {
    let browser: Browser;
    let served: readonly Served[];

    beforeAll(async () => {
      browser = await openBrowser();
      served = await Promise.all(ODD.map(([name]) => serve(sites.folder(name))));
    });
    afterAll(async () => {
      await browser.close();
      await Promise.all(served.map((each) => each.close()));
    });

    test.each(
      ODD.flatMap(([name, , sentence], index) =>
        [360, 1440].map((width) => ({ name, sentence, index, width })),
      ),
    )('$name says where it stands at $width px, in its column', async (odd) => {
      const page = await browser.newPage({ viewport: { width: odd.width, height: 800 } });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      for (const path of ['', 'history.html', 'calendar.html', 'search.html', 'ar/']) {
        await page.goto(`${served[odd.index]?.address}${path}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([path, wide]).toEqual([path, odd.width]);
        if (path === '') expect(await page.locator('h1').innerText()).toBe(odd.sentence);
      }
      expect(errors).toEqual([]);
      await page.close();
    });
  },
);

test('each place of a page that feeds, calendars, interfaces and pages name is there', async () => {
  const { public: view } = larder(NOW);
  const texts = await textsOf(outputsOf({ audience: 'public', public: view }));
  const pages = new Map(
    (await pagesOf(sites.folder('larder'))).map(({ path, html }) => [path, html]),
  );
  const named = [...texts.values()].flatMap((text) => [
    ...text.replaceAll('\r\n ', '').matchAll(/((?:de\/|ar\/)?incidents\/[\w-]+\.html)#([\w-]+)/g),
  ]);
  const linked = [...pages].flatMap(([path, html]) =>
    [...html.matchAll(/href="([^":#]*incidents\/[\w-]+\.html)#([\w-]+)"/g)].map(
      ([whole, target = '', place = '']) => [
        whole,
        new URL(target, `https://host/${path}`).pathname.slice(1),
        place,
      ],
    ),
  );
  const places = new Set(
    [...named, ...linked].map(([, path = '', place = '']) => `${path}#${place}`),
  );
  expect(places.size).toBeGreaterThan(20);
  const missing = [...places].filter((each) => {
    const [path = '', place = ''] = each.split('#');
    return pages.get(path)?.includes(` id="${place}"`) !== true;
  });
  expect(missing).toEqual([]);
});

/** An organisation of so many components, ten a product. */
function organisationWith(count: number): Snapshot {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const products = [...Map.groupBy(numbers, (number) => Math.floor(number / 10))].map(
    ([product, own]) => ({
      path: `ownership/products/product-${product}.yaml`,
      text: [
        'schema: tocsin/product@1',
        `name: Product ${product}`,
        'function: backend',
        'services:',
        ...own.map(
          (number) =>
            `  - {id: service-${number}, name: Service ${number}, component: {id: component-${number}, name: Component ${number}}}`,
        ),
        '',
      ].join('\n'),
    }),
  );
  const files = [
    {
      path: 'tocsin.yaml',
      text: 'schema: tocsin/organisation@1\nname: Odd\nurl: https://status.odd.example\ntriage: all\nenvironments: [production]\npage: {languages: [en, ar]}\n',
    },
    {
      path: 'ownership/functions.yaml',
      text: 'schema: tocsin/functions@1\nfunctions: [{id: backend, name: Backend}]\n',
    },
    ...products,
  ];
  const organisation = buildOrganisation(readDocuments(files).documents);
  if (organisation === null) throw new Error('the generated organisation is not valid');
  const input = { organisation, incidents: [], postmortems: [], revision: null, now: NOW };
  return { audience: 'public', public: viewPublic(input) };
}
