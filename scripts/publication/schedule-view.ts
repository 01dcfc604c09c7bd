// When a maintenance takes place, as customers may see it.
import { occurrencesIn, once } from '../maintenance/occurrences.ts';
import {
  beginOfOccurrence,
  endOfOccurrence,
  endOfWork,
  hasBegun,
  isLate,
  phaseOf,
} from '../maintenance/phase.ts';
import { EARLY_MS, type PlannedWork, putOffBefore, wordsIn } from '../maintenance/words.ts';
import { addMs, DAY_MS, type Instant, laterOf } from '../model/instant.ts';
import type { Occurrence } from '../model/maintenance.ts';
import type { OccurrenceView, ScheduleView } from './view.ts';

/** How many times of one maintenance a page, feed or calendar names at most. */
const COMING_SHOWN = 30;
const PAST_SHOWN = 20;
const BACK_MS = 90 * DAY_MS;
const AHEAD_MS = 400 * DAY_MS;

/** The schedule of a maintenance; what had not ended when it was called off is cancelled, also where it ran. */
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

/** A time that took place, or does now; `until` null past the planned end, `isCut` where it was called off while it ran. */
export type Held = {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly isCut: boolean;
};

/** The times that took place, or do now, between two instants. */
export function heldBetween(
  work: PlannedWork,
  from: Instant,
  now: Instant,
  calledOffAt: Instant | null = null,
): readonly Held[] {
  return occurrencesIn(work.window, from, addMs(now, EARLY_MS)).flatMap(
    (each) => heldOf(work, each, now, calledOffAt) ?? [],
  );
}

/** The same, with what ran for a while before its window and was then put off. */
export function ranBetween(
  work: PlannedWork,
  from: Instant,
  now: Instant,
  calledOffAt: Instant | null,
): readonly Omit<Held, 'isCut'>[] {
  return [...putOffBetween(work, from, now), ...heldBetween(work, from, now, calledOffAt)];
}

/** The times that ran for a while before their window and were then put off. */
export function putOffBetween(work: PlannedWork, from: Instant, now: Instant): readonly Held[] {
  const { window } = work;
  const near =
    window.recurs === undefined
      ? [once(window)]
      : occurrencesIn(window, from, addMs(now, EARLY_MS)).filter(({ cancelled }) => !cancelled);
  return near
    .flatMap((each) => putOffBefore(work, each))
    .filter(({ until }) => until > from && until <= now)
    .map((ran) => ({ ...ran, isCut: true }));
}

/** How one time took place; null where it did not. What people call off afterwards, and never spoke of, did not take place. */
function heldOf(
  work: PlannedWork,
  occurrence: Occurrence,
  now: Instant,
  calledOffAt: Instant | null,
): Held | null {
  const ended = endOfWork(work);
  const from = beginOfOccurrence(work, occurrence, now);
  if (occurrence.cancelled || from > now || (ended !== null && from >= ended)) return null;
  const until = endOfOccurrence(work, occurrence, now);
  if (calledOffAt === null) return { from, until, isCut: false };
  if (from >= calledOffAt) return null;
  if (until === null || until > calledOffAt) return { from, until: calledOffAt, isCut: true };
  const isKnown = work.window.recurs !== undefined || wordsIn(work, occurrence).length > 0;
  return isKnown ? { from, until, isCut: false } : null;
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
  const held = calledOffAt === null ? null : heldOf(work, occurrence, now, calledOffAt);
  const isOff = calledOffAt !== null && (held === null || held.isCut);
  if (occurrence.cancelled || isOff)
    return {
      day,
      from,
      until,
      startedAt: held?.from ?? null,
      endedAt: held?.until ?? null,
      late: false,
      status: 'cancelled',
    };
  const status = phaseOf(work, occurrence, now);
  const isStopped = status === 'scheduled' && hasBegun(work, occurrence, now);
  return {
    day,
    from,
    until,
    startedAt: status === 'scheduled' ? null : beginOfOccurrence(work, occurrence, now),
    endedAt: isStopped || status === 'completed' ? endOfOccurrence(work, occurrence, now) : null,
    late: isLate(work, occurrence, now),
    status,
  };
}
