// What is said on an issue once, however often a pass comes to it: a comment is known by its hidden first line.
import { keyOf } from '../correlation/key.ts';
import type { Github } from '../github/github.ts';
import type { Incident } from '../model/incident.ts';
import { answerMarker } from '../rooms/markers.ts';
import { isAnswered, ownComments } from './settled.ts';
import { done, type Step, stepOf } from './sync.ts';

type Voice = Pick<Github, 'comments' | 'ownLogin'>;

/** Posts a comment where none of ours has its first line. */
export async function sayOnce(github: Voice, issue: number, text: string): Promise<Step<null>> {
  const said = await isAnswered(github, issue, text.split('\n', 1)[0] ?? '');
  if (said.kind !== 'done') return said;
  const made = said.value ? said : stepOf(await github.comments.create(issue, text));
  return made.kind === 'done' ? done(null) : made;
}

/**
 * Says in the room of an incident what people have to know of its post-mortem. A room that GitHub keeps it from, and one
 * that is not there, hold up nothing.
 */
export async function sayOfPostmortem(
  github: Voice,
  { id, room }: Pick<Incident, 'id' | 'room'>,
  sentence: string,
): Promise<Step<null>> {
  if (room === null) return done(null);
  const marker = answerMarker(`${POSTMORTEM}${keyOf([id, sentence])}`);
  const said = await sayOnce(github, room, `${marker}${OPENING}${sentence}.`);
  return said.kind === 'later' ? said : done(null);
}

/** Says of sentences that were said in a room that they do not count. */
export async function takeBack(
  github: Voice,
  incident: Pick<Incident, 'id' | 'room'>,
  sentences: readonly string[],
): Promise<Step<null>> {
  for (const sentence of sentences) {
    const words = `this, which was said above, does not count, since somebody changed a file at the same time: ${sentence}`;
    const said = await sayOfPostmortem(github, incident, words);
    if (said.kind !== 'done') return said;
  }
  return done(null);
}

/** The sentences that were said of a post-mortem in the room of its incident. */
export async function saidOfPostmortem(
  github: Voice,
  { room }: Pick<Incident, 'room'>,
): Promise<Step<readonly string[]>> {
  if (room === null) return done([]);
  const own = await ownComments(github, room, `<!-- tocsin:answer ${POSTMORTEM}`);
  if (own.kind !== 'done') return own;
  return done(
    own.value.flatMap(({ body }) => {
      const [, text] = body.split(OPENING);
      return text === undefined ? [] : [text.replace(/\.\s*$/, '')];
    }),
  );
}

const POSTMORTEM = 'pm-';
const OPENING = '\n\n**Post-mortem:** ';
