// Since when an incident is with its team: who was on call then has it, whoever comes on duty later.
import type { IncidentRecord } from '../incidents/record.ts';
import type { Instant } from '../model/instant.ts';

/** When the owning team got an incident: handed to it or taken up again, else with its beginning; null where nothing says so. */
export function ownedSince({ incident, timeline }: IncidentRecord): Instant | null {
  const { owner, at } = incident;
  const handed = timeline.findLast(
    ({ key, text }) =>
      key !== null && (REOPENED.test(text) || HANDED.exec(text)?.[1] === owner.team),
  );
  return handed?.at ?? at.declared ?? at.detected ?? null;
}

/** What `/delegate` leaves, and an owner changed in the file; a person is named with an `@`. */
const HANDED = /^\[delegated\] \S+ → ([a-z0-9-]+) by /;
const REOPENED = /^\[reopened[\],]/;
