// `node site/tests/screenshots.ts OUTDIR [SCENARIO…]` builds the sample and writes a picture of each page type.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SiteBuilder } from '../../scripts/sitebuild/site-build.ts';
import { openBrowser, serve } from './browser.ts';
import { INSIDE_PAGES, PUBLIC_PAGES } from './page-types.ts';
import { NOW } from './sample-entry.ts';
import { internalSnapshot, sampleSnapshot, SCENARIOS, type Scenario } from './sample-snapshot.ts';
import type { Browser } from 'playwright-core';

const WIDTHS = [360, 768, 1440] as const;
const THEMES = ['light', 'dark'] as const;
/** Writes `<scenario>-<page>-<width>-<theme>.png` for every combination into `folder`. */
export async function takeScreenshots(
  folder: string,
  scenarios: readonly Scenario[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const builder = new SiteBuilder();
  const browser = await openBrowser();
  const work = await mkdtemp(join(tmpdir(), 'tocsin-shots-'));
  try {
    for (const scenario of scenarios) {
      const snapshot =
        scenario === 'outage' ? internalSnapshot(scenario) : sampleSnapshot(scenario);
      await builder.build(sampleSnapshot(scenario), join(work, scenario));
      await shoot(
        browser,
        join(work, scenario),
        join(folder, scenario),
        scenario === 'outage' ? PUBLIC_PAGES : { home: '' },
      );
      if (snapshot.audience === 'internal') {
        await builder.build(snapshot, join(work, 'internal'));
        await shoot(browser, join(work, 'internal'), join(folder, 'internal'), INSIDE_PAGES);
      }
    }
  } finally {
    await Promise.all([browser.close(), builder.close(), rm(work, { recursive: true })]);
  }
}

async function shoot(
  browser: Browser,
  site: string,
  prefix: string,
  pages: Readonly<Record<string, string>>,
): Promise<void> {
  const served = await serve(site);
  for (const width of WIDTHS) {
    for (const theme of THEMES) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: theme,
        // The browser takes no picture of a wide page that is long as well in finer points.
        deviceScaleFactor: width < 1440 ? 2 : 1,
      });
      const page = await context.newPage();
      await page.clock.setFixedTime(NOW);
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(served.address + path);
        await page.screenshot({
          path: `${prefix}-${name.replaceAll(' ', '-')}-${width}-${theme}.png`,
          fullPage: true,
        });
      }
      await context.close();
    }
  }
  await served.close();
}

if (import.meta.main) {
  const [folder, ...named] = process.argv.slice(2);
  if (folder === undefined)
    throw new Error('Say where to: node site/tests/screenshots.ts OUTDIR [SCENARIO…]');
  const chosen = SCENARIOS.filter((scenario) => named.length === 0 || named.includes(scenario));
  await takeScreenshots(resolve(folder), chosen);
}
