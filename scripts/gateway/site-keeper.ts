// Keeps the pages at what the files in force say: built when they changed, and when the pages have become old.
import { type Instant, toMs } from '../model/instant.ts';
import { remarksOnPage } from '../validation/last-good.ts';
import { createSiteProjection, type SiteResult, type SiteTarget } from './projection.ts';
import type { StateInForce, StateKeeper } from './state.ts';

/** What keeping pages needs of the gateway. */
export type SiteKeeperDependencies = {
  readonly sites: readonly SiteTarget[];
  readonly now: () => Instant;
  readonly readPage: StateKeeper['readPage'];
  readonly onBuilt: (result: SiteResult) => void;
  readonly onTrouble: (sentence: string) => void;
};

/** Pages that are kept until `close`. */
export type SiteKeeper = {
  /** Builds the sites when the state is new, or when the pages have become old; resolves when that is done. */
  readonly follow: (state: StateInForce) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Nothing is built yet. */
export function keepSites(dependencies: SiteKeeperDependencies): SiteKeeper {
  const { sites, now, readPage, onBuilt, onTrouble } = dependencies;
  const projection = createSiteProjection(sites, now, onBuilt);
  let shown: { readonly revision: string; readonly at: Instant } | null = null;
  return {
    follow: async (state) => {
      const at = now();
      const isFresh = shown !== null && toMs(at) - toMs(shown.at) < PAGES_LIVE_MS;
      if (shown?.revision === state.revision && isFresh) return;
      shown = { revision: state.revision, at };
      try {
        const page = await readPage();
        for (const sentence of remarksOnPage(page)) onTrouble(sentence);
        // What stands there is older, and truer than a page without an incident.
        if (page.kind === 'readable')
          await projection.project({ ...page.loaded.state, revision: state.revision });
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'no reason given';
        onTrouble(`the sites could not be built: ${reason}`);
      }
    },
    close: () => projection.close(),
  };
}

/** Pages say as of when they are, count days and announce maintenance: they are built again when nothing happens too. */
const PAGES_LIVE_MS = 10 * 60_000;
