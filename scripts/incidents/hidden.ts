// What the readers of a public repository must not learn on GitHub, although its files stand beside the others.
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';

/** Whether GitHub shows nothing of an incident: no room, no label, no answer names it. Private repositories hide none. */
export function isHidden(incident: Incident, { settings }: Organisation): boolean {
  if (settings.repository !== 'public') return false;
  const visibility = incident.public?.visibility ?? 'none';
  return visibility === 'restricted' || (incident.category === 'security' && visibility === 'none');
}

/** The incidents that rooms and answers may name. */
export function withoutHidden(
  incidents: readonly Incident[],
  organisation: Organisation,
): readonly Incident[] {
  return incidents.filter((incident) => !isHidden(incident, organisation));
}
