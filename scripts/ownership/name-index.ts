// Many names and patterns (`*`, `?`), of which those that fit a text are found without asking each one.
import { literalLength, matchesGlob } from '../text/glob.ts';
import { keeping } from './keeping.ts';

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
    find: keeping((text) => {
      const hits: Hit<Value>[] = [];
      for (const { value } of exact.get(text) ?? NONE)
        hits.push({ value, weight: Number.POSITIVE_INFINITY });
      for (const length of beginnings.lengths)
        if (length <= text.length) collect(hits, text, beginnings.parts.get(text.slice(0, length)));
      for (const length of endings.lengths)
        if (length <= text.length) collect(hits, text, endings.parts.get(text.slice(-length)));
      collect(hits, text, others);
      return hits.length < 2 ? hits : hits.toSorted(compare);
    }),
  };
}

const NONE: readonly never[] = [];
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

function collect<Value>(
  hits: Hit<Value>[],
  text: string,
  entries: readonly NameEntry<Value>[] | undefined,
): void {
  if (entries === undefined) return;
  for (const { pattern, value } of entries)
    if (matchesGlob(pattern, text)) hits.push({ value, weight: literalLength(pattern) });
}

function compare(left: Hit<unknown>, right: Hit<unknown>): number {
  return left.weight === right.weight ? 0 : left.weight > right.weight ? -1 : 1;
}
