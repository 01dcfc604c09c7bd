// Sets one value in YAML by ranges: comments, order, quoting and spacing of everything else stay as people wrote them.
import { Document, isMap, isNode, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { FrontMatterValue } from '../model/effect.ts';
import { splice } from '../text/splice.ts';

/** Sets the value at a path in a YAML map and gives the new text; missing parents are made. */
export function setYamlValue(yaml: string, path: readonly string[], value: FrontMatterValue): string {
  const contents: unknown = parseDocument(yaml, { stringKeys: true, logLevel: 'silent' }).contents;
  if (!isMap(contents)) throw new Error(`cannot set ${path.join('.')}: the document is no map`);
  let map: YAMLMap = contents;
  for (const [index, key] of path.entries()) {
    const pair = findPair(map, key);
    const rest = path.slice(index + 1);
    if (pair === null) return insertPair(yaml, map, key, nest(rest, value));
    if (rest.length === 0) return replaceValue(yaml, pair, value);
    if (!isMap(pair.value)) return replaceValue(yaml, pair, nest(rest, value));
    map = pair.value;
  }
  throw new Error('cannot set a value without a path');
}

/** A value as YAML on one line, safe in block and in flow context. */
export function renderFlow(value: FrontMatterValue): string {
  if (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_./@-]*$/.test(value) && !RESERVED.has(value.toLowerCase())) {
    return value;
  }
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(value)) return value;
  const document = new Document(value);
  return document
    .toString({ collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })
    .trimEnd();
}

const RESERVED: ReadonlySet<string> = new Set(['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);

type AnyPair = Pair<unknown, unknown>;

function findPair(map: YAMLMap, key: string): AnyPair | null {
  return map.items.find((item) => isScalar(item.key) && item.key.value === key) ?? null;
}

function nest(path: readonly string[], value: FrontMatterValue): FrontMatterValue {
  return path.reduceRight<FrontMatterValue>((inner, key) => ({ [key]: inner }), value);
}

function replaceValue(yaml: string, pair: AnyPair, value: FrontMatterValue): string {
  const keyEnd = rangeOf(pair.key)[1];
  const colon = yaml.indexOf(':', keyEnd) + 1;
  const rendered = renderFlow(value);
  if (!isNode(pair.value)) return splice(yaml, colon, colon, ` ${rendered}`);
  const [start, end] = rangeOf(pair.value);
  if (start === end) return splice(yaml, colon, colon, ` ${rendered}`);
  const old = yaml.slice(start, end);
  const trailing = /\n[\s]*$/.exec(old)?.[0] ?? '';
  const ownLine = yaml.slice(colon, start).includes('\n');
  return ownLine
    ? splice(yaml, colon, end - trailing.length, ` ${rendered}`)
    : splice(yaml, start, end - trailing.length, rendered);
}

function insertPair(yaml: string, map: YAMLMap, key: string, value: FrontMatterValue): string {
  const entry = `${renderFlow(key)}: ${renderFlow(value)}`;
  const [start, end] = rangeOf(map);
  if (map.flow === true) {
    const close = yaml.lastIndexOf('}', end - 1);
    const empty = map.items.length === 0;
    const lastEnd = empty ? start + 1 : lastItemEnd(map);
    return splice(yaml, lastEnd, empty ? close : lastEnd, empty ? entry : `, ${entry}`);
  }
  const indent = indentOf(yaml, map);
  const at = endOfBlock(yaml, lastItemEnd(map));
  const newline = at > 0 && yaml[at - 1] !== '\n' ? '\n' : '';
  return splice(yaml, at, at, `${newline}${indent}${entry}\n`);
}

function lastItemEnd(map: YAMLMap): number {
  const last = map.items.at(-1);
  const value = last === undefined ? null : last.value;
  if (isNode(value) && rangeOf(value)[1] > rangeOf(last?.key)[1]) return rangeOf(value)[1];
  return rangeOf(last?.key)[1];
}

/** The start of the line after the one on which a block ends. */
function endOfBlock(yaml: string, end: number): number {
  if (end > 0 && yaml[end - 1] === '\n') return end;
  const newline = yaml.indexOf('\n', end);
  return newline === -1 ? yaml.length : newline + 1;
}

function indentOf(yaml: string, map: YAMLMap): string {
  const [keyStart] = rangeOf(map.items[0]?.key);
  const lineStart = yaml.lastIndexOf('\n', keyStart - 1) + 1;
  return ' '.repeat(keyStart - lineStart);
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = isNode(node) ? node.range : null;
  if (range === null || range === undefined) throw new Error('a parsed node has no range');
  return [range[0], range[1]];
}
