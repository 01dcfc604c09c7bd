// For tests: signed requests that vendors publish or that were made by hand, judged valid or invalid. They belong to
// others and are no part of this repository: without the folder beside the checkout there are none.
import { existsSync, readFileSync } from 'node:fs';

/** A request as it was sent, what its receiver has configured, and whether it is authentic. */
export type Vector = {
  readonly vendor: string;
  readonly name: string;
  readonly secrets: readonly string[];
  readonly user?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw_body: string;
  readonly path?: string;
  readonly received_at?: string;
  readonly options?: { readonly timestamp_header?: string };
  readonly expect: 'valid' | 'invalid';
};

type VectorFile = {
  readonly vectors: readonly Vector[];
  readonly sns_canonical_strings: {
    readonly cases: readonly { readonly case: string; readonly string_to_sign: string }[];
  };
};

/** The folder of the samples. */
export const corpus = new URL('../../../../../shared/corpus/', import.meta.url);

/** What the title of a suite over the samples says of its skipping; empty where it runs. */
export const skipped = existsSync(corpus)
  ? ''
  : ' (skipped: no folder shared/corpus beside the checkout)';

/** All vectors; none without the samples. */
export function readVectors(): VectorFile {
  if (skipped !== '') return { vectors: [], sns_canonical_strings: { cases: [] } };
  return JSON.parse(readFileSync(new URL('signature-vectors.json', corpus), 'utf8'));
}

/** Where a tool's scheme has another name than the tool. */
export function schemeOf(vendor: string): string {
  return vendor === 'jira-service-management' ? 'jira' : vendor;
}
