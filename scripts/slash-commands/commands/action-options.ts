// What `/action` says beside the title: `type:detect debt:hotfix owner:payments due:2026-12-01`, anywhere in its line.
import type { ActionItem } from '../../model/action-item.ts';
import { nearest } from '../../text/nearest.ts';
import { hint, quoted, wordsOf } from '../words.ts';

/** A line of `/action`, as far as words alone tell. */
export type ActionLine = {
  readonly title: string;
  readonly type: ActionItem['type'];
  readonly debt: ActionItem['debt'];
  readonly owner: string | undefined;
  readonly due: string | undefined;
};

type ReadActionLine =
  | { readonly kind: 'read'; readonly line: ActionLine }
  | { readonly kind: 'refused'; readonly text: string };

/** Reads title and options; a word near to an option is asked about, every other one is title. */
export function readActionLine(argument: string): ReadActionLine {
  const split = splitOptions(argument);
  if (split.kind === 'refused') return split;
  const title = wordsOf(split.title)?.replaceAll(/ {2,}/g, ' ');
  if (title === undefined)
    return wrong('What is to be done is missing: `/action Alert on pool exhaustion type:detect`.');
  if (title.length > 200)
    return wrong(`The title has ${title.length} characters, expected at most 200.`);
  const { type: kind = 'prevent', debt: lasts = 'none', owner, due } = split.options;
  const type = oneOf(TYPES, kind);
  if (type === undefined) return wrong(unexpected('type', kind, TYPES, ['debt', DEBTS]));
  const debt = oneOf(DEBTS, lasts);
  if (debt === undefined) return wrong(unexpected('debt', lasts, DEBTS, ['type', TYPES]));
  return { kind: 'read', line: { title, type, debt, owner, due } };
}

const TYPES = ['prevent', 'detect', 'mitigate', 'process', 'document'] as const;
const DEBTS = ['hotfix', 'definitive', 'none'] as const;
const NAMES = ['type', 'debt', 'owner', 'due'] as const;
type OptionName = (typeof NAMES)[number];

/** What can only be meant as an option's value: it counts behind `: ` and `=` as well, so `Fix type: errors` is a title. */
const PLAIN_VALUE: Readonly<Record<OptionName, RegExp>> = {
  type: new RegExp(`^(?:${TYPES.join('|')})$`, 'i'),
  debt: new RegExp(`^(?:${DEBTS.join('|')})$`, 'i'),
  owner: /^@/,
  due: /^\d/,
};

type SplitLine =
  | {
      readonly kind: 'split';
      readonly title: string;
      readonly options: Readonly<Partial<Record<OptionName, string>>>;
    }
  | { readonly kind: 'refused'; readonly text: string };

function splitOptions(argument: string): SplitLine {
  const words = argument.split(/\s+/);
  const title: string[] = [];
  const options: Partial<Record<OptionName, string>> = {};
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [, written = '', sign = '', attached = ''] = /^([a-z]+)([:=])(.*)$/i.exec(word) ?? [];
    const name = optionName(written);
    const value = attached === '' && sign === ':' ? (words[index + 1] ?? '') : attached;
    const isAttached = attached !== '' && sign === ':';
    if (name === undefined || !(isAttached || PLAIN_VALUE[name].test(value))) {
      title.push(word);
      continue;
    }
    if (written.toLowerCase() !== name)
      return wrong(
        `${quoted(word)} is no option. Did you mean ${quoted(`${name}:${value}`)}? In backticks it is a word of the title.`,
      );
    options[name] = value;
    if (attached === '') index += 1;
  }
  return { kind: 'split', title: title.join(' '), options };
}

/** The option that a name is, or is one slip away from. */
function optionName(written: string): OptionName | undefined {
  const [close] = nearest(written, NAMES, 1, 1);
  return NAMES.find((name) => name === close);
}

function oneOf<Value extends string>(values: readonly Value[], word: string): Value | undefined {
  return values.find((value) => value === word.toLowerCase());
}

/** Kind and lasting of an item are easily taken for each other: what the other option takes is said so. */
function unexpected(
  name: OptionName,
  word: string,
  allowed: readonly string[],
  [other, others]: readonly [OptionName, readonly string[]],
): string {
  const meant = oneOf(others, word);
  const fix = meant === undefined ? hint(word, allowed) : `Say \`${other}:${meant}\`.`;
  return `Unexpected ${name} ${quoted(word)}. ${fix}`;
}

function wrong(text: string): { readonly kind: 'refused'; readonly text: string } {
  return { kind: 'refused', text };
}
