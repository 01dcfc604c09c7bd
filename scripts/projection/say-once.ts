// What is said on an issue once, however often a pass comes to it: a comment is known by its hidden first line.
import { keyOf } from '../correlation/key.ts';
import type { Github } from '../github/github.ts';
import type { Incident } from '../model/incident.ts';
import { answerMarker } from '../rooms/markers.ts';
import { isAnswered } from './settled.ts';
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
  const marker = answerMarker(`pm-${keyOf([id, sentence])}`);
  const said = await sayOnce(github, room, `${marker}\n\n**Post-mortem:** ${sentence}.`);
  return said.kind === 'later' ? said : done(null);
}
