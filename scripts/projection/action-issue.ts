// The issue of one action item: found by its hidden line or by its number, made once, and one only.
import type { Issue } from '../github/issues.ts';
import { toMs } from '../model/instant.ts';
import {
  ownerMarker,
  roomLine,
  statusMarker,
  type WantedActionIssue,
} from '../postmortems/action-issues.ts';
import { HIDDEN_MARKER } from '../rooms/hidden-text.ts';
import { joinCard, leftOutLines, readFormer, splitBody } from '../rooms/markers.ts';
import { ensureLabels } from './room-labels.ts';
import { done, type Step, stepOf, type SyncWorld } from './sync.ts';

/** What issues are found and made with. */
export type IssuePlace = Pick<SyncWorld, 'github' | 'budget' | 'listLagMs' | 'now'>;

/**
 * The issues with the item's hidden line, the oldest first; the oldest counts. People may have put words above that line, or
 * others in its place: then the item's number and the title tell.
 */
export function issuesOf(
  known: readonly Issue[],
  { marker, number, title }: Pick<WantedActionIssue, 'marker' | 'number' | 'title'>,
): readonly Issue[] {
  const isOwn = (issue: Issue): boolean =>
    issue.body.startsWith(marker) ||
    (issue.number === number && issue.title === title && readFormer(issue.body) === null);
  const found = new Map(known.filter(isOwn).map((issue) => [issue.number, issue]));
  return [...found.values()].toSorted((left, right) => left.number - right.number);
}

/** The one that counts, also where a list does not show it yet; null where there is none. */
export async function findIssue(
  { github }: IssuePlace,
  wanted: WantedActionIssue,
  known: readonly Issue[],
): Promise<Step<Issue | null>> {
  const [listed] = issuesOf(known, wanted);
  if (listed !== undefined || wanted.number === null) return done(listed ?? null);
  const answer = await github.issues.read(wanted.number);
  if (answer.kind === 'refused' && (answer.reason === 'missing' || answer.reason === 'gone'))
    return done(null);
  const read = stepOf(answer);
  if (read.kind !== 'done') return read;
  // One that nobody might read for a while names no item any more.
  if (read.value.body.startsWith(HIDDEN_MARKER)) return done(read.value);
  // A number means something else in another repository.
  return done(issuesOf([read.value], wanted)[0] ?? null);
}

/** The body of an issue as it shall be: Tocsin's table, and around it whatever people wrote. `leftOut` is whom GitHub does not let be assigned. */
export function bodyOf(
  { marker, status, assignee, room, table }: WantedActionIssue,
  current: string,
  leftOut: readonly string[],
): string {
  const parts = splitBody(current.startsWith(HIDDEN_MARKER) ? '' : current);
  const above = parts.above.replaceAll(OWN_LINES, '');
  const head = [
    marker,
    statusMarker(status),
    ownerMarker(assignee),
    ...leftOutLines(leftOut),
    roomLine(room),
  ];
  return joinCard(head.join('\n'), { ...parts, above, card: table });
}

/** Our hidden lines below words that people put above them. */
const OWN_LINES = /^<!-- tocsin:(?:action|was|assigned|left-out|below)\b[^\r\n<>]*-->(?:\r?\n|$)/gm;

/** Makes the issue. After an answer that never came it is looked for again before another one is made. */
export async function makeIssue(
  { github, budget, listLagMs, now }: IssuePlace,
  wanted: WantedActionIssue,
): Promise<Step<Issue>> {
  const { item, marker, title, labels } = wanted;
  const labelled = await ensureLabels(github, labels);
  if (labelled.kind !== 'done') return labelled;
  const nowMs = toMs(now());
  const since = await budget.begin(marker, nowMs, listLagMs);
  if (since !== null) {
    const sentence = `the issue of ${item} may have been made already: GitHub's list is waited for`;
    return { kind: 'later', afterMs: since + listLagMs - nowMs, sentence, isForAll: false };
  }
  // It is nobody's until somebody was assigned: a pass that ends before that is made up for.
  const body = bodyOf({ ...wanted, assignee: null }, '', []);
  const answer = await github.issues.create({ title, body, labels });
  const isUnknown = answer.kind === 'retry' && answer.mayHaveHappened;
  if (answer.kind !== 'answered' && !isUnknown) await budget.end(marker);
  const made = stepOf(answer);
  return made.kind === 'later' && isUnknown
    ? { ...made, afterMs: Math.max(made.afterMs, listLagMs) }
    : made;
}

/** Closes the others; their hidden line no longer calls them the item's. */
export async function healIssues(
  { github }: IssuePlace,
  wanted: WantedActionIssue,
  known: readonly Issue[],
): Promise<Step<number>> {
  const [first, ...others] = issuesOf(known, wanted);
  for (const { number, body } of others) {
    const rest = body.split('\n').slice(1).join('\n');
    const words = `**Another issue of the same item counts: #${first?.number}.**`;
    const healed = stepOf(
      await github.issues.update(number, {
        body: `<!-- tocsin:duplicate ${first?.number} -->\n${words}\n\n${rest}`,
        state: 'closed',
        reason: 'not_planned',
      }),
    );
    if (healed.kind !== 'done') return healed;
  }
  return done(others.length);
}
