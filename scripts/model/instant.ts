/** An instant as ISO 8601 UTC text with milliseconds (`2026-11-21T09:18:00.000Z`); text order is time order. */
export type Instant = string;

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
  if (text.length === BEGINNING.length && isInstant(text)) return text;
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

/** Reading a date costs more than all else that is done to an incident, and the same few instants come again and again. */
function isInstant(text: string): boolean {
  if (recent.has(text)) return true;
  if (instantFromMs(Date.parse(text)) !== text) return false;
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.add(text);
  return true;
}

const recent = new Set<Instant>();
const MOST_RECENT = 1000;

/** The instant of a Unix time in milliseconds; null outside 1970–9999 and for anything that is no number. */
export function instantFromMs(ms: number): Instant | null {
  if (!(ms >= 0 && ms <= MAX_MS)) return null;
  return new Date(ms).toISOString();
}

/** Unix time in milliseconds of an instant. */
export function toMs(instant: Instant): number {
  return Date.parse(instant);
}

/** The instant `ms` milliseconds later; earlier when negative. */
export function addMs(instant: Instant, ms: number): Instant {
  return new Date(toMs(instant) + ms).toISOString();
}

/** The UTC calendar day of an instant (`2026-11-21`). */
export function utcDay(instant: Instant): string {
  return instant.slice(0, 10);
}

/** Whether the calendar has a day written `2026-11-21`. */
export function isCalendarDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === day;
}

const MAX_MS = Date.parse('9999-12-31T23:59:59.999Z');
const ISO_DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})$/;
