// Pictures that the pages are compared with. `node site/tests/reference-pictures.ts` takes them anew: look at each one
// before it is committed.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Snapshot } from '../../scripts/publication/view.ts';
import { openBrowser, serve } from './browser.ts';
import { buildSites } from './built-site.ts';
import { NOW } from './sample-entry.ts';
import { INSIDE_PAGES, PUBLIC_PAGES } from './page-types.ts';
import { sampleSnapshot } from './sample-snapshot.ts';
import { smallSnapshot } from './small-organisation.ts';

/** One picture: which page of which sample, how wide, and how the reader sees it. */
export type Reference = {
  readonly name: string;
  readonly site: 'storm' | 'calm' | 'small';
  readonly path: string;
  readonly width: 360 | 768 | 1440;
  readonly mode: 'light' | 'dark' | 'forced' | 'print';
};

const reference = (
  site: Reference['site'],
  page: string,
  path: string,
  views: readonly `${Reference['width']} ${Reference['mode']}`[],
): readonly Reference[] =>
  views.map((view) => {
    const width = view.startsWith('360') ? 360 : view.startsWith('768') ? 768 : 1440;
    const mode = view.endsWith('light')
      ? 'light'
      : view.endsWith('dark')
        ? 'dark'
        : view.endsWith('forced')
          ? 'forced'
          : 'print';
    return { name: `${site}-${page}-${width}-${mode}`, site, path, width, mode };
  });

/** All of them. */
export const REFERENCES: readonly Reference[] = [
  ...reference('storm', 'home', '', ['360 light', '360 dark', '1440 light']),
  ...reference('storm', 'arabic', 'ar/', ['360 light', '768 dark']),
  ...reference('storm', 'arabic-incident', 'ar/incidents/2026-11-14-web-shop.html', ['360 light']),
  ...reference('calm', 'home', '', ['360 dark', '768 light']),
  ...reference('storm', 'incident', 'incidents/2026-11-14-web-shop.html', [
    '360 light',
    '768 print',
  ]),
  ...reference('storm', 'component', 'components/card-payments.html', ['768 dark', '768 forced']),
  ...reference('storm', 'german', PUBLIC_PAGES['home in German'], ['768 light']),
  ...reference('storm', 'open-incident', PUBLIC_PAGES['open incident'], ['360 dark']),
  ...reference('storm', 'planned-maintenance', PUBLIC_PAGES['planned maintenance'], ['768 light']),
  ...reference('storm', 'arabic-component', PUBLIC_PAGES['component in Arabic'], ['360 light']),
  ...reference('storm', 'history', PUBLIC_PAGES.history, ['360 light']),
  ...reference('storm', 'month', PUBLIC_PAGES.month, ['768 dark']),
  ...reference('storm', 'search', PUBLIC_PAGES.search, ['360 light']),
  ...reference('storm', 'calendar', PUBLIC_PAGES.calendar, ['360 light']),
  ...reference('storm', 'arabic-calendar', PUBLIC_PAGES['calendar in Arabic'], ['768 dark']),
  ...reference('storm', 'subscribe', PUBLIC_PAGES.subscribe, ['360 light']),
  ...reference('storm', 'missing', PUBLIC_PAGES.missing, ['360 dark']),
  ...reference('small', 'team', 'teams/payments.html', ['360 light', '1440 dark']),
  ...reference('small', 'overview', INSIDE_PAGES.overview, ['768 light']),
  ...reference('small', 'debt', INSIDE_PAGES['action items'], ['768 light']),
  ...reference('small', 'on-call', INSIDE_PAGES['on call'], ['360 light']),
  ...reference('small', 'post-mortems', INSIDE_PAGES['post-mortems'], ['768 dark']),
  ...reference('small', 'ownership', INSIDE_PAGES.ownership, ['768 light']),
  ...reference('small', 'rules', INSIDE_PAGES.rules, ['768 light']),
  ...reference('small', 'stakeholders', 'inside/stakeholders.html', ['768 light']),
  ...reference('small', 'graph', 'inside/graph.html', ['768 light']),
];

/** The samples that the pictures show. */
export const PICTURED: Readonly<Record<Reference['site'], () => Snapshot>> = {
  storm: () => sampleSnapshot('storm'),
  calm: () => sampleSnapshot('calm'),
  small: smallSnapshot,
};

/** Longer pages are cut off here, so that a picture stays small. */
const LONGEST = 2400;
const FOLDER = fileURLToPath(new URL('references/', import.meta.url));

/** Takes a picture in a window of its own, with the clock of the sample and no motion. */
export async function takePicture(
  browser: Browser,
  address: string,
  { path, width, mode }: Reference,
): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: mode === 'dark' ? 'dark' : 'light',
    forcedColors: mode === 'forced' ? 'active' : 'none',
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  if (mode === 'print') await page.emulateMedia({ media: 'print' });
  await page.goto(address + path);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, LONGEST) };
  const picture = await page.screenshot({ fullPage: true, clip, animations: 'disabled' });
  await context.close();
  return picture;
}

/** The committed picture. */
export function referenceOf(name: string): Promise<Buffer> {
  return readFile(join(FOLDER, `${name}.png`));
}

/** How many points of two pictures clearly differ; null when they are not of one size. */
export function differenceOf(page: Page, one: Buffer, other: Buffer): Promise<number | null> {
  return page.evaluate(
    async (sources) => {
      const [left, right] = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = `data:image/png;base64,${source}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext('2d');
          context?.drawImage(image, 0, 0);
          return context?.getImageData(0, 0, image.width, image.height);
        }),
      );
      if (left?.width !== right?.width || left?.height !== right?.height) return null;
      const [before, after] = [left?.data ?? [], right?.data ?? []];
      let points = 0;
      for (let at = 0; at < before.length; at += 4) {
        const apart = Math.max(
          ...[0, 1, 2].map((part) => Math.abs((before[at + part] ?? 0) - (after[at + part] ?? 0))),
        );
        if (apart > 32) points += 1;
      }
      return points;
    },
    [one, other].map((picture) => picture.toString('base64')),
  );
}

if (import.meta.main) {
  const sites = await buildSites(
    Object.fromEntries(Object.entries(PICTURED).map(([name, make]) => [name, make()])),
  );
  const browser = await openBrowser();
  await mkdir(FOLDER, { recursive: true });
  for (const each of REFERENCES) {
    const served = await serve(sites.folder(each.site));
    const picture = await takePicture(browser, served.address, each);
    await writeFile(join(FOLDER, `${each.name}.png`), picture);
    await served.close();
  }
  await browser.close();
  await sites.remove();
}
