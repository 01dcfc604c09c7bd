// What customers heard last of an incident: whoever was told that something fails is told that it is over.
import type { Incident, MaintenancePhase, PublicStatus } from '../model/incident.ts';

/** The word that leaves customers waiting; null where they see nothing, heard nothing, or were told the end. */
export function openWord({
  kind,
  public: face,
  updates,
}: Incident): PublicStatus | MaintenancePhase | null {
  if (kind === 'maintenance' || face?.visibility !== 'public') return null;
  const said = face.status ?? updates.at(-1)?.status ?? null;
  return said === 'resolved' ? null : said;
}
