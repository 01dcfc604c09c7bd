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

/**
 * The word that customers of an open incident read: that of the newest update, whoever wrote it and wherever. Only what was
 * taken up again after its end says so by its front matter alone. Null where nothing was said.
 */
export function wordOfOpen(
  stated: PublicStatus | undefined,
  latest: PublicStatus | MaintenancePhase | undefined,
): PublicStatus | MaintenancePhase | null {
  const isTakenUpAgain = latest === 'resolved' && stated === 'investigating';
  return (isTakenUpAgain ? stated : latest) ?? stated ?? null;
}
