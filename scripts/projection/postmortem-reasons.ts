// Why a post-mortem does not go on by itself, in sentences for people.
import { closedWords } from '../postmortems/pull-request.ts';
import type { PullRequestStanding } from './postmortem-pull-request.ts';
import { takenWords } from './tell-given.ts';

/** Of one whose file is wrong. */
export function unreadableWords(mistake: string): string {
  return `its file cannot be read: ${mistake}`;
}

/** Of one that stands as a pull request. */
export function reasonsOf(standing: PullRequestStanding): readonly string[] {
  const { kind, unasked, ignored, given } = standing;
  const { number } = standing.pullRequest;
  return [
    ...unasked.map(
      ({ login, sentence }) => `@${login} is not asked to review #${number}: ${sentence}`,
    ),
    ...(ignored === null
      ? []
      : [
          `@${ignored.owner} stands in it as its owner, and not @${ignored.wanted}: others read it already, so change \`owner\` in #${number}`,
        ]),
    ...given.map((each) => givenWords(each, number)),
    ...(kind === 'declined' ? [closedWords(number)] : []),
  ];
}

function givenWords(
  { became, ...each }: PullRequestStanding['given'][number],
  number: number,
): string {
  const { item, from, to } = each;
  const apart = `its action item ${item} is @${to}'s on GitHub and @${from}'s in the`;
  const change = `change \`assignee\` in #${number} if`;
  switch (became) {
    case 'taken':
      return takenWords(each);
    case 'left':
      return `${apart} post-mortem, which others read already and which counts once it is merged: ${change} @${to} shall do it`;
    case 'unknown':
      return `${apart} post-mortem, which counts once it is merged, and nothing says who was given it last: ${change} @${to} shall do it`;
  }
}
