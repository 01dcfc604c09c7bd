// Adds one entry to a list in YAML by ranges: comments, order, quoting and spacing of everything else stay as people
// wrote them.
import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { splice } from '../text/splice.ts';
import type { Path } from './syntax.ts';

/** Adds an entry, given as YAML on one line, to the list under `key` of the map at `path`; a missing list is made. */
export function appendEntry(yaml: string, path: Path, key: string, entry: string): string {
  const map = mapAt(yaml, path);
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair === undefined) return insertKey(yaml, map, `${key}: [${entry}]`);
  if (isSeq(pair.value)) return insertItem(yaml, pair.value, entry);
  throw new Error(`cannot add to ${[...path, key].join('.')}: it is no list`);
}

/** A text as YAML on one line, quoted where it must be. */
export function yamlText(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function mapAt(yaml: string, path: Path): YAMLMap {
  let node: unknown = parseDocument(yaml, { logLevel: 'silent' }).contents;
  for (const step of path) node = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
  if (!isMap(node)) throw new Error(`cannot edit ${path.join('.')}: there is no map`);
  return node;
}

function insertItem(yaml: string, list: YAMLSeq, entry: string): string {
  const last = list.items.at(-1);
  if (last === undefined) {
    const open = yaml.indexOf('[', startOf(list));
    return splice(yaml, open + 1, open + 1, entry);
  }
  const end = endOf(last);
  if (list.flow === true) return splice(yaml, end, end, `, ${entry}`);
  const at = endOfLine(yaml, end);
  const first = startOf(list.items[0]);
  const dash = yaml.lastIndexOf('-', first - 1);
  const indent = dash - (yaml.lastIndexOf('\n', dash) + 1);
  return insertLine(yaml, at, `${' '.repeat(indent)}- ${entry}`);
}

function insertKey(yaml: string, map: YAMLMap, text: string): string {
  const last = map.items.at(-1);
  if (map.flow === true) {
    const end = last === undefined ? yaml.indexOf('{', startOf(map)) + 1 : endOf(last);
    return splice(yaml, end, end, last === undefined ? text : `, ${text}`);
  }
  const first = startOf(map.items[0]?.key);
  const indent = first - (yaml.lastIndexOf('\n', first - 1) + 1);
  return insertLine(yaml, endOfLine(yaml, endOf(last)), `${' '.repeat(indent)}${text}`);
}

function insertLine(yaml: string, at: number, line: string): string {
  const eol = yaml.includes('\r\n') ? '\r\n' : '\n';
  const isOpen = at > 0 && yaml[at - 1] !== '\n';
  return splice(yaml, at, at, `${isOpen ? eol : ''}${line}${isOpen ? '' : eol}`);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Where the characters of a node end, comments below it left out. */
function endOf(node: unknown): number {
  if (isPair(node))
    return Math.max(endOf(node.value), isNode(node.key) ? (node.key.range?.[1] ?? 0) : 0);
  if (!isNode(node)) return 0;
  if (isCollection(node) && node.flow !== true) {
    const inner = endOf(node.items.at(-1));
    if (inner > 0) return inner;
  }
  return node.range?.[1] ?? 0;
}

/** The start of the line after the one on which something ends. */
function endOfLine(yaml: string, end: number): number {
  if (end > 0 && yaml[end - 1] === '\n') return end;
  const newline = yaml.indexOf('\n', end);
  return newline === -1 ? yaml.length : newline + 1;
}
