// Our own answers about an incident of which nothing may be read any more: in its rooms, in the room of a storm, and in
// the rooms of others. They are known by their hidden first line, whosever token wrote them.
import type { Comment } from '../github/comments.ts';
import type { Github } from '../github/github.ts';
import { BEGINNING, type Instant, parseInstant } from '../model/instant.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { done, type Step, stepOf } from './sync.ts';

/** An incident, and the issues that are or were its rooms. */
export type Untold = { readonly id: string; readonly rooms: readonly number[] };

/** Deletes those in a room; what people wrote there stays. */
export async function removeAnswers(github: Github, number: number): Promise<Step<null>> {
  const listed = stepOf(await github.comments.list(number));
  if (listed.kind !== 'done') return listed;
  return await removeAll(github, listed.value.filter(isOurs));
}

/**
 * Deletes those on any issue that name one of the incidents or its room, or answer what somebody said of it by its id.
 * Nothing older than `since` is looked at.
 */
export async function removeMentions(
  github: Github,
  untold: readonly Untold[],
  since: Instant,
): Promise<Step<null>> {
  const listed = stepOf(await github.comments.listSince(since));
  if (listed.kind !== 'done') return listed;
  const ids = new Set(untold.map(({ id }) => id));
  const names = untold.map(namesOf);
  const asking = new Set(
    listed.value.filter(({ body }) => isAbout(body, ids)).map(({ id }) => String(id)),
  );
  const told = listed.value.filter(
    (comment) =>
      isOurs(comment) &&
      (names.some((name) => name.test(comment.body)) || asking.has(answeredBy(comment))),
  );
  return await removeAll(github, told);
}

/** The beginning of the day in an incident's id: nothing was said of it before. */
export function firstDayOf(id: string): Instant {
  return parseInstant(`${id.slice(0, 10)}T00:00:00Z`) ?? BEGINNING;
}

function isOurs({ body }: Comment): boolean {
  return body.startsWith('<!-- tocsin:');
}

function namesOf({ id, rooms }: Untold): RegExp {
  const numbers = rooms.length === 0 ? '' : `|#(?:${rooms.join('|')})(?!\\d)`;
  return new RegExp(`(?<![\\w-])${id}(?![\\w-])${numbers}`);
}

/** Whether a command in a comment begins with one of the ids, as in the room of a storm. */
function isAbout(body: string, ids: ReadonlySet<string>): boolean {
  return parseComment(body).some(
    (said) => said.kind === 'command' && ids.has(said.argument.split(/\s/, 1)[0] ?? ''),
  );
}

/** The number of the comment that one of ours answers; empty for any other. */
function answeredBy({ body }: Comment): string {
  return /^<!-- tocsin:answer ic-(\d+)/.exec(body)?.[1] ?? '';
}

async function removeAll(github: Github, comments: readonly Comment[]): Promise<Step<null>> {
  for (const { id } of comments) {
    const removed = stepOf(await github.comments.remove(id));
    // One that GitHub refuses keeps nothing else from going.
    if (removed.kind === 'later') return removed;
  }
  return done(null);
}
