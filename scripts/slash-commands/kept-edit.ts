// A line for what somebody wrote into a file although no command would have done it: it stays, and the rule is told.
import { isHidden } from '../incidents/hidden.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { line, type Situation } from './situation.ts';
import { shortWords } from './words.ts';

/** The line; an incident that is not shown on GitHub is named to nobody. */
export function keptLine(situation: Situation, words: string, rule: string): IncidentEdit {
  const { book, organisation } = situation;
  const hidden = book.incidents.filter((each) => isHidden(each, organisation));
  const shown = (text: string): string =>
    hidden.reduce(
      (before, { id }) => before.replaceAll(id, 'an incident that is not shown here'),
      text,
    );
  const plain = shortWords(shown(rule).replaceAll('`', ''), MOST_WORDS);
  return line(situation, `[edited] ${shown(words)} by`, plain);
}

const MOST_WORDS = 1000;
