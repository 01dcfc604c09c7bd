// The only input of the site and the only place that reads the environment.
import { readFileSync } from 'node:fs';
import type { Snapshot } from '../../scripts/publication/view.ts';

/** What one build shows, and the pages that need no rendering, since the last build already has them. */
type Order = { readonly snapshot: Snapshot; readonly kept: ReadonlySet<string> };

let last: { readonly file: string; readonly order: Order } | null = null;

/** The snapshot that this build shows; read once per file, which the toolkit writes anew for each build. */
export function readSnapshot(): Snapshot {
  return readOrder().snapshot;
}

/** Whether a page, by the first part of its address and its path in its language, stays as the last build left it. */
export function isKept({ lang }: { readonly lang: string | undefined }, path: string): boolean {
  return readOrder().kept.has(lang === undefined ? path : `${lang}/${path}`);
}

function readOrder(): Order {
  const file = process.env['TOCSIN_SNAPSHOT'];
  if (file === undefined || file === '') {
    throw new Error(
      'TOCSIN_SNAPSHOT names no snapshot file: run `tocsin build`, which writes one and sets it.',
    );
  }
  if (last?.file !== file) {
    const { snapshot, kept }: { snapshot: Snapshot; kept: readonly string[] } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    last = { file, order: { snapshot, kept: new Set(kept) } };
  }
  return last.order;
}
