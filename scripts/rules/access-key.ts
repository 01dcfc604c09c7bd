// How a rule is found without asking all of them: one test of it that few other rules share and that an index answers.
import type { Condition } from '../model/rule.ts';
import { literalParts } from '../text/glob.ts';

/** What a signal must have for the rule to be asked at all. */
export type AccessKey =
  /** The field equals one of the values. */
  | { readonly kind: 'equals'; readonly field: string; readonly texts: readonly string[] }
  /** The field begins with the text. */
  | { readonly kind: 'begins'; readonly field: string; readonly texts: readonly [string] }
  /** The text stands somewhere in the field. */
  | { readonly kind: 'contains'; readonly field: string; readonly texts: readonly [string] }
  /** The field is there. */
  | { readonly kind: 'present'; readonly field: string };

/** How many rules share each possible key, so that the rarest can be taken. */
export type KeyCounts = ReadonlyMap<string, number>;

/** Whether whoever has the key has passed the test that it was taken from. */
export function saysAll(key: AccessKey, condition: Condition): boolean {
  if (condition.kind === 'any_of' || condition.kind === 'present') return true;
  if (condition.kind !== 'glob') return false;
  switch (key.kind) {
    case 'equals':
      return true;
    case 'begins':
      return condition.pattern === `${key.texts[0]}*`;
    case 'contains':
      return condition.pattern === `*${key.texts[0]}*`;
    case 'present':
      return /^\*+$/.test(condition.pattern);
  }
}

/** Counts the keys of a list of rules. */
export function countKeys(rules: Iterable<{ readonly when: readonly Condition[] }>): KeyCounts {
  const counts = new Map<string, number>();
  for (const { when } of rules)
    for (const condition of when)
      for (const name of keysOf(condition).flatMap(namesOf))
        counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The rarest key among the tests of a rule, and its test; null when an index can say nothing about any of them. */
export function pickKey(
  when: readonly Condition[],
  counts: KeyCounts,
): { readonly key: AccessKey; readonly condition: Condition } | null {
  let best: { readonly key: AccessKey; readonly condition: Condition } | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const condition of when) {
    for (const key of keysOf(condition)) {
      const cost = COST[key.kind] * Math.max(...namesOf(key).map((name) => counts.get(name) ?? 0));
      if (cost >= least) continue;
      least = cost;
      best = { key, condition };
    }
  }
  return best;
}

/** Whether a rule must be tried on whatever has its fields, since no index can say more about it. */
export function isOpaque(when: readonly Condition[]): boolean {
  return when.every((condition) => keysOf(condition).every((key) => key.kind === 'present'));
}

/** Of keys that are as rare, the one that is found faster; that a field is there says little. */
const COST: Readonly<Record<AccessKey['kind'], number>> = {
  equals: 1,
  begins: 1.1,
  contains: 1.2,
  present: 1000,
};

/** Every key that a test offers. What a missing field or the clock decides, offers none. */
function keysOf(condition: Condition): readonly AccessKey[] {
  const { field } = condition;
  switch (condition.kind) {
    case 'any_of':
      return [{ kind: 'equals', field, texts: condition.values }];
    case 'glob':
      return keysOfGlob(field, condition.pattern);
    case 'none_of':
    case 'regex':
    case 'number':
    case 'present':
      return [{ kind: 'present', field }];
    case 'absent':
    case 'during':
      return [];
  }
}

function keysOfGlob(field: string, pattern: string): readonly AccessKey[] {
  const { isWhole, first, longest } = literalParts(pattern);
  if (isWhole) return [{ kind: 'equals', field, texts: [pattern] }];
  const begins: readonly AccessKey[] =
    first === '' ? [] : [{ kind: 'begins', field, texts: [first] }];
  const contains: readonly AccessKey[] =
    longest === first || longest === '' ? [] : [{ kind: 'contains', field, texts: [longest] }];
  return begins.length + contains.length === 0
    ? [{ kind: 'present', field }]
    : [...begins, ...contains];
}

function namesOf(key: AccessKey): readonly string[] {
  const start = `${key.kind}\0${key.field}\0`;
  return key.kind === 'present' ? [start] : key.texts.map((text) => start + text);
}
