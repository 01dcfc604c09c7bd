// Plain values that people of other tools mean as patterns; whether a tool really sends such a text is for others to say.
import { expressionMistake } from './expression.ts';

/** The test that was probably meant. */
export type MeantPattern = { readonly kind: 'glob' | 'regex'; readonly pattern: string };

/** What a plain value was probably meant to be; null for what reads like a text. */
export function meantPattern(value: string): MeantPattern | null {
  const regex = SLASHES.exec(value)?.[1] ?? value;
  if (SIGNS_OF_REGEX.test(regex) && expressionMistake(regex) === null)
    return { kind: 'regex', pattern: wholeText(regex) };
  return SIGNS_OF_GLOB.test(value) && /\p{L}/u.test(value)
    ? { kind: 'glob', pattern: value }
    : null;
}

const SLASHES = /^\/(.+)\/[a-z]*$/s;

/** Anchors, `.*`, classes that repeat, `\d+`, a dot that is only a dot, and choices written without blanks. */
const SIGNS_OF_REGEX =
  /^\^|[*+)\]}]\$$|\.[*+](?!\w)|\.\*|\][*+{]|\\[dws][*+{]|\w\\\.\w|^\([^()\s]+\|[^()\s]+\)|^[\w.-]+(?:\|[\w.-]+)+$/;

/** One star beside a word, or a question mark where no question ends. */
const SIGNS_OF_GLOB = /(?:^|[^*\s])\*(?=[^*\s])|[^*\s]\*(?!\*)|[-_.]\?/;

/** Without anchors a pattern means the whole text here, so what was open at an end stays open. */
function wholeText(regex: string): string {
  const begins = regex.startsWith('^');
  const ends = /(?<!\\)\$$/.test(regex);
  const bare = regex.slice(begins ? 1 : 0, ends ? -1 : undefined);
  return begins && !ends && !bare.endsWith('.*') ? `${bare}.*` : bare;
}
