// Times and durations as people type them in a comment. A time without a zone is UTC, like the timeline.
import {
  addMs,
  DAY_MS,
  type Instant,
  inUtc,
  isCalendarDay,
  parseInstant,
  toMs,
  utcDay,
} from '../model/instant.ts';
import { durationMs } from '../config/duration.ts';

/** A time at the beginning of a text, and the words behind it. */
export type Timed = { readonly at: Instant; readonly rest: string };

/**
 * Reads a leading `HH:MM`, `2026-11-21 09:24`, ISO 8601 instant or `2026-11-21`, also in brackets, with an offset
 * (`09:24+01:00`) or with a sign behind it. An hour alone is the last time that it was that late. Null where the text
 * begins with no time.
 */
export function readTime(text: string, now: Instant): Timed | null {
  const match = TIME.exec(text.trim());
  if (match === null) return null;
  const { day, hour, zone = '', iso, rest = '' } = match.groups ?? {};
  const offset = /[+-]/.test(zone) ? zone.trim().replace(/^([+-]\d{2}):?/, '$1:') : 'Z';
  const at =
    iso === undefined ? fromParts(day, { hour, offset }, now) : parseInstant(`${iso}${offset}`);
  return at === null ? null : { at, rest: rest.trim() };
}

/** What to say where a time that words begin with was meant to be that of a milestone; empty where they begin with none. */
export function typedTime(argument: string, name: 'mitigated' | 'resolved', now: Instant): string {
  const timed = readTime(argument, now);
  return timed === null || timed.at > now
    ? ''
    : `It counts from now; if ${inUtc(timed.at)} is when it was so, say \`/set ${name} ${timed.at.slice(0, 10)} ${timed.at.slice(11, 16)}\`.`;
}

/** The word behind a leading time that changes it and is not understood: the name of a zone, or half of the day. */
export function doubtfulZone(text: string): string | null {
  return ZONED.exec(text.trim())?.[1] ?? null;
}

/** Milliseconds of `30m`, `4h`, `7d`; null for anything else. */
export function readDuration(text: string): number | null {
  return /^[1-9][0-9]{0,3}[mhd]$/.test(text) ? durationMs(text) : null;
}

function fromParts(
  day: string | undefined,
  { hour, offset }: { readonly hour: string | undefined; readonly offset: string },
  now: Instant,
): Instant | null {
  if (day !== undefined)
    return isCalendarDay(day) ? parseInstant(`${day}T${padded(hour)}:00${offset}`) : null;
  const today = parseInstant(`${utcDay(now)}T${padded(hour)}:00${offset}`);
  if (today === null) return null;
  const latest = toMs(now) + A_CLOCK_MAY_BE_AHEAD_MS;
  return (
    [1, 0, -1].map((days) => addMs(today, days * DAY_MS)).find((at) => toMs(at) <= latest) ?? null
  );
}

function padded(hour = '00:00'): string {
  return hour.padStart(5, '0');
}

/** So far ahead of ours a clock may be, in milliseconds. */
export const A_CLOCK_MAY_BE_AHEAD_MS = 300_000;
const TIME =
  /^\[?(?:(?<iso>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)|(?<day>\d{4}-\d{2}-\d{2})(?: +(?<hour>\d{1,2}:\d{2}))?|(?<hour>\d{1,2}:\d{2}))(?<zone>Z| ?UTC| ?GMT| ?[+-]\d{2}:?\d{2})?\]?[,;:.]?(?=\s|$)(?:\s+[-–—](?=\s))?(?<rest>[\s\S]*)$/;
const ZONED =
  /^\[?(?:\d{4}-\d{2}-\d{2}[T ])?\d{1,2}:\d{2}(?::\d{2})? ?(C?E[SD]?T|CEST|EEST|WES?T|BST|[MPC][SD]T|MSK|[IJKH]ST|SGT|HKT|AE[SD]?T|AKST|AKDT|NZ[SD]T|[AaPp][Mm])\b/;
