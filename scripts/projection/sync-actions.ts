// Action items on GitHub: an issue each, below the room of its incident.
import { acceptRefusal } from '../github/answer.ts';
import type { Issue } from '../github/issues.ts';
import { toMs } from '../model/instant.ts';
import { type ActionIssue, actionIssueOf } from '../rooms/action-issue.ts';
import { ACTION_LABEL } from '../rooms/labels.ts';
import type { Room } from '../rooms/room.ts';
import { ensureLabels } from './room-labels.ts';
import { done, type Step, stepOf, type SyncWorld } from './sync.ts';

/** Issues of action items by their first line, lowest number first. */
export type ActionSurvey = ReadonlyMap<string, Issue>;

/** Lists the issues of action items. */
export async function surveyActions({ github }: SyncWorld): Promise<Step<ActionSurvey>> {
  const listed = stepOf(await github.issues.list({ label: ACTION_LABEL, state: 'all' }));
  if (listed.kind !== 'done') return listed;
  const byMarker = new Map<string, Issue>();
  for (const issue of listed.value.toSorted((left, right) => left.number - right.number)) {
    const marker = /^<!-- tocsin:action [^\r\n<>]* -->/.exec(issue.body)?.[0];
    if (marker !== undefined && !byMarker.has(marker)) byMarker.set(marker, issue);
  }
  return done(byMarker);
}

/** Brings the issues of a room's action items to what they shall be; answers the numbers by item. */
export async function syncActions(
  world: SyncWorld,
  survey: ActionSurvey,
  room: Room,
  home: Issue,
): Promise<Step<ReadonlyMap<string, number>>> {
  const numbers = new Map<string, number>();
  for (const item of room.actions) {
    const wanted = actionIssueOf(room.incident, home.number, item);
    const known = survey.get(wanted.marker) ?? null;
    const found = known === null ? await make(world, wanted) : done(known);
    if (found.kind !== 'done') return found;
    const synced = await update(world, wanted, found.value);
    if (synced.kind !== 'done') return synced;
    const issue = synced.value;
    numbers.set(item.id, issue.number);
    if (item.issue === issue.number) continue;
    const isHalfMade = item.issue === null && room.ownActions.includes(item.id);
    if (known === null || isHalfMade) {
      // One that is below the room already is refused, and that is as good.
      const answer = await world.github.issues.addSubIssue(home.number, issue);
      const added = stepOf(acceptRefusal(answer, 'invalid', home));
      if (added.kind !== 'done') return added;
    }
  }
  return done(numbers);
}

async function make(world: SyncWorld, wanted: ActionIssue): Promise<Step<Issue>> {
  const { github, budget, now, listLagMs } = world;
  const labelled = await ensureLabels(github, wanted.labels);
  if (labelled.kind !== 'done') return labelled;
  const nowMs = toMs(now());
  const since = await budget.begin(wanted.marker, nowMs, listLagMs);
  if (since !== null) {
    const sentence = `the issue of ${wanted.title} may have been made already: GitHub's list is waited for`;
    return { kind: 'later', afterMs: since + listLagMs - nowMs, sentence, isForAll: false };
  }
  const { title, labels } = wanted;
  const answer = await github.issues.create({ title, labels, body: wanted.body('') });
  const isKnown = answer.kind !== 'retry' || !answer.mayHaveHappened;
  if (answer.kind !== 'answered' && isKnown) await budget.end(wanted.marker);
  return stepOf(answer);
}

async function update(
  { github }: SyncWorld,
  wanted: ActionIssue,
  issue: Issue,
): Promise<Step<Issue>> {
  const body = wanted.body(issue.body);
  const isEnd = wanted.isOver && issue.state === 'open';
  const isSame = body.replaceAll('\r\n', '\n') === issue.body.replaceAll('\r\n', '\n');
  if (isSame && !isEnd && issue.title === wanted.title) return done(issue);
  const reason = wanted.item.status === 'dropped' ? 'not_planned' : 'completed';
  const end = isEnd ? ({ state: 'closed', reason } as const) : {};
  return stepOf(await github.issues.update(issue.number, { title: wanted.title, body, ...end }));
}
