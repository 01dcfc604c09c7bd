// Many path patterns in a tree by their leading parts, so that a path is compared with few of them.
import type { Hit } from './name-index.ts';
import { fits, type Part, specificity } from './path-pattern.ts';

/** A pattern and what it stands for. */
export type PathEntry<Value> = { readonly pattern: readonly Part[]; readonly value: Value };

/** Finds what fits a path, most specific first. */
export type PathIndex<Value> = {
  readonly find: (parts: readonly string[]) => readonly Hit<Value>[];
};

/** Builds the index; entries that say as much keep their order. */
export function indexPaths<Value>(entries: readonly PathEntry<Value>[]): PathIndex<Value> {
  const root = createNode<Value>();
  for (const entry of entries) insert(root, entry);
  return {
    find: (parts) => {
      const hits: Hit<Value>[] = [];
      collect(root, parts, 0, hits);
      return hits.length < 2
        ? hits
        : hits.toSorted((left, right) =>
            left.weight === right.weight ? 0 : left.weight > right.weight ? -1 : 1,
          );
    },
  };
}

type Node<Value> = {
  readonly literal: Map<string, Node<Value>>;
  one: Node<Value> | null;
  /** Patterns that go on with something that is neither literal nor one part. */
  readonly entries: {
    readonly rest: readonly Part[];
    readonly weight: string;
    readonly value: Value;
  }[];
};

function createNode<Value>(): Node<Value> {
  return { literal: new Map(), one: null, entries: [] };
}

function insert<Value>(root: Node<Value>, { pattern, value }: PathEntry<Value>): void {
  let node = root;
  let depth = 0;
  for (const part of pattern) {
    if (part.kind === 'literal') {
      const next = node.literal.get(part.text) ?? createNode<Value>();
      node.literal.set(part.text, next);
      node = next;
    } else if (part.kind === 'one') {
      node.one ??= createNode<Value>();
      node = node.one;
    } else {
      break;
    }
    depth += 1;
  }
  node.entries.push({ rest: pattern.slice(depth), weight: specificity(pattern), value });
}

function collect<Value>(
  node: Node<Value>,
  parts: readonly string[],
  depth: number,
  hits: Hit<Value>[],
): void {
  for (const { rest, weight, value } of node.entries)
    if (fits(rest, parts, depth)) hits.push({ value, weight });
  const part = parts[depth];
  if (part === undefined) return;
  const next = node.literal.get(part);
  if (next !== undefined) collect(next, parts, depth + 1, hits);
  if (node.one !== null) collect(node.one, parts, depth + 1, hits);
}
