// Entries of a list in front matter, found by their `id`: one more of them, or another value in one.
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { FrontMatterValue } from '../model/effect.ts';
import { splice } from '../text/splice.ts';
import { eolOf, renderFlow, setYamlValue, unsetYamlValue } from './front-matter-edit.ts';

/** An entry of a list: its fields in the order in which they shall stand; undefined ones are left out. */
export type ListEntry = Readonly<Record<string, FrontMatterValue | undefined>>;

/** Adds an entry at the end of a list; the list is made where there is none. */
export function appendEntry(yaml: string, list: string, entry: ListEntry): string {
  const fields = Object.entries(entry).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const seq = findList(yaml, list);
  const flow = renderFlow(Object.fromEntries(fields));
  if (seq === null || seq.items.length === 0)
    return addFirst(seq === null ? unsetYamlValue(yaml, [list]) : yaml, list, fields);
  if (seq.flow === true) {
    const end = rangeOf(seq.items.at(-1)).end;
    return splice(yaml, end, end, `, ${flow}`);
  }
  const eol = eolOf(yaml);
  const indent = columnOf(yaml, rangeOf(seq).start);
  const { end } = rangeOf(seq.items.at(-1));
  const at = endOfLine(yaml, end);
  const isOpen = at > 0 && yaml[at - 1] !== '\n';
  return splice(yaml, at, at, `${isOpen ? eol : ''}${renderEntry(fields, indent, eol)}`);
}

/** Sets a field of the entry with an id, or with null removes it; a list without that entry stays as it is. */
export function setEntryField(
  yaml: string,
  list: string,
  id: string,
  [key, value]: readonly [key: string, value: FrontMatterValue | null],
): string {
  const map = findList(yaml, list)?.items.find((item) => isMap(item) && idOf(item) === id);
  if (!isMap(map)) return yaml;
  const { start, end } = rangeOf(map);
  const stop = map.flow === true ? end : endOfLine(yaml, end);
  const indent = map.flow === true ? '' : ' '.repeat(columnOf(yaml, start));
  const part = `${indent}${yaml.slice(start, stop)}`;
  const isOpen = !part.endsWith('\n');
  const changed = value === null ? unsetYamlValue(part, [key]) : setYamlValue(part, [key], value);
  const kept = isOpen ? changed.replace(/\r?\n$/, '') : changed;
  return splice(yaml, start, stop, kept.slice(indent.length));
}

type Field = readonly [key: string, value: FrontMatterValue];

function addFirst(yaml: string, list: string, fields: readonly Field[]): string {
  const seeded = setYamlValue(yaml, [list], SEED);
  const eol = eolOf(yaml);
  return seeded.replace(
    new RegExp(`^${list}:[ \\t]*${SEED}[^\\n]*(?:\\n|$)`, 'm'),
    () => `${list}:${eol}${renderEntry(fields, 2, eol)}`,
  );
}

const SEED = 'tocsin-list-begins-here';

function renderEntry(fields: readonly Field[], indent: number, eol: string): string {
  return fields
    .map(
      ([key, value], index) =>
        `${' '.repeat(indent)}${index === 0 ? '- ' : '  '}${renderFlow(key)}: ${renderFlow(value)}${eol}`,
    )
    .join('');
}

function findList(yaml: string, list: string): YAMLSeq | null {
  const { contents } = parseDocument(yaml, { stringKeys: true, logLevel: 'silent' });
  const value: unknown = isMap(contents) ? contents.get(list, true) : null;
  return isSeq(value) ? value : null;
}

function idOf(item: YAMLMap): string | null {
  const id: unknown = item.get('id', true);
  return isScalar(id) && typeof id.value === 'string' ? id.value : null;
}

/** From the first character to the last; comments and blank lines below are left out. */
function rangeOf(node: unknown): { readonly start: number; readonly end: number } {
  const [start, valueEnd] = isRanged(node) ? node.range : [0, 0];
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    const end = Math.max(endOf(last?.key), endOf(last?.value));
    return { start, end: end === 0 ? valueEnd : end };
  }
  return { start, end: valueEnd };
}

function endOf(node: unknown): number {
  if (isMap(node) && node.flow !== true) return rangeOf(node).end;
  if (isSeq(node) && node.flow !== true && node.items.length > 0)
    return rangeOf(node.items.at(-1)).end;
  return isRanged(node) ? node.range[1] : 0;
}

function isRanged(
  node: unknown,
): node is Node & { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function columnOf(yaml: string, offset: number): number {
  return offset - (yaml.lastIndexOf('\n', offset - 1) + 1);
}

function endOfLine(yaml: string, end: number): number {
  if (end > 0 && yaml[end - 1] === '\n') return end;
  const newline = yaml.indexOf('\n', end);
  return newline === -1 ? yaml.length : newline + 1;
}
