// A public update that somebody wrote into the file: customers read it there, and what follows from it is as with `/update`.
import type { Incident, Update } from '../model/incident.ts';
import { faceFor } from './commands/public-face.ts';
import { publishing } from './commands/update.ts';
import { refused, type Result, type Situation } from './situation.ts';

/** The newest of the updates that only the later one of two versions has; null for none. */
export function newStatement(before: Incident, after: Incident): Update | null {
  const known = new Set(before.updates.map(nameOf));
  return after.updates.findLast((update) => !known.has(nameOf(update))) ?? null;
}

/** Whether a version has an update. */
export function hasStatement({ updates }: Incident, update: Update): boolean {
  return updates.some((each) => nameOf(each) === nameOf(update));
}

/** What an update does beside standing there. */
export function followStatement(situation: Situation, update: Update): Result {
  const face = faceFor(situation, null);
  if (face.kind === 'refused') return refused(face.text);
  const { key, speaker } = situation;
  const draft = { ...update, key, by: speaker.login, next: null, replaces: null };
  const result = publishing(situation, draft, face, { by: 'by', doubt: '' });
  return result.kind === 'done'
    ? { ...result, edits: result.edits.filter(({ kind }) => kind !== 'update') }
    : result;
}

function nameOf({ at, status }: Update): string {
  return `${at} ${status}`;
}
