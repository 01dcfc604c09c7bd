// The only file that asks the recurrence library. It computes days on a clock without daylight saving; this file puts
// them on the clocks of the zone. A time that the clocks skip is no occurrence, and of a repeated one the first counts (RFC 5545).
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { addMs, DAY_MS, earlierOf, type Instant, laterOf, toMs } from '../model/instant.ts';
import { isZone } from '../model/zone.ts';
import type { Rule } from './rule.ts';

/** A beginning: the instant, and the day of the zone that it lies on. */
export type Beginning = { readonly at: Instant; readonly day: string };

/** A rule with what it starts from. */
export type Series = { readonly rule: Rule; readonly first: Instant; readonly zone: string };

/** The beginnings from `from` until `until`, both included, oldest first; none on the clocks of a zone that does not exist. */
export function beginningsBetween(
  series: Series,
  from: Instant,
  until: Instant,
): readonly Beginning[] {
  const { rule, first, zone } = series;
  if (!isZone(zone)) return [];
  const anchor = Temporal.Instant.from(first).toZonedDateTimeISO(zone).toPlainDateTime();
  const end = earlierOf(until, lastOf(rule.until, zone) ?? until);
  const start = laterOf(from, first);
  if (start > end) return [];
  const days = rule.count === null ? between(rule, anchor, start, end) : counted(rule, anchor);
  const real = days.flatMap((day) => beginningOf(day, zone));
  return real
    .slice(0, rule.count ?? real.length)
    .filter(({ at }) => at >= start && at <= end && at >= first);
}

/** A daily rule takes one step a day: enough for a slice, and for the rarest rule that counts to its end. */
const STEPS = { slice: 1000, counted: 2500 } as const;

/**
 * A wall clock and UTC differ by less than a day, so each slice is asked with a day more on both sides. Slices keep
 * the steps of the library few, however long ago it began.
 */
function between(
  rule: Rule,
  anchor: Temporal.PlainDateTime,
  start: Instant,
  end: Instant,
): readonly Temporal.PlainDateTime[] {
  const asked = library(rule, anchor, STEPS.slice);
  const found = new Set<string>();
  for (let from = start; from <= end; from = addMs(from, SLICE_MS)) {
    const until = earlierOf(addMs(from, SLICE_MS), end);
    const days = attempt(() =>
      asked.between(new Date(toMs(from) - DAY_MS), new Date(toMs(until) + DAY_MS), true),
    );
    for (const day of days) found.add(day.toString().slice(0, 19));
  }
  return [...found].map((day) => Temporal.PlainDateTime.from(day));
}

const SLICE_MS = 400 * DAY_MS;

/** Those that the clocks skip do not count, so a few more are asked for. */
function counted(rule: Rule, anchor: Temporal.PlainDateTime): readonly Temporal.PlainDateTime[] {
  const asked = (rule.count ?? 0) + SKIPPED_AT_MOST;
  const found: Temporal.PlainDateTime[] = [];
  attempt(() =>
    library(rule, anchor, STEPS.counted).all((day) => {
      found.push(Temporal.PlainDateTime.from(day.toString().slice(0, 19)));
      return found.length < asked && day.year < LAST_YEAR;
    }),
  );
  return found;
}

const SKIPPED_AT_MOST = 20;
/** Calendars of computers end; nobody plans that far. */
const LAST_YEAR = 9000;

function library({ pattern }: Rule, anchor: Temporal.PlainDateTime, steps: number): RRuleTemporal {
  return new RRuleTemporal({
    rruleString: `RRULE:${pattern}`,
    dtstart: anchor.toZonedDateTime('UTC'),
    maxIterations: steps,
    maxCandidateEvaluations: 20 * steps,
    cache: false,
  });
}

/** The library gives up by throwing, which here means: there is none. */
function attempt<Value>(ask: () => readonly Value[]): readonly Value[] {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && error.message.includes('exceeded')) return [];
    throw error;
  }
}

function beginningOf(day: Temporal.PlainDateTime, zone: string): readonly Beginning[] {
  const zoned = day.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (!zoned.toPlainDateTime().equals(day)) return [];
  return [
    { at: new Date(zoned.epochMilliseconds).toISOString(), day: day.toPlainDate().toString() },
  ];
}

/** The last instant of `UNTIL`: of a day its end in the zone; null without one. */
function lastOf(until: string | null, zone: string): Instant | null {
  const [, day, time] = /^(.{8})(?:T(.{6})Z)?$/.exec(until ?? '') ?? [];
  if (day === undefined) return null;
  const end =
    time === undefined
      ? Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1
      : Temporal.Instant.from(`${day}T${time}Z`).epochMilliseconds;
  return new Date(end).toISOString();
}
