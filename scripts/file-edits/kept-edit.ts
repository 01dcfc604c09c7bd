// Lines about what somebody wrote into a file: what no command would have done stays, and the rule is told; of what could not
// be followed it is said that nothing came of it.
import { isHidden } from '../incidents/hidden.ts';
import type { AuthoredVersion, SourceFile } from '../config/document-set.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import type { Instant } from '../model/instant.ts';
import { line, type Situation } from '../slash-commands/situation.ts';
import { MOST_WORDS, shortWords } from '../slash-commands/words.ts';

/** An incident's file that people changed: as Tocsin left it, and their commits since then, newest first. */
export type EditedIncident = {
  readonly id: string;
  readonly base: SourceFile;
  readonly versions: readonly AuthoredVersion[];
};

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

/** The line that says of an edit that nothing was done for it, where that could not be found out. */
export function unfollowed(edited: EditedIncident, now: Instant): readonly Effect[] {
  const commits = edited.versions.map(({ commit }) => commit.slice(0, 10)).join(', ');
  const [newest] = edited.versions;
  const text = `[edited] what ${commits} changed was not followed: nobody was called for it. Say by commands whatever else shall come of it`;
  return newest === undefined
    ? []
    : [
        {
          kind: 'edit_incident',
          id: edited.id,
          event: 'changed',
          edits: [{ kind: 'timeline', at: now, text, key: keyOfCommit(newest) }],
        },
      ];
}

/** The key of the first line that a commit gave. */
export function keyOfCommit({ commit }: AuthoredVersion): string {
  return `ed-${commit.slice(0, 12)}`;
}
