// Who is on call at an instant. Hand-overs keep their local hour, whatever the clocks of the zone do.
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../model/instant.ts';
import type { Schedule } from '../model/schedule.ts';

/** The person on call at an instant; null before the first hand-over. */
export function personOnCall(schedule: Schedule, at: Instant): string | null {
  const override = schedule.overrides.findLast((entry) => entry.from <= at && at < entry.until);
  if (override !== undefined) return override.person;
  const known = turns.get(schedule);
  if (known !== undefined && known.from <= at && at < known.until) return known.person;
  const turn = turnAt(schedule, at);
  if (turn !== null) turns.set(schedule, turn);
  return turn?.person ?? null;
}

/** The first hand-over after an instant. */
export function nextHandOver(schedule: Schedule, at: Instant): Instant {
  const { zone, rotation } = schedule;
  const first = Temporal.PlainDateTime.from(rotation.start).toZonedDateTime(zone);
  return turnAt(schedule, at)?.until ?? new Date(first.epochMilliseconds).toISOString();
}

/** From one hand-over to the next. */
type Turn = { readonly from: Instant; readonly until: Instant; readonly person: string | null };

/** The turn that was asked for last: calendars are slow, and most questions are about now. */
const turns = new WeakMap<Schedule, Turn>();

function turnAt({ zone, rotation }: Schedule, at: Instant): Turn | null {
  const { start, days, people } = rotation;
  const first = Temporal.PlainDateTime.from(start).toZonedDateTime(zone);
  const now = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  if (Temporal.ZonedDateTime.compare(now, first) < 0) return null;
  const number = Math.floor(first.until(now, { largestUnit: 'days' }).days / days);
  const handOver = (turn: number): Instant =>
    new Date(first.add({ days: turn * days }).epochMilliseconds).toISOString();
  return {
    from: handOver(number),
    until: handOver(number + 1),
    person: people[number % people.length] ?? null,
  };
}
