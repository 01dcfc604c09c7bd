// Times as people read them. Always UTC and always absolute: a stored page must not become a lie.
import { toMs, utcDay, type Instant } from '../../../scripts/model/instant.ts';
import { counted } from './words.ts';

/** A time for a `<time>` element: what people read and what machines read. */
export type Time = { readonly text: string; readonly machine: string };

/** `09:18 UTC` */
export function clock(instant: Instant): Time {
  return { text: `${hoursAndMinutes(instant)} UTC`, machine: instant };
}

/** `21 November 2026, 09:18 UTC` */
export function moment(instant: Instant): Time {
  return {
    text: `${longDay(utcDay(instant)).text}, ${hoursAndMinutes(instant)} UTC`,
    machine: instant,
  };
}

/** The clock time when it is on `day`, otherwise the date as well. */
export function momentSeenFrom(day: string, instant: Instant): Time {
  return utcDay(instant) === day ? clock(instant) : moment(instant);
}

/** `21 November 2026` */
export function longDay(day: string): Time {
  return { text: format(day, { day: 'numeric', month: 'long', year: 'numeric' }), machine: day };
}

/** `21 November` */
export function shortDay(day: string): Time {
  return { text: format(day, { day: 'numeric', month: 'long' }), machine: day };
}

/** `Sat 21 Nov` */
export function weekday(day: string): Time {
  return {
    text: format(day, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', ''),
    machine: day,
  };
}

/** `November 2026` for `2026-11`. */
export function monthName(month: string): Time {
  return { text: format(`${month}-01`, { month: 'long', year: 'numeric' }), machine: month };
}

/** `21 November 2026, 09:18 to 10:30 UTC`; over midnight both ends carry their date. */
export function span(from: Instant, until: Instant): string {
  if (utcDay(from) === utcDay(until)) {
    return `${longDay(utcDay(from)).text}, ${hoursAndMinutes(from)} to ${hoursAndMinutes(until)} UTC`;
  }
  return `${moment(from).text} to ${moment(until).text}`;
}

/** `09:18 to 10:30 UTC`, with dates where an end lies on another day than `day`. */
export function spanSeenFrom(day: string, from: Instant, until: Instant): string {
  if (utcDay(from) === day && utcDay(until) === day)
    return `${hoursAndMinutes(from)} to ${hoursAndMinutes(until)} UTC`;
  return `${momentSeenFrom(day, from).text} to ${momentSeenFrom(day, until).text}`;
}

/** `42 minutes`, `1 hour 12 minutes`, `2 days 3 hours`. */
export function duration(from: Instant, until: Instant): string {
  return minutesInWords(Math.floor((toMs(until) - toMs(from)) / 60_000));
}

/** A number of minutes in its two largest units. */
export function minutesInWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute';
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = Math.floor(minutes % 60);
  const parts =
    days > 0
      ? [part(days, 'day'), part(hours, 'hour')]
      : [part(hours, 'hour'), part(rest, 'minute')];
  return parts.filter((text) => text !== '').join(' ');
}

function part(count: number, unit: string): string {
  return count === 0 ? '' : counted(count, unit);
}

function hoursAndMinutes(instant: Instant): string {
  return instant.slice(11, 16);
}

function format(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
