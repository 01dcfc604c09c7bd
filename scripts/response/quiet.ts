import type { Effect, IncidentEdit, IncidentEvent } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Response } from './response.ts';

/** A change that tells people nothing new: it stands in the list, without a line of its own. */
export function quietly(
  incident: Incident,
  edits: readonly IncidentEdit[],
  event: IncidentEvent = 'impacted',
): Response {
  const effect: Effect = { kind: 'edit_incident', id: incident.id, event, edits };
  return { outcome: { kind: 'collapsed', incident: incident.id }, effects: [effect] };
}
