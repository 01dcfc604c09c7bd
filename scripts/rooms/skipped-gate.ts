// What an incident lacked that somebody ended in its file.
import { passedBy } from '../postmortems/past-gate.ts';
import type { RoomInput } from './input.ts';

/** What is still asked of an incident that is over, a sentence each: its room stays open until that is done. */
export function skippedGate({
  organisation,
  record: { incident, timeline },
  incidents,
  postmortem,
}: RoomInput): readonly string[] {
  const original = incidents.find(({ id }) => id === incident.relations.duplicateOf) ?? null;
  return passedBy(organisation, incident, { postmortem, timeline: () => timeline, original });
}
