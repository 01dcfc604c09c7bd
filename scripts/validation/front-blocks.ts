// The front matter of an incident that cannot be read as a whole: each key of its top level on its own.
import { splitFrontMatter } from '../config/front-matter.ts';
import { parseYaml } from '../config/syntax.ts';
import { nearest } from '../text/nearest.ts';

/** Front matter and what comes below it. */
export type Front = { readonly yaml: string; readonly body: string };

/** Without a second fence the front matter ends where the text begins. */
export function frontOf(text: string): Front {
  const split = splitFrontMatter(text);
  if (split !== null) return { yaml: split.yaml, body: text.slice(split.bodyStart) };
  const start = /^---[ \t]*\r?\n/.exec(text)?.[0].length ?? 0;
  const end = text.slice(start).search(/^#{1,3} /m);
  return end === -1
    ? { yaml: text.slice(start), body: '' }
    : { yaml: text.slice(start, start + end), body: text.slice(start + end) };
}

/** Plain values by their keys. */
export type Values = Readonly<Record<string, unknown>>;

/** What could be read of each key, and the keys that could not. */
export type Blocks = { readonly right: Values; readonly wrong: readonly string[] };

/** Each key of the top level on its own, so that a colon too many costs one of them. */
export function readBlocks(yaml: string): Blocks {
  const right: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const block of blocksOf(yaml)) {
    const { key } = block;
    const value = valueOf(block);
    const isTwice = key in right || wrong.includes(key);
    if (!isTwice && value !== undefined) right[key] = value;
    else wrong.push(key);
  }
  return { right: without(right, wrong), wrong };
}

/** The lines of one key of the top level. */
export type Block = { readonly key: string; readonly text: string };

/** The blocks of front matter as they stand, the same key twice included. */
export function blocksOf(yaml: string): readonly Block[] {
  const blocks: { key: string; text: string }[] = [];
  for (const line of yaml.split(/(?<=\n)/)) {
    const key = KEY.exec(line)?.[1];
    const last = blocks.at(-1);
    if (key !== undefined) blocks.push({ key, text: line });
    else if (last !== undefined) last.text += line;
  }
  return blocks;
}

const KEY = /^['"]?([A-Za-z_]\w*)['"]?[ \t]*:(?:\s|$)/;

/** The value of one block; undefined where it cannot be read. */
export function valueOf({ key, text }: Block): unknown {
  const parsed = parseYaml(text, { file: '', firstLine: 1 });
  const value = parsed.kind === 'parsed' ? parsed.yaml.value : null;
  return isRecord(value) ? value[key] : undefined;
}

/** The values without some of their keys. */
export function without(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

/** Whether a key is one of those that are known, give or take a slip. */
export function isNear(key: string, known: readonly string[]): boolean {
  return nearest(key, known, 1).length > 0;
}

/** Whether a value has keys. */
export function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
