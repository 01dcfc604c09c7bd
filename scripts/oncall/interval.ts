// Whether an instant lies in a named part of the week, by the clocks on the wall of its zone.
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../model/instant.ts';
import type { Interval, IntervalEntry } from '../model/interval.ts';

/** Whether an instant lies in an interval; across daylight saving the local hours hold. */
export function isWithin(interval: Interval, at: Instant): boolean {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(interval.zone);
  return coversMinute(interval, local.dayOfWeek, local.hour * 60 + local.minute);
}

/** The same for a minute of a weekday (1 for Monday) on the wall. */
export function coversMinute(interval: Interval, day: number, minute: number): boolean {
  const isInside = interval.entries.some((entry) => fits(entry, day, minute));
  return isInside !== interval.isInverse;
}

/** A span that runs into the next day belongs to the day on which it begins. */
function fits({ weekdays, times }: IntervalEntry, day: number, minute: number): boolean {
  const isToday = weekdays.includes(day);
  const wasYesterday = weekdays.includes(day === 1 ? 7 : day - 1);
  return times.some(({ from, until }) =>
    from < until
      ? isToday && from <= minute && minute < until
      : (isToday && from <= minute) || (wasYesterday && minute < until),
  );
}
