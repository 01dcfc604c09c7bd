// The room of an incident that nobody may read about any more: it says nothing of it from then on. What people wrote
// there, and what GitHub keeps of earlier texts, is theirs to delete.
import type { Github } from '../github/github.ts';
import { parseForm } from '../incidents/form.ts';
import { BEGINNING } from '../model/instant.ts';
import { HIDDEN_ROOM, HIDDEN_MARKER, HIDDEN_TITLE } from '../rooms/hidden-text.ts';
import { joinBody, NO_KEEPSAKES, readMarks, splitBody } from '../rooms/markers.ts';
import { firstDayOf, removeAnswers, removeMentions, type Untold } from './remove-answers.ts';
import { syncLabels } from './room-labels.ts';
import { done, type Step, stepOf } from './sync.ts';

/**
 * Takes card, title, labels and our answers away, here and wherever they name the incident, and closes it; answers whether
 * anything was there. An issue whose hidden line names another incident is that one's room, whatever the file says.
 */
export async function hideRoom(
  github: Github,
  untold: Untold,
  number: number,
): Promise<Step<boolean>> {
  const incident = untold.id;
  const read = stepOf(await github.issues.read(number));
  if (read.kind !== 'done') return read.kind === 'refused' ? done(false) : read;
  const issue = read.value;
  const owner = readMarks(issue.body).incident ?? incident;
  if (owner !== incident || issue.body.startsWith(HIDDEN_MARKER)) return done(false);
  const written = splitBody(issue.body);
  // The answers of a form stand in the incident's file.
  const isForm = parseForm(written.below, BEGINNING).kind !== 'no-form';
  const parts = { ...written, ...(isForm ? { below: '' } : {}), card: HIDDEN_ROOM };
  const silenced = await removeAnswers(github, number);
  if (silenced.kind !== 'done') return silenced;
  const unnamed = await removeMentions(github, [untold], firstDayOf(incident));
  if (unnamed.kind !== 'done') return unnamed;
  const bare = await syncLabels(github, issue, []);
  if (bare.kind !== 'done') return bare;
  // The marker comes last: a pass that ends before it begins again.
  const body = joinBody(parts, HIDDEN_MARKER, NO_KEEPSAKES);
  const change = { title: HIDDEN_TITLE, body, state: 'closed', reason: 'not_planned' } as const;
  const hidden = stepOf(await github.issues.update(number, change));
  return hidden.kind === 'done' ? done(true) : hidden;
}
