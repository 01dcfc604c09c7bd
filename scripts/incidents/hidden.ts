// What is confidential, and what of it the readers of a public repository must not learn on GitHub, although its files
// stand beside the others.
import type { Incident, PublicFace } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';

/** Whether GitHub shows nothing of an incident: no room, no label, no answer names it. Private repositories hide none. */
export function isHidden(incident: Incident, { settings }: Organisation): boolean {
  return settings.repository === 'public' && isConfidential(incident);
}

/** Whether others learn nothing of an incident, and it nothing of them: restricted, or about security and not public. */
export function isConfidential({ category, public: face }: Confidence): boolean {
  const visibility = face?.visibility ?? 'none';
  return visibility === 'restricted' || (category === 'security' && visibility === 'none');
}

/** What decides of it. */
type Confidence = {
  readonly category: Incident['category'];
  readonly public: Pick<PublicFace, 'visibility'> | null;
};

/** The incidents that rooms and answers may name. */
export function withoutHidden(
  incidents: readonly Incident[],
  organisation: Organisation,
): readonly Incident[] {
  return incidents.filter((incident) => !isHidden(incident, organisation));
}
