// A timeline as GitHub shows it: the words of the incident's file as plain text, in the order of time.
import { type Telling, withoutHiddenNames } from '../incidents/shown-names.ts';
import type { Instant } from '../model/instant.ts';
import { prose } from '../text/safe-prose.ts';
import { wordsOf } from './words.ts';

/** A line of Markdown for each entry, with its time in UTC, earliest first. */
export function timelineRows(
  entries: readonly { readonly at: Instant; readonly text: string }[],
  telling: Telling,
): readonly string[] {
  return entries
    .toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0))
    .map(
      ({ at, text }) =>
        `- ${at.slice(0, 10)} ${at.slice(11, 16)} ${prose(wordsOf(withoutHiddenNames(text, telling)) ?? '', MOST_LINE)}`,
    );
}

/** So many letters of them are no more than a comment takes, whatever stands around them. */
export const MOST_ROWS = 40_000;

/** Longer lines stand in the file. */
const MOST_LINE = 1000;
