// What customers lose of incidents when one site takes the place of another.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lossBetween } from './losses.ts';
import type { Place } from './place.ts';

/** A site that is to take the place of another. */
export type SiteExchange = {
  /** The folder of the new site. */
  readonly from: string;
  readonly place: Pick<Place, 'name' | 'read'>;
  readonly sent: readonly string[];
  readonly deleted: readonly string[];
};

/** What customers would lose of one incident. */
export type Loss = { readonly id: string; readonly words: string };

/** What the exchange takes from customers: pages that go, and what was said on those that change; of these the given ones, all for null. */
export async function lossesOf(
  { from, place, sent, deleted }: SiteExchange,
  ids: readonly string[] | null,
): Promise<readonly Loss[]> {
  const changed = sent.filter((path) => {
    const id = DATA.exec(path)?.[1];
    return id !== undefined && (ids === null || ids.includes(id));
  });
  const shown = changed.length === 0 ? new Map<string, string>() : await place.read(changed);
  const changes = [...shown].flatMap(([path, text]) => {
    const id = DATA.exec(path)?.[1];
    const what = lossBetween(text, textOf(join(from, path)));
    return id === undefined || what === null
      ? []
      : [{ id, words: `${what} in incidents/${id}.html` }];
  });
  return [...pagesIn(deleted), ...changes];
}

/** The pages of incidents among paths. */
export function pagesIn(paths: readonly string[]): readonly Loss[] {
  return paths.flatMap((path) => {
    const id = PAGE.exec(path)?.[1];
    return id === undefined ? [] : [{ id, words: path }];
  });
}

const PAGE = /^incidents\/([^/]+)\.html$/;
const DATA = /^api\/v1\/incidents\/([^/]+)\.json$/;

/** The text of a file; empty where there is none. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
