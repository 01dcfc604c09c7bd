// The promise that customers read: until when they hear more.
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';

/** Until when customers were promised to hear more; null where nothing is promised, or they heard more later than that. */
export function promisedUpdate({ public: face, updates }: Incident): Instant | null {
  const due = face?.visibility === 'public' ? face.nextUpdateDue : undefined;
  return due === undefined || updates.some(({ at }) => at >= due) ? null : due;
}
