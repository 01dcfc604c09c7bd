// Tag lists of tools as labels: the whole list under one key, and `key:value` tags also one by one.
import { cleanLine } from './clean-text.ts';
import { text } from './fields.ts';
import type { LabelEntry } from './labels.ts';

/** The tags in a list of texts, in a list of objects with a name, or in one comma-separated text. */
export function tagsIn(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : (text(value) ?? '').split(',');
  return list.flatMap((one) => {
    const tag = cleanLine(text(one) ?? text(one, 'name') ?? '');
    return tag === null ? [] : [tag];
  });
}

/** Tags as labels: all of them joined by commas under `key`, and those with a value by their own. */
export function tagLabels(tags: readonly string[], key = 'tags'): readonly LabelEntry[] {
  if (tags.length === 0) return [];
  const pairs = tags.flatMap((tag) => {
    const [, name, value] = PAIR.exec(tag) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return [[key, tags.join(',')], ...pairs];
}

/** The value of the first label with one of the names, in any case. */
export function labelNamed(
  labels: readonly LabelEntry[],
  ...names: readonly string[]
): string | null {
  const found = labels.find(([name]) => names.includes(name.toLowerCase()));
  return found?.[1] ?? null;
}

/** `env:prod`, `team=payments`; an address such as `https://…` is no pair. */
const PAIR = /^([\w.-]{1,128})\s*[:=]\s*(?!\/\/)(.+)$/;
