// Sets or removes one value in YAML by ranges: comments, order, quoting and spacing of everything else stay as people
// wrote them.
import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { FrontMatterValue } from '../model/effect.ts';
import { splice } from '../text/splice.ts';

/** Sets the value at a path in a YAML map and gives the new text; missing parents are made. */
export function setYamlValue(
  yaml: string,
  path: readonly string[],
  value: FrontMatterValue,
): string {
  const quick = setProblem(yaml, path, value) ?? setWords(yaml, path, value);
  if (quick !== null) return quick;
  let map = rootOf(yaml, path);
  for (const [index, key] of path.entries()) {
    const pair = findPair(map, key);
    const rest = path.slice(index + 1);
    if (pair === null)
      return insertPair(yaml, map, `${renderFlow(key)}: ${renderFlow(nest(rest, value))}`);
    if (rest.length === 0) return replaceValue(yaml, pair, renderFlow(value));
    if (!isMap(pair.value)) return replaceValue(yaml, pair, renderFlow(nest(rest, value)));
    map = pair.value;
  }
  throw new Error('cannot set a value without a path');
}

/**
 * A problem in a list that stands as it was written by us, a line each: in a storm a file is edited hundreds of times,
 * and parsing all of it each time would take longer than the storm. Null where people changed the form of the list.
 */
function setProblem(
  yaml: string,
  [first, id, ...rest]: readonly string[],
  value: FrontMatterValue,
): string | null {
  if (first !== 'problems' || id === undefined || rest.length > 0) return null;
  const block = PROBLEMS.exec(yaml);
  if (block === null || !PROBLEM_ID.test(id)) return null;
  const start = block.index + 'problems:\n'.length;
  const end = block.index + block[0].length;
  const line = `  ${id}: ${renderFlow(value)}\n`;
  const known = yaml.indexOf(`\n  ${id}: {`, block.index) + 1;
  if (known < start || known >= end) return splice(yaml, end, end, line);
  return splice(yaml, known, yaml.indexOf('\n', known) + 1, line);
}

/** A list of plain words at the top, in a line as we write it; a storm makes that of its services longer and longer. */
function setWords(
  yaml: string,
  [key, ...rest]: readonly string[],
  value: FrontMatterValue,
): string | null {
  if (key !== 'services' || rest.length > 0 || !isList(value)) return null;
  const [line, ...more] = [...yaml.matchAll(SERVICES)];
  if (line === undefined || more.length > 0) return null;
  return splice(yaml, line.index, line.index + line[0].length, `services: ${renderFlow(value)}`);
}

const SERVICES = /^services: \[[a-z0-9-]+(?:, [a-z0-9-]+)*\](?=\n|$(?![\s\S]))/gm;

const PROBLEM_ID = /^[a-z](?:-?[a-z0-9])*\/[a-z2-7]{26}$/;
/** The whole list and nothing else: no comment, no other spacing, no nested value. */
const PROBLEMS =
  /^problems:\n(?:  [a-z](?:-?[a-z0-9])*\/[a-z2-7]{26}: \{[^\n{}[\]#]*\}\n)+(?=\S|$(?![\s\S]))/m;

/** Removes the key at a path with its value and its line's comment; a path that does not exist changes nothing. */
export function unsetYamlValue(yaml: string, path: readonly string[]): string {
  let map = rootOf(yaml, path);
  for (const [index, key] of path.entries()) {
    const pair = findPair(map, key);
    if (pair === null) return yaml;
    if (index === path.length - 1) {
      return map.items.length === 1 && index > 0
        ? setYamlValue(yaml, path.slice(0, -1), {})
        : removePair(yaml, map, pair);
    }
    if (!isMap(pair.value)) return yaml;
    map = pair.value;
  }
  throw new Error('cannot remove a value without a path');
}

/** A value as YAML on one line, safe in block and in flow context. */
export function renderFlow(value: FrontMatterValue): string {
  if (
    typeof value === 'string' &&
    /^[A-Za-z][A-Za-z0-9_./@-]*$/.test(value) &&
    !RESERVED.has(value.toLowerCase())
  ) {
    return value;
  }
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(value)) return value;
  if (isList(value)) return `[${value.map(renderFlow).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${renderFlow(key)}: ${renderFlow(inner)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value).replaceAll(
    UNSAFE,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The line break that a text uses: that of its first line. */
export function eolOf(text: string): '\n' | '\r\n' {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}

function isList(value: FrontMatterValue): value is readonly FrontMatterValue[] {
  return Array.isArray(value);
}

const RESERVED: ReadonlySet<string> = new Set([
  'null',
  'true',
  'false',
  'yes',
  'no',
  'on',
  'off',
  'y',
  'n',
]);

/** Characters that some reader takes for a line break or that no reader shows; they stand in quotes as escapes. */
const UNSAFE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

type AnyPair = Pair<unknown, unknown>;

function rootOf(yaml: string, path: readonly string[]): YAMLMap {
  const contents: unknown = parseDocument(yaml, {
    stringKeys: true,
    keepSourceTokens: true,
    logLevel: 'silent',
  }).contents;
  if (!isMap(contents)) throw new Error(`cannot edit ${path.join('.')}: the document is no map`);
  return contents;
}

function findPair(map: YAMLMap, key: string): AnyPair | null {
  return map.items.find((item) => isScalar(item.key) && item.key.value === key) ?? null;
}

function nest(path: readonly string[], value: FrontMatterValue): FrontMatterValue {
  return path.reduceRight<FrontMatterValue>((inner, key) => ({ [key]: inner }), value);
}

function replaceValue(yaml: string, pair: AnyPair, rendered: string): string {
  const colon = colonEnd(pair);
  if (colon === null) return splice(yaml, keyEnd(pair), keyEnd(pair), `: ${rendered}`);
  const end = contentEnd(pair.value);
  if (end === 0) return splice(yaml, colon, colon, ` ${rendered}`);
  const [start] = rangeOf(pair.value);
  const trailing = /\r?\n\s*$/.exec(yaml.slice(start, end))?.[0] ?? '';
  const gap = yaml.slice(colon, start);
  if (!gap.includes('\n')) return splice(yaml, start, end - trailing.length, rendered);
  return splice(yaml, colon, end - trailing.length, ` ${rendered}${gap.trimEnd()}`);
}

function insertPair(yaml: string, map: YAMLMap, entry: string): string {
  const [start, end] = rangeOf(map);
  const last = map.items.at(-1);
  if (map.flow === true) {
    if (last === undefined) return splice(yaml, start + 1, yaml.lastIndexOf('}', end - 1), entry);
    return splice(yaml, pairEnd(last), pairEnd(last), `, ${entry}`);
  }
  const at = last === undefined ? end : endOfLine(yaml, pairEnd(last));
  const isOpen = at > 0 && yaml[at - 1] !== '\n';
  return splice(
    yaml,
    at,
    at,
    `${isOpen ? eolOf(yaml) : ''}${indentOf(yaml, map)}${entry}${eolOf(yaml)}`,
  );
}

function removePair(yaml: string, map: YAMLMap, pair: AnyPair): string {
  const start = rangeOf(pair.key)[0];
  if (map.flow !== true) {
    const lineStart = yaml.lastIndexOf('\n', start) + 1;
    return splice(
      yaml,
      lineStart,
      endOfComments(yaml, endOfLine(yaml, pairEnd(pair)), start - lineStart),
      '',
    );
  }
  const index = map.items.indexOf(pair);
  const next = map.items[index + 1];
  const before = map.items[index - 1];
  if (next !== undefined) return splice(yaml, start, rangeOf(next.key)[0], '');
  return splice(yaml, before === undefined ? start : pairEnd(before), pairEnd(pair), '');
}

/** Where a pair ends: with its value, else its colon, else its key. */
function pairEnd(pair: AnyPair): number {
  return Math.max(contentEnd(pair.value), colonEnd(pair) ?? 0, keyEnd(pair));
}

/** Where the characters of a value end, comments below it left out; 0 for a value that has none. */
function contentEnd(value: unknown): number {
  if (!isNode(value)) return 0;
  const [start, end] = rangeOf(value);
  const last = isCollection(value) && value.flow !== true ? value.items.at(-1) : undefined;
  const inner = isPair(last) ? pairEnd(last) : contentEnd(last);
  if (inner > 0) return inner;
  return start === end ? 0 : end;
}

function keyEnd(pair: AnyPair): number {
  return rangeOf(pair.key)[1];
}

/** Just behind the colon between key and value; a flow map may hold keys without one. */
function colonEnd(pair: AnyPair): number | null {
  const colon = pair.srcToken?.sep?.find((token) => token.type === 'map-value-ind');
  return colon === undefined ? null : colon.offset + 1;
}

/** The start of the line after the one on which something ends. */
function endOfLine(yaml: string, end: number): number {
  if (end > 0 && yaml[end - 1] === '\n') return end;
  const newline = yaml.indexOf('\n', end);
  return newline === -1 ? yaml.length : newline + 1;
}

/** Where comments end that stand deeper than a key: left behind, they could fall to the text block before it. */
function endOfComments(yaml: string, from: number, indent: number): number {
  const comments = new RegExp(`^(?:\\s*\\n)?(?: {${indent + 1},}#.*\\r?\\n)+`).exec(
    yaml.slice(from),
  );
  return from + (comments?.[0].length ?? 0);
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
