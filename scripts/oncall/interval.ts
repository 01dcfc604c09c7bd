// Whether an instant lies in a named part of the week, by the clocks on the wall of its zone.
import { Temporal } from 'temporal-polyfill';
import { addMs, type Instant, MINUTE_MS, toMs } from '../model/instant.ts';
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

const QUARTER_MS = 15 * 60_000;
/** A part of the week that does not end within a week never does. */
const LONGEST_MS = 8 * 24 * 60 * MINUTE_MS;

/** The first minute after an instant that lies in an interval no more; null when it never ends. */
export function endOf(interval: Interval, at: Instant): Instant | null {
  const known = ends.get(interval);
  if (known !== undefined && known.from <= at && (known.until === null || at < known.until))
    return known.until;
  const until = findEnd(interval, at);
  ends.set(interval, { from: at, until });
  return until;
}

const ends = new WeakMap<Interval, { readonly from: Instant; readonly until: Instant | null }>();

/** In steps that skip no edge on the wall, and that every zone's changes of its clocks keep to. */
function findEnd(interval: Interval, at: Instant): Instant | null {
  const start = toMs(at);
  const edges = [
    ...new Set([
      0,
      ...interval.entries.flatMap(({ times }) => times.flatMap(({ from, until }) => [from, until])),
    ]),
  ];
  for (let now = start; now <= start + LONGEST_MS;) {
    const instant = addMs(at, now - start);
    if (!isWithin(interval, instant)) return instant;
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(interval.zone);
    const minute = local.hour * 60 + local.minute;
    const toEdge = edges.filter((edge) => edge > minute).map((edge) => (edge - minute) * MINUTE_MS);
    const next = Math.min(
      (Math.floor(now / QUARTER_MS) + 1) * QUARTER_MS,
      ...toEdge.map((ms) => Math.floor(now / MINUTE_MS) * MINUTE_MS + ms),
    );
    now = next;
  }
  return null;
}
