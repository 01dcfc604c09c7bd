// Who is on call at an instant. Hand-overs keep their local hour, whatever the clocks of the zone do.
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../model/instant.ts';
import type { Schedule } from '../model/schedule.ts';

/** The person on call at an instant; null before the first hand-over. */
export function personOnCall(schedule: Schedule, at: Instant): string | null {
  const override = schedule.overrides.findLast((entry) => entry.from <= at && at < entry.until);
  if (override !== undefined) return override.person;
  const { start, days, people } = schedule.rotation;
  const first = Temporal.PlainDateTime.from(start).toZonedDateTime(schedule.zone);
  const now = Temporal.Instant.from(at).toZonedDateTimeISO(schedule.zone);
  if (Temporal.ZonedDateTime.compare(now, first) < 0) return null;
  const elapsed = first.until(now, { largestUnit: 'days' }).days;
  return people[Math.floor(elapsed / days) % people.length] ?? null;
}
