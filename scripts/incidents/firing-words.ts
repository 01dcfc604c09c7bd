// What of an incident still fires, in words.
import type { Incident } from '../model/incident.ts';

/** `2 of its problems still fire`; null where everything was reported as over. */
export function firingWords({ problems }: Incident): string | null {
  const all = Object.values(problems);
  const firing = all.filter(({ state }) => state === 'firing').length;
  if (firing === 0) return null;
  if (all.length === 1) return 'its problem still fires';
  return firing === 1 ? 'one of its problems still fires' : `${firing} of its problems still fire`;
}
