// In a public repository every account of GitHub may write into a room. Whoever has no say there is answered once: each
// answer takes from the writes that the people of the organisation wait for.
import type { Comment } from '../github/comments.ts';
import { isAtLeast } from '../model/permission.ts';
import type { Organisation } from '../model/organisation.ts';
import { stepOf, type Step } from '../projection/sync.ts';
import { isMember, isSameLogin } from '../slash-commands/permission.ts';
import { answerMarker } from '../rooms/markers.ts';
import { type CommentChange, commentKey } from './comment-change.ts';
import type { Desk } from './desk.ts';

/** Whether a stranger was answered in the same issue before, so that what they write there needs no further answer. */
export async function wasTurnedAway(
  { github }: Pick<Desk, 'github'>,
  organisation: Organisation,
  { comment, by }: CommentChange,
): Promise<Step<boolean>> {
  const isOpen = organisation.settings.repository === 'public';
  if (!isOpen || isMember(organisation, by.login)) return NO;
  const level = stepOf(await github.permissions.levelOf(by.login));
  if (level.kind !== 'done') return level;
  if (isAtLeast(level.value, 'triage')) return NO;
  const listed = stepOf(await github.comments.list(comment.issue));
  if (listed.kind !== 'done') return listed;
  const own = listed.value.filter(({ author }) => isSameLogin(author, by.login));
  return { kind: 'done', value: own.some((each) => isAnswered(each, listed.value)) };
}

const NO: Step<boolean> = { kind: 'done', value: false };

function isAnswered(comment: Comment, all: readonly Comment[]): boolean {
  const marker = answerMarker(commentKey(comment)).replace(/ -->$/, '');
  return all.some(
    ({ body, author }) =>
      !isSameLogin(author, comment.author) &&
      body.startsWith(marker) &&
      /^[ /]/.test(body.slice(marker.length)),
  );
}
