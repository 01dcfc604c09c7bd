// What people need to know to connect a tool; the pages in docs/vendors are made from it. Nothing
// that runs loads guides: they stand in a registry of their own (`guides.ts`).

/** What a vendor's page says beside what the adapter and its fixtures already tell. */
export type VendorGuide = {
  /** Steps in Markdown, with the exact template to paste where the tool has one. */
  readonly setup: string;
  /** Facts that end up in signals, in words. */
  readonly extracts: readonly string[];
  /** What no payload of this tool tells. */
  readonly unknown: readonly string[];
  /** How the tool retries, and what we answer. */
  readonly retries: string;
  /** Names of the public documentation. */
  readonly source: readonly string[];
};
