// Of which commit a site was made.

/** The file of a site that says it. */
export const SUMMARY = 'api/v1/summary.json';

/** The commit that the text of that file names; null where it names none. */
export function revisionIn(summary: string | undefined): string | null {
  return /"revision": ?"([0-9a-f]{40,64})"/.exec(summary ?? '')?.[1] ?? null;
}

/** The name of a commit in lists. */
export function shortCommit(revision: string): string {
  return revision.slice(0, 12);
}
