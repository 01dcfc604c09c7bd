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
 * Says in the room of an incident what people have to know of its post-mortem: once, and again where it was taken back
 * since. A room that GitHub keeps it from, and one that is not there, hold up nothing.
 */
export async function sayOfPostmortem(
  github: Voice,
  incident: Pick<Incident, 'id' | 'room'>,
  sentence: string,
): Promise<Step<null>> {
  const said = await saidOfPostmortem(github, incident);
  if (said.kind !== 'done') return said.kind === 'later' ? said : done(null);
  return standsIn(said.value, sentence)
    ? done(null)
    : await sayNow(github, incident, sentence, said.value);
}

/** Says of sentences that were said in a room that they do not count. */
export async function takeBack(
  github: Voice,
  incident: Pick<Incident, 'id' | 'room'>,
  sentences: readonly string[],
): Promise<Step<null>> {
  if (sentences.length === 0) return done(null);
  const said = await saidOfPostmortem(github, incident);
  if (said.kind !== 'done') return said;
  for (const sentence of new Set(sentences)) {
    if (!standsIn(said.value, sentence)) continue;
    const taken = await sayNow(github, incident, withdrawalOf(sentence), said.value);
    if (taken.kind !== 'done') return taken;
  }
  return done(null);
}

/** Whether a sentence was said more often than it was taken back. */
function standsIn(said: readonly string[], sentence: string): boolean {
  return timesIn(said, sentence) > timesIn(said, withdrawalOf(sentence));
}

function timesIn(said: readonly string[], sentence: string): number {
  return said.filter((each) => each === sentence).length;
}

function withdrawalOf(sentence: string): string {
  return `this, which was said above, does not count, since somebody changed a file at the same time: ${sentence}`;
}

/** Each time has a mark of its own. */
async function sayNow(
  github: Voice,
  { id, room }: Pick<Incident, 'id' | 'room'>,
  sentence: string,
  said: readonly string[],
): Promise<Step<null>> {
  if (room === null) return done(null);
  const times = timesIn(said, sentence);
  const key = keyOf(times === 0 ? [id, sentence] : [id, sentence, String(times)]);
  const posted = await sayOnce(
    github,
    room,
    `${answerMarker(`${POSTMORTEM}${key}`)}${OPENING}${sentence}.`,
  );
  return posted.kind === 'later' ? posted : done(null);
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
