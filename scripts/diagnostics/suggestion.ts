import { nearest } from '../text/nearest.ts';

/** A hint for a mistyped word: the closest allowed words, else a short list of all, else null. */
export function suggest(word: string, allowed: Iterable<string>): string | null {
  const words = [...allowed];
  const close = suggestClose(word, words);
  if (close !== null) return close;
  if (words.length > 0 && words.length <= 12) return `use ${list(words, 'or')}`;
  return null;
}

/** The same, only when there are close words. */
export function suggestClose(word: string, allowed: Iterable<string>): string | null {
  const close = nearest(word, allowed);
  return close.length > 0 ? didYouMean(close) : null;
}

/** The hint that names one word, or each of several that may be meant. */
export function didYouMean(words: readonly string[]): string {
  return `did you mean ${list(words, 'or')}?`;
}

function list(words: readonly string[], conjunction: string): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
