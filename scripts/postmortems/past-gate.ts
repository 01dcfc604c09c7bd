// Incidents that somebody ended in their file although the gate holds them. What they owed when they were resolved stands in
// the file; of the rest, whatever closed one as it should left a line on its timeline. What is asked of incidents may change
// afterwards, and asks nothing of those.
import type { Incident, TimelineEntry } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { PostmortemFile } from '../model/postmortem.ts';
import { isPostmortemRequired, promisesOf, reviewOf } from './gate.ts';
import { mistakeIn } from './written.ts';

/** What is known beside an incident. The timeline is only asked for where something is owed. */
export type Beside = {
  readonly postmortem: PostmortemFile | null;
  readonly timeline: () => readonly Line[];
  /** The incident that it repeats; null where there is none. */
  readonly original: Incident | null;
};

type Line = Pick<TimelineEntry, 'text' | 'key'>;

/**
 * What an incident that is over owes of a post-mortem and of its action items, a sentence each; nothing where it was closed
 * by a command or by time, or where its duty went to the incident that it repeats. Of a post-mortem that cannot be read
 * nobody can tell; that is said where the mistake is.
 */
export function passedBy(
  organisation: Organisation,
  incident: Incident,
  { postmortem, timeline, original }: Beside,
): readonly string[] {
  const { state, at, postmortemOwed } = incident;
  if (mistakeIn(postmortem) !== null) return [];
  const then = at.closed ?? at.resolved ?? '';
  const asResolved = { ...incident, state: 'resolved' as const };
  if (state === 'declined' || state === 'duplicate') {
    const isElsewhere =
      state === 'duplicate' && original !== null && owesOrTold(organisation, original);
    return postmortemOwed && !isElsewhere
      ? reviewOf(organisation, asResolved, postmortem, then)
      : [];
  }
  if (state !== 'closed') return [];
  const review = reviewOf(organisation, incident, postmortem, then);
  // No command closes what its file says is owed: nothing else has to prove it.
  if (postmortemOwed && review.length > 0) return review;
  if (incident.kind === 'maintenance') return [];
  const owed = [...review, ...promisesOf(organisation, incident, postmortem)];
  return owed.length === 0 || wentThrough(timeline()) ? [] : owed;
}

/** Whether the gate of an incident asks for what its repeats owed. */
function owesOrTold(organisation: Organisation, original: Incident): boolean {
  return original.postmortemOwed || isPostmortemRequired(organisation, original);
}

/**
 * Whether the last that a timeline tells of the end of an incident is that it was closed. Only the line of an operation,
 * which holds its key, proves that the gate was asked; a line that somebody wrote by hand does not.
 */
function wentThrough(timeline: readonly Line[]): boolean {
  const last = timeline.findLast(({ text }) => /^\[(?:closed|reopened)\b/.test(text));
  return last !== undefined && last.key !== null && last.text.startsWith('[closed');
}
