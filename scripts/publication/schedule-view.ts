// When a maintenance takes place, as customers may see it.
import { occurrencesIn } from '../maintenance/occurrences.ts';
import {
  beginOfOccurrence,
  endOfOccurrence,
  endOfWork,
  hasBegun,
  isLate,
  phaseOf,
} from '../maintenance/phase.ts';
import { EARLY_MS, type PlannedWork } from '../maintenance/words.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, type Instant, laterOf } from '../model/instant.ts';
import type { Occurrence } from '../model/maintenance.ts';
import type { OccurrenceView, ScheduleView } from './view.ts';

/** How many times of one maintenance a page, feed or calendar names at most. */
const COMING_SHOWN = 30;
const PAST_SHOWN = 20;
const DAY_MS = 86_400_000;
const BACK_MS = 90 * DAY_MS;
const AHEAD_MS = 400 * DAY_MS;

/** A maintenance as work with a window; null for an incident, and without a window. */
export function workOf({ kind, state, at, updates, window }: Incident): PlannedWork | null {
  return kind === 'maintenance' && window !== null ? { state, at, updates, window } : null;
}

/** The schedule of a maintenance; what had not ended when it was called off is cancelled. */
export function viewSchedule(
  work: PlannedWork,
  now: Instant,
  calledOffAt: Instant | null,
): ScheduleView {
  const { recurs, remindMs = [] } = work.window;
  const ended = endOfWork(work);
  const shown = occurrencesNear(work, now).filter(
    (each) => ended === null || hasBegun(work, each, ended) || recurs === undefined,
  );
  const coming = shown.filter((each) => each.until > now).slice(0, COMING_SHOWN);
  const past = shown.filter((each) => each.until <= now).slice(-PAST_SHOWN);
  return {
    recurs: recurs === undefined ? null : { rule: recurs.rule, zone: recurs.zone },
    occurrences: [...past, ...coming].map((each) => viewOccurrence(work, each, now, calledOffAt)),
    reminders: remindMs
      .map((ms) => Math.round(ms / 60_000))
      .toSorted((left, right) => right - left),
  };
}

/**
 * The times that took place, or do now, between two instants; `until` null past the planned end. What had not ended when
 * the work was called off did not take place.
 */
export function heldBetween(
  work: PlannedWork,
  from: Instant,
  now: Instant,
  calledOffAt: Instant | null = null,
): readonly { readonly from: Instant; readonly until: Instant | null }[] {
  const ended = endOfWork(work);
  return occurrencesIn(work.window, from, addMs(now, EARLY_MS))
    .filter((each) => !each.cancelled && (calledOffAt === null || each.until <= calledOffAt))
    .map((each) => ({
      from: beginOfOccurrence(work, each, now),
      until: endOfOccurrence(work, each, now),
    }))
    .filter((each) => each.from <= now && (ended === null || each.from < ended));
}

function occurrencesNear({ window }: PlannedWork, now: Instant): readonly Occurrence[] {
  if (window.recurs === undefined) return occurrencesIn(window, window.from, window.until);
  return occurrencesIn(window, laterOf(window.from, addMs(now, -BACK_MS)), addMs(now, AHEAD_MS));
}

function viewOccurrence(
  work: PlannedWork,
  occurrence: Occurrence,
  now: Instant,
  calledOffAt: Instant | null,
): OccurrenceView {
  const { day, from, until } = occurrence;
  if (occurrence.cancelled || (calledOffAt !== null && until > calledOffAt))
    return { day, from, until, startedAt: null, endedAt: null, late: false, status: 'cancelled' };
  const status = phaseOf(work, occurrence, now);
  return {
    day,
    from,
    until,
    startedAt: status === 'scheduled' ? null : beginOfOccurrence(work, occurrence, now),
    endedAt: status === 'completed' ? endOfOccurrence(work, occurrence, now) : null,
    late: isLate(work, occurrence, now),
    status,
  };
}
