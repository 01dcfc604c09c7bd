// Conditions as people say them.
import type { Bounds, Condition, Rule } from '../model/rule.ts';

/** What a rule asks for, in words; nothing for one that matches everything. Worked out once for each rule. */
export function conditionWords(rule: Pick<Rule, 'when'>): string | undefined {
  const known = cache.get(rule.when);
  if (known !== undefined) return known;
  if (rule.when.length === 0) return undefined;
  const shown = rule.when.slice(0, MOST).map(wordsOf).join(' and ');
  const words = `when ${shown}${rule.when.length > MOST ? ' …' : ''}`;
  cache.set(rule.when, words);
  return words;
}

const cache = new WeakMap<Rule['when'], string>();
const MOST = 4;

function wordsOf(condition: Condition): string {
  const { field } = condition;
  switch (condition.kind) {
    case 'any_of':
      return `${field} is ${valuesInWords(condition.values)}`;
    case 'none_of':
      return `${field} is anything but ${valuesInWords(condition.values)}`;
    case 'glob':
      return `${field} is \`${condition.pattern.slice(0, LONGEST)}\``;
    case 'regex':
      return `${field} is /${condition.pattern.slice(0, LONGEST)}/`;
    case 'number':
      return `${field} is ${boundsInWords(condition.bounds)}`;
    case 'present':
      return `${field} exists`;
    case 'absent':
      return `${field} is missing`;
    case 'during':
      return `it is ${condition.interval.isInverse ? 'outside' : 'inside'} ${condition.interval.id}`;
  }
}

const LONGEST = 60;

/** The first of some values, as people say them. */
export function valuesInWords(values: readonly string[]): string {
  const shown = values.slice(0, 3).map((wanted) => `\`${wanted.slice(0, LONGEST)}\``);
  return `${shown.join(' or ')}${values.length > 3 ? ' …' : ''}`;
}

/** Bounds of a number, as people say them. */
export function boundsInWords({ gt, gte, lt, lte }: Bounds): string {
  return [
    gt === undefined ? [] : [`more than ${gt}`],
    gte === undefined ? [] : [`${gte} or more`],
    lt === undefined ? [] : [`less than ${lt}`],
    lte === undefined ? [] : [`${lte} or less`],
  ]
    .flat()
    .join(' and ');
}
