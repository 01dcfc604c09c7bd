// Path → range in a plain document, from the places that its events carry. Collections are indexed when first asked for.
import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Range } from './syntax-tokens.ts';

/** Steps from the root of a document to a value. */
export type PlainPath = readonly (string | number)[];

/** The events of a document and what their reader found out about them. */
type Source = {
  readonly text: string;
  readonly events: readonly Event[];
  readonly after: Int32Array;
  readonly edges: ReadonlyMap<number, number>;
};

/** Answers where the key or the value at a path stands, or its nearest parent; null where the events cannot tell. */
export function rangesOf(
  source: Source,
  root: number,
): (path: PlainPath, part: 'key' | 'value') => Range | null {
  const children = new Map<number, ReadonlyMap<string, number>>();
  const childOf = (node: number, step: string): number | undefined => {
    const known = children.get(node) ?? childrenOf(source, node);
    children.set(node, known);
    return known.get(step);
  };
  return (path, part) => {
    let node = root;
    let range = rangeAt(source, node);
    for (const [index, step] of path.entries()) {
      const type = source.events[node]?.type;
      if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return range;
      const child = childOf(node, String(step));
      if (type === EVENT_ID.SEQUENCE) {
        if (child === undefined) return range;
        node = child;
        range = rangeAt(source, node);
        continue;
      }
      if (child === undefined) return range === null ? null : [range[0], range[0] + 1];
      if (part === 'key' && index === path.length - 1) return rangeAt(source, child);
      node = child + 1;
      range = rangeAt(source, isNull(source, node) ? child : node);
    }
    return range;
  };
}

/** Keys of a mapping, or numbers of a sequence, with the event of each. */
function childrenOf(source: Source, node: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const isMapping = source.events[node]?.type === EVENT_ID.MAPPING;
  const end = (source.after[node] ?? 0) - 1;
  for (let at = node + 1; at < end;) {
    const event = source.events[at];
    const isKey = isMapping && event?.type === EVENT_ID.SCALAR;
    found.set(isKey ? getScalarValue(source.text, event) : String(found.size), at);
    at = source.after[isKey ? at + 1 : at] ?? end;
  }
  return found;
}

function isNull(source: Source, node: number): boolean {
  const event = source.events[node];
  if (event?.type !== EVENT_ID.SCALAR) return false;
  if (event.valueStart < 0) return true;
  if (event.style !== SCALAR_STYLE.PLAIN) return false;
  return /^(?:~|[Nn]ull|NULL)$/.test(source.text.slice(event.valueStart, event.valueEnd));
}

function rangeAt(source: Source, node: number): Range | null {
  const event = source.events[node];
  if (event === undefined || !('style' in event)) return null;
  const edge = source.edges.get(node);
  if (event.type !== EVENT_ID.SCALAR)
    return event.style === COLLECTION_STYLE.FLOW
      ? [event.start, edge ?? event.start]
      : blockRange(source, node, event.start);
  if (event.valueStart < 0) return null;
  if (edge !== undefined)
    return event.valueStart === event.valueEnd ? null : [edge, event.valueStart];
  const quote = event.style === SCALAR_STYLE.PLAIN ? 0 : 1;
  return [event.valueStart - quote, event.valueEnd + quote];
}

/** A block reaches at least to the end of its first line, unless nothing but an empty value ends it there. */
function blockRange(source: Source, node: number, start: number): Range | null {
  const lineEnd = source.text.indexOf('\n', start) + 1 || source.text.length;
  let last = (source.after[node] ?? 0) - 1;
  while (source.events[last]?.type === EVENT_ID.POP) last -= 1;
  const leaf = source.events[last];
  if (leaf?.type !== EVENT_ID.SCALAR || leaf.valueStart >= 0) return [start, lineEnd];
  const before = source.events[last - 1];
  const isBelow = before?.type === EVENT_ID.SCALAR && before.valueStart >= lineEnd;
  return isBelow ? [start, lineEnd] : null;
}
