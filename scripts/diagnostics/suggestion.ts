import { nearest } from '../text/nearest.ts';

/** A hint for a mistyped word: the closest allowed words, else a short list of all, else null. */
export function suggest(word: string, allowed: Iterable<string>): string | null {
  const words = [...allowed];
  const close = nearest(word, words);
  if (close.length > 0) return `did you mean ${list(close, 'or')}?`;
  if (words.length > 0 && words.length <= 12) return `use ${list(words, 'or')}`;
  return null;
}

function list(words: readonly string[], conjunction: string): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
