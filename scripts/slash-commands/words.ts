// The speaker's words: made safe, measured, and shown back in answers.
import { abbreviate, cleanLine, quote } from '../signals/clean-text.ts';
import { nearest } from '../text/nearest.ts';

/** What a text is once invisible characters and line breaks are out of it; null for nothing. */
export const wordsOf = cleanLine;

/** Foreign text in an answer: in backticks, short, on one line. */
export const quoted = quote;

/** As many characters of people's own words as a line of the timeline keeps. */
export const MOST_WORDS = 1000;

/** One line of at most so many characters; longer words keep their beginning. */
export function shortWords(text: string, most: number): string {
  return abbreviate(cleanLine(text) ?? '', most);
}

/** Splits the first word from the rest. */
export function firstWord(text: string): readonly [string, string] {
  const match = /^(\S+)\s*([\s\S]*)$/.exec(text.trim());
  return [match?.[1] ?? '', (match?.[2] ?? '').trim()];
}

/** `Did you mean …?` for a mistyped word, else the words that are possible. */
export function hint(word: string, allowed: Iterable<string>): string {
  const words = [...allowed];
  const close = nearest(word, words);
  if (close.length > 0) return `Did you mean ${close.map((each) => `\`${each}\``).join(' or ')}?`;
  return words.length > 0 && words.length <= 14
    ? `Expected one of ${words.map((each) => `\`${each}\``).join(', ')}.`
    : '';
}
