// Sentences with names in them: each part keeps its own language, and its direction.
import type { Language } from '../model/page.ts';

/** Text of people; `foreign` names its language when it is not the reader's. */
export type Said = { readonly text: string; readonly foreign: Language | null };

/** The page's own words, with what people wrote between them. */
export type Phrase = readonly (string | Said)[];

/** A sentence of the page with phrases in its places: `{before} and {last}`. */
export function weave(sentence: string, phrases: Readonly<Record<string, Phrase>>): Phrase {
  return sentence
    .split(/(\{\w+\})/)
    .flatMap((part) => phrases[part.slice(1, -1)] ?? [part])
    .filter((part) => part !== '');
}

/** The same without its parts, for titles and descriptions. */
export function textOf(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}
