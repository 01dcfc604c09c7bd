// Incidents that somebody closed in their file although the gate holds them. Whatever closed one as it should left a line on
// its timeline; what is asked of incidents may change afterwards, and asks nothing of those.
import type { Incident, TimelineEntry } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { promisesOf, reviewOf } from './gate.ts';

/**
 * What a closed incident owes of a post-mortem and of its action items, a sentence each; nothing where it was closed by a
 * command or by time. The timeline is only asked for where something is owed.
 */
export function passedBy(
  organisation: Organisation,
  incident: Incident,
  postmortem: Postmortem | null,
  timeline: () => readonly TimelineEntry[],
): readonly string[] {
  if (incident.state !== 'closed' || incident.kind === 'maintenance') return [];
  const { at } = incident;
  const owed = [
    ...reviewOf(organisation, incident, postmortem, at.closed ?? at.resolved ?? ''),
    ...promisesOf(organisation, incident, postmortem),
  ];
  return owed.length === 0 || wentThrough(timeline()) ? [] : owed;
}

/**
 * Whether the last that a timeline tells of the end of an incident is that it was closed. Only the line of an operation,
 * which holds its key, proves that the gate was asked; a line that somebody wrote by hand does not.
 */
function wentThrough(timeline: readonly TimelineEntry[]): boolean {
  const last = timeline.findLast(({ text }) => /^\[(?:closed|reopened)\b/.test(text));
  return last !== undefined && last.key !== null && last.text.startsWith('[closed');
}
