// A public update that somebody wrote into the file: customers read it there, and what follows from it is as with `/update`.
import type { Incident, Update } from '../model/incident.ts';
import { faceFor } from '../slash-commands/commands/public-face.ts';
import { openRefusal, publishing } from '../slash-commands/commands/update.ts';
import { refused, type Result, type Situation } from '../slash-commands/situation.ts';

/** The newest update of the later one of two versions, where only that has it; null elsewhere. */
export function newStatement(before: Incident, after: Incident): Update | null {
  const known = new Set(before.updates.map(nameOf));
  const newest = after.updates.reduce<Update | null>(
    (last, update) => (last === null || update.at >= last.at ? update : last),
    null,
  );
  return newest === null || known.has(nameOf(newest)) ? null : newest;
}

/** Whether a version has an update. */
export function hasStatement({ updates }: Incident, update: Update): boolean {
  return updates.some((each) => nameOf(each) === nameOf(update));
}

/** What an update does beside standing there. What was over before the edit is told as it is, and not as if it went on. */
export function followStatement(situation: Situation, update: Update, wentOn: boolean): Result {
  const early = wentOn ? null : openRefusal(situation.incident, update.status);
  if (early !== null) return refused(early);
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
