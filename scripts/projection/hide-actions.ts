// Issues of action items of an incident that nobody may read about any more: their text is Tocsin's alone, and goes.
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import type { Incident } from '../model/incident.ts';
import { ACTION_ITEM_LABEL, incidentOfAction } from '../postmortems/action-issues.ts';
import { HIDDEN_CARD, HIDDEN_MARKER, HIDDEN_TITLE } from '../rooms/hidden-text.ts';
import { syncLabels } from './room-labels.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Empties and closes those that are listed; answers how many were there. */
export async function hideActions(
  github: Github,
  hidden: readonly Incident[],
  listed: readonly Issue[],
): Promise<Step<number>> {
  const ids = new Set(hidden.map(({ id }) => id));
  const found = listed.filter(
    ({ body }) => ids.has(incidentOfAction(body) ?? '') || body.startsWith(HIDDEN_MARKER),
  );
  for (const issue of found) {
    const step = await hideAction(github, issue);
    if (step.kind === 'later') return step;
  }
  return done(found.length);
}

/** The label by which it is listed goes last: a pass that ends before it begins again. */
async function hideAction(github: Github, issue: Issue): Promise<Step<unknown>> {
  const bare = await syncLabels(github, issue, [ACTION_ITEM_LABEL]);
  if (bare.kind !== 'done') return bare;
  const body = `${HIDDEN_MARKER}\n${HIDDEN_CARD}\n`;
  const change = { title: HIDDEN_TITLE, body, state: 'closed', reason: 'not_planned' } as const;
  const emptied = stepOf(await github.issues.update(issue.number, change));
  if (emptied.kind !== 'done') return emptied;
  return stepOf(await github.labels.remove(issue.number, ACTION_ITEM_LABEL));
}
