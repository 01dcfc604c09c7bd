// The words of feeds in one language. Those for progress in the feeds of the root are Statuspage's, which programs read.
import type { Language } from '../model/page.ts';
import ar from './messages/ar.json' with { type: 'json' };
import de from './messages/de.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };

/** The message files; each has every key that English has, which the compiler and a test demand. */
export const FEED_MESSAGES: Readonly<Record<Language, typeof en>> = { en, de, ar };

/** A message with its values filled in. */
export function say(
  language: Language,
  key: keyof typeof en,
  values: Readonly<Record<string, string>> = {},
): string {
  return FEED_MESSAGES[language][key].replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}
