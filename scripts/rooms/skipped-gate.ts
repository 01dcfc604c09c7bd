// What an incident lacked that somebody closed in its file.
import { passedBy } from '../postmortems/past-gate.ts';
import type { RoomInput } from './input.ts';

/** What is still asked of a closed incident, a sentence each: its room stays open until that is done. */
export function skippedGate({ organisation, record, postmortem }: RoomInput): readonly string[] {
  return passedBy(organisation, record.incident, postmortem, () => record.timeline);
}
