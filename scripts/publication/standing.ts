// How an incident stands with customers, from what its file says: shown, called off, taken back, or never seen.
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { startOf } from './suffering.ts';

/** Whether customers may see an incident at all: someone made it public, and it is no copy or mistake. */
export function isPublished(incident: Incident): boolean {
  return (
    incident.public?.visibility === 'public' &&
    incident.state !== 'duplicate' &&
    incident.state !== 'declined'
  );
}

/** Whether an incident has a page: it is published, or it once was, and its address goes on. */
export function hasPage(incident: Incident): boolean {
  return incident.public?.visibility === 'public' || isWithdrawn(incident);
}

/** Whether customers have its address although it turned out to be none, or told under another one, and nobody took it back. */
export function isRetracted(incident: Incident): boolean {
  return (
    incident.public?.visibility === 'public' && !isPublished(incident) && !isCalledOff(incident)
  );
}

/** Whether customers were told of a maintenance that was then called off. */
export function isCalledOff({ kind, state, public: face }: Incident): boolean {
  return kind === 'maintenance' && state === 'declined' && face?.visibility === 'public';
}

/** Whether what took place of it counts: also of a maintenance that was called off then. */
export function isCounted(incident: Incident): boolean {
  return isPublished(incident) || isCalledOff(incident);
}

/** From when on a maintenance is called off; null where it is not. */
export function calledOffAt(incident: Incident): Instant | null {
  if (!isCalledOff(incident)) return null;
  return endedAt(incident);
}

/** When it ended as far as anybody wrote it down. */
export function endedAt(incident: Incident): Instant {
  const said = incident.updates.map(({ at }) => at).toSorted();
  return incident.at.closed ?? said.at(-1) ?? startOf(incident);
}

/** Whether it was taken from the public page with a last word, as `/unpublish` leaves it. What is restricted left none. */
export function isWithdrawn({ updates, public: face }: Incident): boolean {
  const isTakenBack = face?.visibility === 'none' && face.status === 'resolved';
  const last = updates.at(-1)?.status;
  return isTakenBack && (last === 'resolved' || last === 'completed');
}
