// Incidents that somebody closed in their file although the gate holds them. Whatever closed one as it should left a line on
// its timeline; what is asked of incidents may change afterwards, and asks nothing of those.
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { reviewOf } from './gate.ts';

/** What a closed incident owes of a post-mortem, a sentence each; nothing where it was closed by a command or by time. */
export function passedBy(
  organisation: Organisation,
  incident: Incident,
  postmortem: Postmortem | null,
  timeline: string,
): readonly string[] {
  if (incident.state !== 'closed' || incident.kind === 'maintenance' || wentThrough(timeline))
    return [];
  const { at } = incident;
  return reviewOf(organisation, incident, postmortem, at.closed ?? at.resolved ?? '');
}

/** Whether the last that a timeline tells of the end of an incident is that it was closed. */
function wentThrough(timeline: string): boolean {
  return [...timeline.matchAll(/\[(closed|reopened)[^\]\n]*\]/g)].at(-1)?.[1] === 'closed';
}
