// The only input of the site and the only place that reads the environment.
import { readFileSync } from 'node:fs';
import type { Snapshot } from '../../scripts/publication/view.ts';

let last: { readonly file: string; readonly snapshot: Snapshot } | null = null;

/** The snapshot that this build shows; read once per file, which the toolkit writes anew for each build. */
export function readSnapshot(): Snapshot {
  const file = process.env['TOCSIN_SNAPSHOT'];
  if (file === undefined || file === '') {
    throw new Error(
      'TOCSIN_SNAPSHOT names no snapshot file: run `tocsin build`, which writes one and sets it.',
    );
  }
  if (last?.file !== file) {
    const snapshot: Snapshot = JSON.parse(readFileSync(file, 'utf8'));
    last = { file, snapshot };
  }
  return last.snapshot;
}
