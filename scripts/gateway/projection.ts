// The sites of a state: built anew after each change, the newest state wins.
import type { Instant } from '../model/instant.ts';
import { takeSnapshot } from '../publication/snapshot.ts';
import type { Snapshot } from '../publication/view.ts';
import type { SiteMemory } from '../sitebuild/kept.ts';
import { type BuildResult, SiteBuilder } from '../sitebuild/site-build.ts';
import type { OrganisationState } from '../validation/load.ts';

/** A site to keep: for whom, and in which folder. */
export type SiteTarget = { readonly audience: Snapshot['audience']; readonly folder: string };

/** What came of one build. */
export type SiteResult = BuildResult & { readonly audience: Snapshot['audience'] };

/** What sites are made of, with the commit that it was read from. */
export type ProjectedState = OrganisationState & { readonly revision: string };

/** Keeps sites up to date. */
export type SiteProjection = {
  /** Builds every site; resolves when each is built or has failed, which is said. */
  readonly project: (state: ProjectedState) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Prepares the projection; nothing is built yet. */
export function createSiteProjection(
  targets: readonly SiteTarget[],
  now: () => Instant,
  onResult: (result: SiteResult) => void,
): SiteProjection {
  const builder = new SiteBuilder();
  const memories = new Map(targets.map(({ folder }) => [folder, memoryInProcess()]));
  let closed = false;
  return {
    project: async (state) => {
      const at = now();
      for (const { audience, folder } of targets) {
        // A build that begins after the end would start a process that nobody ends.
        if (closed) return;
        const snapshot = takeSnapshot({ ...state, now: at }, audience);
        const result = await builder.build(snapshot, folder, memories.get(folder));
        onResult({ audience, ...result });
      }
    },
    close: async () => {
      closed = true;
      await builder.close();
    },
  };
}

/** As long as the gateway runs it knows what it wrote; after that one build makes everything. */
function memoryInProcess(): SiteMemory {
  let last: ReadonlySet<string> = new Set();
  return {
    read: () => last,
    write: (lines) => {
      last = new Set(lines);
    },
  };
}
