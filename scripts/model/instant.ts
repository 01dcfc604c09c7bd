/** An instant as ISO 8601 UTC text with milliseconds (`2026-11-21T09:18:00.000Z`); text order is time order. */
export type Instant = string;

/** A minute in milliseconds. */
export const MINUTE_MS = 60_000;
/** An hour in milliseconds. */
export const HOUR_MS = 60 * MINUTE_MS;
/** A day of UTC in milliseconds. */
export const DAY_MS = 24 * HOUR_MS;

const MAX_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Before every instant that anything states; stands where none is known. */
export const BEGINNING: Instant = '1970-01-01T00:00:00.000Z';

/** The later of two instants. */
export function laterOf(left: Instant, right: Instant): Instant {
  return left > right ? left : right;
}

/** The earlier of two instants. */
export function earlierOf(left: Instant, right: Instant): Instant {
  return left < right ? left : right;
}

/** Reads any ISO 8601 date-time that names its zone; anything else, or a year outside 1970–9999, gives null. */
export function parseInstant(text: string): Instant | null {
  if (isInstant(text)) return text;
  const whole = wholeOf(text);
  if (whole !== null && isInstant(whole)) return whole;
  const match = ISO_DATE_TIME.exec(text.trim());
  if (match === null) return null;
  const [, date = '', hours, minutes, seconds = '00', fraction = '', zone = ''] = match;
  if (!isCalendarDay(date)) return null;
  const millis = fraction.padEnd(3, '0').slice(0, 3);
  const offset =
    zone === 'Z' || zone === 'z'
      ? 'Z'
      : zone.includes(':')
        ? zone
        : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  return instantFromMs(Date.parse(`${date}T${hours}:${minutes}:${seconds}.${millis}${offset}`));
}

/** The instant of a Unix time in milliseconds; null outside 1970–9999 and for anything that is no number. */
export function instantFromMs(ms: number): Instant | null {
  if (!(ms >= 0 && ms <= MAX_MS)) return null;
  return new Date(ms).toISOString();
}

/** Unix time in milliseconds of an instant. */
export function toMs(instant: Instant): number {
  if (!isInstant(instant)) return Date.parse(instant);
  const day = dayNumber(
    pair(instant, 0) * 100 + pair(instant, 2),
    pair(instant, 5),
    pair(instant, 8),
  );
  const hours = pair(instant, 11);
  const minutes = pair(instant, 14);
  const seconds = pair(instant, 17);
  const millis = pair(instant, 20) * 10 + instant.charCodeAt(22) - ZERO;
  return day * DAY_MS + hours * HOUR_MS + minutes * 60_000 + seconds * 1000 + millis;
}

/** The instant `ms` milliseconds later; earlier when negative. */
export function addMs(instant: Instant, ms: number): Instant {
  const at = toMs(instant) + ms;
  if (!(at >= 0 && at <= MAX_MS)) return new Date(at).toISOString();
  const day = Math.floor(at / DAY_MS);
  const clock = at - day * DAY_MS;
  const hours = Math.floor(clock / HOUR_MS);
  const minutes = Math.floor(clock / 60_000) % 60;
  const seconds = Math.floor(clock / 1000) % 60;
  const millis = Math.floor(clock % 1000);
  return `${dayText(day)}T${PAIRS[hours]}:${PAIRS[minutes]}:${PAIRS[seconds]}.${Math.floor(millis / 100)}${PAIRS[millis % 100]}Z`;
}

/** An instant as people read it, to the minute: `2026-11-21 09:18 UTC`. */
export function inUtc(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** The UTC calendar day of an instant (`2026-11-21`). */
export function utcDay(instant: Instant): string {
  return instant.slice(0, 10);
}

/** Whether the calendar has a day written `2026-11-21`. */
export function isCalendarDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  const days = daysOf(pair(day, 0) * 100 + pair(day, 2), pair(day, 5));
  return pair(day, 8) >= 1 && pair(day, 8) <= days;
}

// Whoever replays a year of signals reads, adds and compares instants millions of times: by hand that costs a fraction
// of what `Date` takes, to which everything is left that only looks like an instant.
const ZERO = 48;
const PAIRS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const SHAPE = 'dddd-dd-ddTdd:dd:dd.dddZ';
const MOST_DAYS = 1000;
const dayTexts = new Map<number, string>();

/** UTC as people write it, to the minute or the second, with what is left out; null for anything else. */
function wholeOf(text: string): string | null {
  if (text.length === 17 && text[16] === 'Z') return `${text.slice(0, 16)}:00.000Z`;
  return text.length === 20 && text[19] === 'Z' ? `${text.slice(0, 19)}.000Z` : null;
}

/** Whether a text is an instant exactly as this file writes them. */
function isInstant(text: string): boolean {
  if (text.length !== SHAPE.length) return false;
  for (let at = 0; at < SHAPE.length; at += 1) {
    const code = text.charCodeAt(at);
    const expected = SHAPE.charCodeAt(at);
    if (expected === DIGIT ? code < ZERO || code > ZERO + 9 : code !== expected) return false;
  }
  const year = pair(text, 0) * 100 + pair(text, 2);
  const days = daysOf(year, pair(text, 5));
  const day = pair(text, 8);
  const isDay = year >= 1970 && day >= 1 && day <= days;
  return isDay && pair(text, 11) < 24 && pair(text, 14) < 60 && pair(text, 17) < 60;
}

/** How many days a month has; none where there is no such month. */
function daysOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DIGIT = SHAPE.charCodeAt(0);

/** The number that two digits are. */
function pair(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

/** Days since 1970; years are counted from March, so that a leap day is their last one. */
function dayNumber(year: number, month: number, day: number): number {
  const begun = month > 2 ? year : year - 1;
  const leapDays = Math.floor(begun / 4) - Math.floor(begun / 100) + Math.floor(begun / 400);
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return begun * 365 + leapDays + dayOfYear - DAYS_BEFORE_1970;
}

const DAYS_BEFORE_1970 = 719_468;

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  if (dayTexts.size >= MOST_DAYS) dayTexts.clear();
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  dayTexts.set(day, text);
  return text;
}

const ISO_DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})$/;
