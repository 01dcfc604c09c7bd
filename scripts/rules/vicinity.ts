// Which rules are near to what is decided about, without a look at each of them: by what they want, spelling left aside.
import type { Condition, Rule } from '../model/rule.ts';

/** Rules of a scope by what they want of a field, without what is only spelling; and those with a pattern for it. */
export type Vicinity = {
  readonly wanting: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
  readonly patterns: ReadonlyMap<string, readonly number[]>;
};

/** The vicinity of the rules at some positions; made once for each list of positions. */
export function vicinityOf(rules: readonly Rule[], ordinals: readonly number[]): Vicinity {
  const known = vicinities.get(ordinals);
  if (known !== undefined) return known;
  const wanting = new Map<string, Map<string, number[]>>();
  const patterns = new Map<string, number[]>();
  for (const ordinal of ordinals) {
    for (const condition of rules[ordinal]?.when ?? []) {
      const { field } = condition;
      if (condition.kind === 'glob') listOf(patterns, field).push(ordinal);
      if (condition.kind !== 'any_of') continue;
      const values = wanting.get(field) ?? new Map<string, number[]>();
      wanting.set(field, values);
      for (const wanted of new Set(looseWords(condition))) listOf(values, wanted).push(ordinal);
    }
  }
  const made: Vicinity = { wanting, patterns };
  vicinities.set(ordinals, made);
  return made;
}

const vicinities = new WeakMap<readonly number[], Vicinity>();

function listOf(lists: Map<string, number[]>, name: string): number[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}

/** What a condition wants, without what is only spelling; made once for each. */
export function looseWords(condition: Condition): readonly string[] {
  const known = words.get(condition);
  if (known !== undefined) return known;
  const made =
    condition.kind === 'any_of'
      ? [...condition.values].map(loosely)
      : condition.kind === 'glob'
        ? [loosely(condition.pattern)]
        : [];
  words.set(condition, made);
  return made;
}

const words = new WeakMap<Condition, readonly string[]>();

/** A text without capital letters and what stands between words. */
export function loosely(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_.-]/g, '');
}
