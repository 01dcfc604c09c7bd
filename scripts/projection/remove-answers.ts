// Our own answers about an incident of which nothing may be read any more: in its rooms, in the room of a storm, and in
// the rooms of others. They are known by their hidden first line, whosever token wrote them.
import type { Comment } from '../github/comments.ts';
import type { Github } from '../github/github.ts';
import { NOT_SHOWN } from '../incidents/shown-names.ts';
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
      (names.some((name) => comment.body.search(name) !== -1) || asking.has(answeredBy(comment))),
  );
  const own = new Set(untold.flatMap(({ rooms }) => rooms));
  const stories = told.filter((comment) => isStory(comment) && !own.has(comment.issue));
  const retold = await retell(github, stories, { names, listed: listed.value });
  return retold.kind === 'done' ? await removeAll(github, told) : retold;
}

/**
 * Tells the stories of other rooms once more without the names, before they go: nothing tells them later. An edit would not
 * do, since GitHub shows everybody what a comment said before.
 */
async function retell(
  { comments }: Github,
  stories: readonly Comment[],
  { names, listed }: { readonly names: readonly RegExp[]; readonly listed: readonly Comment[] },
): Promise<Step<null>> {
  for (const { issue, body } of stories) {
    const text = names.reduce((said, name) => said.replaceAll(name, NOT_SHOWN), body);
    if (listed.some((each) => each.issue === issue && each.body === text)) continue;
    const made = stepOf(await comments.create(issue, text));
    if (made.kind === 'later') return made;
  }
  return done(null);
}

/** The beginning of the day in an incident's id: nothing was said of it before. */
export function firstDayOf(id: string): Instant {
  return parseInstant(`${id.slice(0, 10)}T00:00:00Z`) ?? BEGINNING;
}

function isOurs({ body }: Comment): boolean {
  return body.startsWith('<!-- tocsin:');
}

function isStory({ body }: Comment): boolean {
  return body.startsWith('<!-- tocsin:story ');
}

function namesOf({ id, rooms }: Untold): RegExp {
  const numbers = rooms.length === 0 ? '' : `|#(?:${rooms.join('|')})(?!\\d)`;
  return new RegExp(`(?<![\\w-])${id}(?![\\w-])${numbers}`, 'g');
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
