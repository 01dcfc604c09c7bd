// Many names and patterns (`*`, `?`), of which those that fit a text are found without asking each one.
import { literalLength, matchesGlob } from '../text/glob.ts';

/** Something that fitted, with how much its pattern says. */
export type Hit<Value> = { readonly value: Value; readonly weight: number | string };

/** Finds what fits a text; an exact name first, then the pattern with most literal characters. */
export type NameIndex<Value> = { readonly find: (text: string) => readonly Hit<Value>[] };

/** A pattern and what it stands for. */
export type NameEntry<Value> = { readonly pattern: string; readonly value: Value };

/** Builds the index; entries that say as much keep their order. */
export function indexNames<Value>(entries: readonly NameEntry<Value>[]): NameIndex<Value> {
  const exact = new Map<string, NameEntry<Value>[]>();
  const beginnings = createTable<Value>();
  const endings = createTable<Value>();
  const others: NameEntry<Value>[] = [];
  for (const entry of entries) {
    const { pattern } = entry;
    const start = pattern.search(WILD);
    const end = pattern.length - 1 - Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'));
    if (start === -1) add(exact, pattern, entry);
    else if (start > 0 && start >= end) addTo(beginnings, pattern.slice(0, start), entry);
    else if (end > 0) addTo(endings, pattern.slice(-end), entry);
    else others.push(entry);
  }
  return {
    find: (text) => {
      const hits: Hit<Value>[] = (exact.get(text) ?? []).map(({ value }) => ({
        value,
        weight: Number.POSITIVE_INFINITY,
      }));
      const candidates = [
        ...matching(beginnings, text.length, (length) => text.slice(0, length)),
        ...matching(endings, text.length, (length) => text.slice(-length)),
        ...others,
      ];
      for (const { pattern, value } of candidates)
        if (matchesGlob(pattern, text)) hits.push({ value, weight: literalLength(pattern) });
      return hits.length < 2 ? hits : hits.toSorted((left, right) => compare(left, right));
    },
  };
}

const WILD = /[*?]/;

/** Entries by a literal part of their pattern, and which lengths such parts have. */
type Table<Value> = {
  readonly lengths: Set<number>;
  readonly parts: Map<string, NameEntry<Value>[]>;
};

function createTable<Value>(): Table<Value> {
  return { lengths: new Set(), parts: new Map() };
}

function addTo<Value>(table: Table<Value>, part: string, entry: NameEntry<Value>): void {
  table.lengths.add(part.length);
  add(table.parts, part, entry);
}

function add<Value>(
  map: Map<string, NameEntry<Value>[]>,
  key: string,
  entry: NameEntry<Value>,
): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}

function matching<Value>(
  { lengths, parts }: Table<Value>,
  longest: number,
  cut: (length: number) => string,
): readonly NameEntry<Value>[] {
  const found: NameEntry<Value>[] = [];
  for (const length of lengths) {
    const entries = length <= longest ? parts.get(cut(length)) : undefined;
    if (entries !== undefined) found.push(...entries);
  }
  return found;
}

function compare(left: Hit<unknown>, right: Hit<unknown>): number {
  return left.weight === right.weight ? 0 : left.weight > right.weight ? -1 : 1;
}
