// Which workflows of a repository write, and whether their waiting runs are kept.
import { parse } from 'yaml';
import type { LocalFacts } from './facts.ts';

/** Reads the texts of workflow files; those that are no YAML are GitHub's to complain about. */
export function findWriters(
  files: readonly { readonly file: string; readonly text: string }[],
): LocalFacts['writers'] {
  return files.flatMap(({ file, text }) => {
    const concurrency = fieldOf(parseOrNull(text), 'concurrency');
    if (!String(fieldOf(concurrency, 'group')).includes(GROUP)) return [];
    const keepsWaiting =
      fieldOf(concurrency, 'queue') === 'max' &&
      fieldOf(concurrency, 'cancel-in-progress') !== true;
    return [{ file, keepsWaiting }];
  });
}

/** All workflows that write exclude each other by it. */
const GROUP = 'tocsin-writer';

function parseOrNull(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
