// A site that is built, served and looked at in a browser, for tests of one of them.
import type { Browser } from 'playwright-core';
import type { Snapshot } from '../../scripts/publication/view.ts';
import { openBrowser, serve } from './browser.ts';
import { buildSites } from './built-site.ts';

/** A served site with a browser to look at it. */
export type OpenSite = {
  readonly browser: Browser;
  readonly address: string;
  readonly folder: string;
  readonly close: () => Promise<void>;
};

/** Builds and serves the site of a snapshot; nothing of it is left after `close`. */
export async function openSite(snapshot: Snapshot): Promise<OpenSite> {
  const sites = await buildSites({ site: snapshot });
  const folder = sites.folder('site');
  const served = await serve(folder);
  const browser = await openBrowser();
  return {
    browser,
    address: served.address,
    folder,
    close: async () => {
      await browser.close();
      await served.close();
      await sites.remove();
    },
  };
}
