// Sets or removes one value in YAML by ranges: comments, order, quoting and spacing of everything else stay as people
// wrote them.
import { Document, isMap, isNode, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { FrontMatterValue } from '../model/effect.ts';
import { splice } from '../text/splice.ts';

/** Sets the value at a path in a YAML map and gives the new text; missing parents are made. */
export function setYamlValue(yaml: string, path: readonly string[], value: FrontMatterValue): string {
  let map = rootOf(yaml, path);
  for (const [index, key] of path.entries()) {
    const pair = findPair(map, key);
    const rest = path.slice(index + 1);
    if (pair === null) return insertPair(yaml, map, `${renderFlow(key)}: ${renderFlow(nest(rest, value))}`);
    if (rest.length === 0) return replaceValue(yaml, pair, renderFlow(value));
    if (!isMap(pair.value)) return replaceValue(yaml, pair, renderFlow(nest(rest, value)));
    map = pair.value;
  }
  throw new Error('cannot set a value without a path');
}

/** Removes the key at a path with its value and its line's comment; a path that does not exist changes nothing. */
export function unsetYamlValue(yaml: string, path: readonly string[]): string {
  let map = rootOf(yaml, path);
  for (const [index, key] of path.entries()) {
    const pair = findPair(map, key);
    if (pair === null) return yaml;
    if (index === path.length - 1) {
      return map.items.length === 1 && index > 0 ? setYamlValue(yaml, path.slice(0, -1), {}) : removePair(yaml, map, pair);
    }
    if (!isMap(pair.value)) return yaml;
    map = pair.value;
  }
  throw new Error('cannot remove a value without a path');
}

/** A value as YAML on one line, safe in block and in flow context. */
export function renderFlow(value: FrontMatterValue): string {
  if (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_./@-]*$/.test(value) && !RESERVED.has(value.toLowerCase())) {
    return value;
  }
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(value)) return value;
  return new Document(value)
    .toString({
      collectionStyle: 'flow',
      flowCollectionPadding: false,
      lineWidth: 0,
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'QUOTE_DOUBLE',
    })
    .trimEnd()
    .replaceAll(PLAIN_KEY, '$1$2:')
    .replaceAll(INVISIBLE, escapeUnits);
}

const RESERVED: ReadonlySet<string> = new Set(['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);
