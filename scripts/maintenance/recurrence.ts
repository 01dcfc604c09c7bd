// The only file that asks the recurrence library. It computes days on a clock without daylight saving; this file puts
// them on the clocks of the zone. A time that the clocks skip is no occurrence, and of a repeated one the first counts (RFC 5545).
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { addMs, earlierOf, type Instant, laterOf } from '../model/instant.ts';
import type { Rule } from './rule.ts';

/** A beginning: the instant, and the day of the zone that it lies on. */
export type Beginning = { readonly at: Instant; readonly day: string };

/** A rule with what it starts from. */
export type Series = { readonly rule: Rule; readonly first: Instant; readonly zone: string };

/** The beginnings from `from` until `until`, both included, oldest first; at most a year's worth is asked of the library. */
export function beginningsBetween(
  series: Series,
  from: Instant,
  until: Instant,
): readonly Beginning[] {
  const { rule, first, zone } = series;
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

/** A daily rule takes one step a day; a rule that finds nothing in twenty years of days will not find it later. */
const MOST_STEPS = 8000;
const DAY_MS = 86_400_000;

/** A wall clock and UTC differ by less than a day, so the range is asked with a day more on both sides. */
function between(
  rule: Rule,
  anchor: Temporal.PlainDateTime,
  start: Instant,
  end: Instant,
): readonly Temporal.PlainDateTime[] {
  return attempt(() =>
    library(rule, anchor)
      .between(new Date(addMs(start, -DAY_MS)), new Date(addMs(end, DAY_MS)), true)
      .map((day) => Temporal.PlainDateTime.from(day.toString().slice(0, 19))),
  );
}

/** Those that the clocks skip do not count, so a few more are asked for. */
function counted(rule: Rule, anchor: Temporal.PlainDateTime): readonly Temporal.PlainDateTime[] {
  const asked = (rule.count ?? 0) + SKIPPED_AT_MOST;
  const found: Temporal.PlainDateTime[] = [];
  attempt(() =>
    library(rule, anchor).all((day) => {
      found.push(Temporal.PlainDateTime.from(day.toString().slice(0, 19)));
      return found.length < asked;
    }),
  );
  return found;
}

const SKIPPED_AT_MOST = 20;

function library({ pattern }: Rule, anchor: Temporal.PlainDateTime): RRuleTemporal {
  return new RRuleTemporal({
    rruleString: `RRULE:${pattern}`,
    dtstart: anchor.toZonedDateTime('UTC'),
    maxIterations: MOST_STEPS,
    maxCandidateEvaluations: 20 * MOST_STEPS,
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
