// When a maintenance takes place: everything that asks this (decisions, pages, calendars) asks here.
import { addMs, DAY_MS, type Instant, toMs, utcDay } from '../model/instant.ts';
import type { MaintenanceWindow, Occurrence } from '../model/maintenance.ts';
import { type Beginning, beginningsBetween } from './recurrence.ts';
import { readRule } from './rule.ts';

/** The times that touch the span from `from` to `until`, called-off ones included, oldest first. */
export function occurrencesIn(
  window: MaintenanceWindow,
  from: Instant,
  until: Instant,
): readonly Occurrence[] {
  const length = toMs(window.until) - toMs(window.from);
  const { recurs } = window;
  if (recurs === undefined) return window.from < until && window.until > from ? [once(window)] : [];
  const except = new Set(recurs.except);
  return beginningsOf(window, addMs(from, -length), until)
    .map(({ at, day }) => ({ day, from: at, until: addMs(at, length), cancelled: except.has(day) }))
    .filter((each) => each.from < until && each.until > from);
}

/** The time that holds an instant; null when nothing takes place then. */
export function occurrenceAt(window: MaintenanceWindow, at: Instant): Occurrence | null {
  if (at < window.from) return null;
  if (window.recurs === undefined) return at < window.until ? once(window) : null;
  const known = days.get(window);
  const day = at.slice(0, 10);
  const found =
    known?.day === day
      ? known.occurrences
      : occurrencesIn(window, `${day}T00:00:00.000Z`, addMs(`${day}T00:00:00.000Z`, DAY_MS));
  days.set(window, { day, occurrences: found });
  return found.find((each) => !each.cancelled && each.from <= at && at < each.until) ?? null;
}

/** The first time that begins after an instant and is not called off; null when none does within about three years. */
export function nextOccurrence(window: MaintenanceWindow, after: Instant): Occurrence | null {
  for (const days of [40, 400, 1100]) {
    const found = occurrencesIn(window, after, addMs(after, days * DAY_MS)).find(
      (each) => each.from > after && !each.cancelled,
    );
    if (found !== undefined) return found;
  }
  return null;
}

/** The only time of a window, or the first of a recurring one. */
export function once({ from, until }: MaintenanceWindow): Occurrence {
  return { day: utcDay(from), from, until, cancelled: false };
}

/** What each window was asked for last: most questions of a day are about that day. */
const days = new WeakMap<
  MaintenanceWindow,
  { readonly day: string; readonly occurrences: readonly Occurrence[] }
>();

function beginningsOf(
  { from: first, recurs }: MaintenanceWindow,
  from: Instant,
  until: Instant,
): readonly Beginning[] {
  const read = recurs === undefined ? null : readRule(recurs.rule);
  if (recurs === undefined || read?.kind !== 'rule') return [];
  return beginningsBetween({ rule: read.rule, first, zone: recurs.zone }, from, until);
}
