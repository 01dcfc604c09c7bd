// Times on the pages for people inside, which speak English.
import type { Instant } from '../../../scripts/model/instant.ts';
import { speechOf, type Time } from '../../../scripts/speech/speech.ts';

const english = speechOf('en');

/** `21 November 2026, 09:18 UTC` */
export function moment(instant: Instant): Time {
  return english.moment(instant);
}

/** `21 November 2026` */
export function longDay(day: string): Time {
  return english.longDay(day);
}

/** `42 minutes`, `1 hour 12 minutes`, `2 days 3 hours`. */
export function duration(from: Instant, until: Instant): string {
  return english.duration(from, until);
}

/** `21 November` */
export function shortDay(day: string): Time {
  return english.shortDay(day);
}

/** `21 November 2026, 09:18 to 10:30 UTC`; over midnight both ends carry their date. */
export function span(from: Instant, until: Instant): string {
  return english.span(from, until).text;
}

/** A number of minutes in its two largest units. */
export function minutesInWords(minutes: number): string {
  return english.minutes(minutes);
}
