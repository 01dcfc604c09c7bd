// Issues of action items of an incident that nobody may read about any more: their text is Tocsin's alone, and goes.
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import type { Incident } from '../model/incident.ts';
import { ACTION_ITEM_LABEL, incidentOfAction } from '../postmortems/action-issues.ts';
import { HIDDEN_CARD, HIDDEN_MARKER, HIDDEN_TITLE } from '../rooms/hidden-text.ts';
import { syncLabels } from './room-labels.ts';
import { done, type Step, stepOf } from './sync.ts';

/** A hidden incident and the numbers of issues that its items name. */
export type HiddenItems = { readonly incident: Incident; readonly numbers: readonly number[] };

/**
 * Empties and closes those that are listed by their label, stand below the room, or are named in the file: people sort issues
 * by labels of their own. Answers how many were there.
 */
export async function hideActions(
  github: Github,
  hidden: readonly HiddenItems[],
  listed: readonly Issue[],
): Promise<Step<number>> {
  const ids = new Set(hidden.map(({ incident }) => incident.id));
  const found = new Map(
    listed
      .filter((issue) => isActionOf(ids, issue) || issue.body.startsWith(HIDDEN_MARKER))
      .map((issue) => [issue.number, issue]),
  );
  for (const each of hidden) {
    const unlisted = await findUnlisted(github, each, listed);
    if (unlisted.kind !== 'done') return unlisted;
    for (const issue of unlisted.value) if (isActionOf(ids, issue)) found.set(issue.number, issue);
  }
  for (const issue of found.values()) {
    const step = await hideAction(github, issue);
    if (step.kind === 'later') return step;
  }
  return done(found.size);
}

function isActionOf(ids: ReadonlySet<string>, issue: Issue): boolean {
  return ids.has(incidentOfAction(issue) ?? '');
}

/** What stands below the room, and what is missing there and in the list. A room that is gone has nothing below it. */
async function findUnlisted(
  { issues }: Github,
  { incident: { room }, numbers }: HiddenItems,
  listed: readonly Issue[],
): Promise<Step<readonly Issue[]>> {
  const below = room === null ? done([]) : stepOf(await issues.listSubIssues(room));
  if (below.kind === 'later') return below;
  const found = below.kind === 'done' ? [...below.value] : [];
  const known = new Set([...listed, ...found].map(({ number }) => number));
  for (const number of numbers) {
    if (known.has(number)) continue;
    const read = stepOf(await issues.read(number));
    if (read.kind === 'later') return read;
    if (read.kind === 'done') found.push(read.value);
  }
  return done(found);
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
