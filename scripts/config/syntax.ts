// YAML text → plain value, plus the exact place of every key and value. Knows nothing of schemas.
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type YAMLError,
} from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Place } from '../model/place.ts';
import { readPlainYaml } from './plain-yaml.ts';
import {
  diagnostic,
  directive,
  empty,
  indirect,
  refuseToken,
  repeatedKey,
  secondDocument,
} from './syntax-refusals.ts';
import { type Range, readTokens, refuseText } from './syntax-tokens.ts';
import { findLookalike, type Lookalike, tellSyntaxError } from './syntax-words.ts';

/** Steps from the root of a document to a value: keys and list indices. */
export type Path = readonly (string | number)[];

/** YAML that could be parsed: its value, and where each part of it stands. */
export type ParsedYaml = {
  readonly value: unknown;
  /** The place of the value at a path, or of the nearest parent that exists. */
  readonly locate: (path: Path) => Place;
  /** The place of the key at the end of a path. */
  readonly locateKey: (path: Path) => Place;
  /** The value at a path as it is written: `1.10` is the number 1.1. */
  readonly written: (path: Path) => string;
};

/** What parsing gives: a value or at least one diagnostic. */
export type YamlResult =
  | { readonly kind: 'parsed'; readonly yaml: ParsedYaml }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Where the YAML stands in its file; front matter begins on line 2. */
export type YamlOrigin = { readonly file: string; readonly firstLine: number };

/** Parses one YAML 1.2 document; duplicate keys, aliases, tags and deep nesting are diagnostics, never exceptions. */
export function parseYaml(text: string, origin: YamlOrigin): YamlResult {
  const place = placesIn(text, origin);
  const refusal = refuseText(text);
  if (refusal !== null) return invalid(refuseToken(refusal, place(refusal.at)));
  const plain = readPlainYaml(text);
  if (plain === null) return parseOfRecord(text, place);
  let record: YamlResult | null = null;
  const locate = (path: Path, part: 'key' | 'value'): Place => {
    const range = plain.rangeOf(path, part);
    if (range !== null) return place(range);
    record ??= parseOfRecord(text, place);
    if (record.kind === 'invalid') return place([0, 0]);
    return part === 'key' ? record.yaml.locateKey(path) : record.yaml.locate(path);
  };
  return {
    kind: 'parsed',
    yaml: {
      value: plain.value,
      locate: (path) => locate(path, 'value'),
      locateKey: (path) => locate(path, 'key'),
      written: (path) => {
        const range = plain.rangeOf(path, 'value');
        if (range !== null) return text.slice(...range);
        record ??= parseOfRecord(text, place);
        return record.kind === 'invalid' ? '' : record.yaml.written(path);
      },
    },
  };
}

/** The parser of record: reads whatever is valid, and says what is not. */
export function parseOfRecord(text: string, place: Placer): YamlResult {
  const read = readTokens(text);
  if (read.kind !== 'tokens') return invalid(refuseToken(read, place(read.at)));
  const [document, second] = new Composer(OPTIONS).compose(read.tokens, true, text.length);
  if (document === undefined) return invalid(empty(place([0, 0])));
  const problem = firstProblem(document);
  if (problem !== undefined) return invalid(describeError(problem, read.openQuote, text, place));
  if (second !== undefined)
    return invalid(secondDocument(place([second.range[0], second.range[0] + 3])));
  if (document.directives.docStart === true && document.directives.yaml.explicit === true)
    return invalid(directive(place([0, text.indexOf('\n')])));
  if (document.contents === null || isEmptyScalar(document.contents))
    return invalid(empty(place([0, 0])));
  const indirection = findIndirection(document.contents);
  if (indirection !== null)
    return invalid(indirect(place(indirection), text.slice(...indirection)));
  const repeated = findRepeatedKeys(document.contents, place);
  if (repeated.length > 0) return { kind: 'invalid', diagnostics: repeated };
  return {
    kind: 'parsed',
    yaml: {
      value: document.toJS(),
      locate: (path) => place(rangeOf(document, path, 'value')),
      locateKey: (path) => place(rangeOf(document, path, 'key')),
      written: (path) => text.slice(...rangeOf(document, path, 'value')),
    },
  };
}

const OPTIONS = {
  prettyErrors: false,
  stringKeys: true,
  uniqueKeys: false,
  logLevel: 'silent',
} as const;

function firstProblem(
  document: Pick<Document, 'errors' | 'warnings'> | undefined,
): YAMLError | undefined {
  const all: readonly YAMLError[] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  return all.toSorted((left, right) => left.pos[0] - right.pos[0])[0];
}

/** Range → place in its file. */
export type Placer = (range: Range) => Place;

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

/** The first anchor, alias, tag or merge key. The library's own visitor copies the path to every node. */
function findIndirection(node: unknown): Range | null {
  if (!isNode(node)) return null;
  const isAnchored = 'anchor' in node && node.anchor !== undefined;
  if (isAlias(node) || node.tag !== undefined || isAnchored) return nodeRange(node) ?? [0, 0];
  for (const child of childrenOf(node)) {
    if (isPair(child) && isScalar(child.key) && child.key.value === '<<')
      return nodeRange(child.key) ?? [0, 0];
    const found = isPair(child)
      ? (findIndirection(child.key) ?? findIndirection(child.value))
      : findIndirection(child);
    if (found !== null) return found;
  }
  return null;
}

function childrenOf(node: unknown): readonly unknown[] {
  return isMap(node) || isSeq(node) ? node.items : [];
}

/** The library compares each key with all others, which takes minutes for a large hostile map. */
function findRepeatedKeys(root: unknown, place: Placer): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (node: unknown): void => {
    if (found.length >= MAX_REPEATED) return;
    if (isMap(node)) checkKeys(node.items, found, place);
    for (const child of childrenOf(node)) visit(isPair(child) ? child.value : child);
  };
  visit(root);
  return found.slice(0, MAX_REPEATED);
}

function checkKeys(
  pairs: readonly { readonly key: unknown }[],
  found: Diagnostic[],
  place: Placer,
): void {
  const first = new Map<string, Range>();
  for (const { key } of pairs) {
    const name = isScalar(key) ? String(key.value) : '';
    const range = nodeRange(key) ?? [0, 0];
    const before = first.get(name);
    if (before === undefined) first.set(name, range);
    else found.push(repeatedKey(name, place(range), place(before)));
  }
}

const MAX_REPEATED = 20;

function rangeOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): Range {
  let node: unknown = document.contents;
  let range: Range = nodeRange(node) ?? [0, 0];
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return [range[0], range[0] + 1];
      if (part === 'key' && index === path.length - 1) return nodeRange(pair.key) ?? range;
      node = pair.value;
      range =
        (isEmptyScalar(node) ? nodeRange(pair.key) : nodeRange(node)) ??
        nodeRange(pair.key) ??
        range;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      range = nodeRange(node) ?? range;
    } else {
      return range;
    }
  }
  return range;
}

function nodeRange(node: unknown): Range | null {
  if (!isNode(node) || node.range === null || node.range === undefined) return null;
  return [node.range[0], node.range[1]];
}

/** Places in a text; its lines are counted when the first is asked for. */
export function placesIn(text: string, origin: YamlOrigin): Placer {
  let starts: readonly number[] | null = null;
  return ([start, end]) => {
    starts ??= lineStarts(text);
    const line = lineAt(starts, start);
    const lineEnd = text.slice(start, end).search(/\r?\n/);
    return {
      file: origin.file,
      line: line + origin.firstLine,
      column: start - (starts[line] ?? 0) + 1,
      length: Math.max(1, lineEnd === -1 ? end - start : lineEnd),
    };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line that begins at the offset or before it. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function describeError(
  error: YAMLError,
  openQuote: Range | null,
  text: string,
  place: Placer,
): Diagnostic {
  const isOpen = openQuote !== null && error.message.startsWith('Missing closing');
  const range: Range = isOpen ? openQuote : error.pos;
  const lookalike = isOpen ? null : lookalikeAt(text, range[0]);
  if (lookalike !== null) {
    const { at, message, hint } = lookalike;
    return diagnostic(place([at, at + 1]), 'yaml-syntax', message, hint);
  }
  const { message, hint } = tellSyntaxError(error, text.slice(range[0], range[1]));
  return diagnostic(place(range), 'yaml-syntax', message, hint);
}

/** The line of a mistake and the one before it may hold its cause; what changes nothing there is none. */
function lookalikeAt(text: string, offset: number): (Lookalike & { readonly at: number }) | null {
  const own = text.lastIndexOf('\n', offset - 1);
  const begin = own === -1 ? 0 : text.lastIndexOf('\n', own - 1) + 1;
  const end = text.indexOf('\n', offset);
  const found = findLookalike(text.slice(begin, end === -1 ? undefined : end));
  if (found === null) return null;
  const at = begin + found.index;
  const mended = readTokens(text.slice(0, at) + found.meant + text.slice(at + 1));
  if (mended.kind !== 'tokens') return null;
  const [document] = new Composer(OPTIONS).compose(mended.tokens, true, text.length);
  const next = firstProblem(document);
  return next === undefined || next.pos[0] > offset + 1 ? { ...found, at } : null;
}

function invalid(found: Diagnostic): YamlResult {
  return { kind: 'invalid', diagnostics: [found] };
}
