// Severity words of tools on our scale. A word that nobody defined gives null and is never guessed.
import { SIGNAL_SEVERITIES, type SignalSeverity } from '../model/signal.ts';

/** Severity per word, words in lower case. */
export type SeverityWords = ReadonlyMap<string, SignalSeverity>;

/** Our severity for a word in any case: by `words`, then by forms such as `sev1`, `P-1` and `1`. */
export function severityOf(
  word: string | null,
  words: SeverityWords = LABEL_WORDS,
): SignalSeverity | null {
  if (word === null) return null;
  const known = words.get(word.toLowerCase());
  if (known !== undefined) return known;
  const rank = RANKED.exec(word)?.[1];
  return rank === undefined ? null : (SIGNAL_SEVERITIES[Number(rank) - 1] ?? null);
}

/** Words that people use as values of a `severity` label. */
const LABEL_WORDS: SeverityWords = new Map([
  ['critical', 'critical'],
  ['page', 'critical'],
  ['error', 'high'],
  ['high', 'high'],
  ['major', 'high'],
  ['warning', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['info', 'info'],
]);

const RANKED = /^(?:(?:sev|p)[ _-]?)?([1-5])$/i;
