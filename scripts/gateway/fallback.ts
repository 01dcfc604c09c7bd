// A configuration of which some files are wrong: those are taken in an earlier version, everything else as it is now.
import type { SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type LoadResult, loadState, type OrganisationState } from '../validation/load.ts';

/** Earlier versions of a file, newest first; null stands for doing without it. */
export type EarlierVersions = (path: string) => Promise<readonly (SourceFile | null)[]>;

/** What could be loaded, from which files, and which of them are not the newest. */
export type Fallback = {
  readonly state: OrganisationState;
  readonly files: readonly SourceFile[];
  /** Paths of the files that an earlier version stands in for, in order. */
  readonly replaced: readonly string[];
  /** What is wrong with the newest files. */
  readonly diagnostics: readonly Diagnostic[];
};

/** Loads files; null when no mixture of these with earlier versions of the wrong ones can be used. */
export async function loadWithFallback(
  newest: readonly SourceFile[],
  earlierVersions: EarlierVersions,
): Promise<Fallback | null> {
  const versions = new Map<string, readonly (SourceFile | null)[]>();
  const tried = new Map<string, number>();
  let first: LoadResult | null = null;
  for (;;) {
    const files = mixtureOf(newest, versions, tried);
    const result = loadState(files);
    first ??= result;
    if (result.kind === 'loaded')
      return {
        state: result.state,
        files,
        replaced: [...tried.keys()].toSorted(),
        diagnostics: first.diagnostics,
      };
    let hasMore = false;
    for (const path of new Set(result.diagnostics.map(({ place }) => place.file))) {
      const known = versions.get(path) ?? (await earlierVersions(path));
      versions.set(path, known);
      const next = (tried.get(path) ?? -1) + 1;
      if (next >= known.length) continue;
      tried.set(path, next);
      hasMore = true;
    }
    if (!hasMore) return null;
  }
}

function mixtureOf(
  newest: readonly SourceFile[],
  versions: ReadonlyMap<string, readonly (SourceFile | null)[]>,
  tried: ReadonlyMap<string, number>,
): readonly SourceFile[] {
  const replacements = [...tried].flatMap(([path, index]) => versions.get(path)?.[index] ?? []);
  return [...newest.filter(({ path }) => !tried.has(path)), ...replacements];
}
