// Where a maintenance stands, from the time alone: no commit and no rebuild is needed for it to begin or end.
import type { MaintenancePhase } from '../model/incident.ts';
import { addMs, earlierOf, type Instant, toMs } from '../model/instant.ts';
import type { MaintenanceWindow, Occurrence } from '../model/maintenance.ts';
import { nextOccurrence, occurrencesIn, once } from './occurrences.ts';
import {
  EARLY_MS,
  goesOn,
  inOrder,
  isPutOff,
  LOOK_BACK_MS,
  openingOf,
  type PlannedWork,
  wordsIn,
} from './words.ts';

/** The time that matters now: the running one, else the next, else the last; and where it stands. */
export type CurrentOccurrence = Occurrence & { readonly phase: MaintenancePhase };

/** The occurrence that people ask about at `now`. */
export function currentOccurrence(work: PlannedWork, now: Instant): CurrentOccurrence {
  const { window } = work;
  const ended = endOfWork(work);
  const near = occurrencesIn(window, addMs(now, -LOOK_BACK_MS), addMs(now, EARLY_MS + 1)).filter(
    (each) =>
      !each.cancelled &&
      hasBegun(work, each, now) &&
      (ended === null || hasBegun(work, each, ended)),
  );
  const running = near.findLast((each) => each.until > now);
  const last = near.at(-1);
  const late = last !== undefined && isLate(work, last, now) ? last : undefined;
  const next = ended === null ? nextOccurrence(window, now) : null;
  const found =
    running ??
    late ??
    next ??
    last ??
    (ended === null ? null : lastBefore(window, ended)) ??
    once(window);
  return { ...found, phase: phaseOf(work, found, now) };
}

/** Where one time of a work stands at `now`. What people say begins it early and keeps it running past its planned end. */
export function phaseOf(work: PlannedWork, occurrence: Occurrence, now: Instant): MaintenancePhase {
  const isOver = occurrence.until <= now && !isLate(work, occurrence, now);
  if (endOfWork(work) !== null || isOver) return 'completed';
  if (!hasBegun(work, occurrence, now)) return 'scheduled';
  const said = wordsIn(work, occurrence).findLast(({ at }) => at <= now);
  if (said?.status === 'completed') return 'completed';
  if (said !== undefined && isPutOff(said)) return 'scheduled';
  return said?.status === 'verifying' ? 'verifying' : 'in_progress';
}

/** Whether one time of a work has begun: by the clock, or early as people said. */
export function hasBegun(work: PlannedWork, occurrence: Occurrence, now: Instant): boolean {
  return occurrence.from <= now || openingOf(work, occurrence) <= now;
}

/** When one time of a work began, or is to begin. */
export function beginOfOccurrence(
  work: PlannedWork,
  occurrence: Occurrence,
  now: Instant,
): Instant {
  const opening = openingOf(work, occurrence);
  return opening <= now ? opening : occurrence.from;
}

/** Whether people said after the planned end that it goes on, and not yet that it is over. */
export function isLate(work: PlannedWork, occurrence: Occurrence, now: Instant): boolean {
  if (occurrence.until > now || endOfWork(work) !== null) return false;
  const last = wordsIn(work, occurrence).findLast(({ at }) => at <= now);
  if (last === undefined || last.at < occurrence.until || !goesOn(last)) return false;
  return followedAt(work, occurrence, now) === null;
}

/**
 * When one time of a work really ended: at its planned end, or when people said so for good; null while they say it goes
 * on. What was called done and then gone on with is one stretch.
 */
export function endOfOccurrence(
  work: PlannedWork,
  occurrence: Occurrence,
  now: Instant,
): Instant | null {
  const { until } = occurrence;
  const ended = endOfWork(work);
  const words = wordsIn(work, occurrence).filter(({ at }) => at <= now);
  const last = words.findLastIndex(goesOn);
  const said = words
    .slice(last + 1)
    .find((word) => word.status === 'completed' || isPutOff(word))?.at;
  if ((words[last]?.at ?? '') >= until) return said ?? ended ?? followedAt(work, occurrence, now);
  const early = earlierOf(said ?? until, until);
  return ended !== null && hasBegun(work, occurrence, ended) ? earlierOf(ended, early) : early;
}

/** When the next time of a recurring work began; null where it did not yet. */
function followedAt({ window }: PlannedWork, { until }: Occurrence, now: Instant): Instant | null {
  const next = window.recurs === undefined ? null : nextOccurrence(window, until);
  return next !== null && next.from <= now ? next.from : null;
}

/** The time that is over by the clock alone and of which people may still speak: nobody said that it is over. */
export function endedUntold(work: PlannedWork, now: Instant): Occurrence | null {
  const { window } = work;
  if (endOfWork(work) !== null) return null;
  const last = occurrencesIn(window, addMs(now, -LOOK_BACK_MS), now).findLast(
    (each) => !each.cancelled,
  );
  if (last === undefined || last.until > now || isLate(work, last, now)) return null;
  if (wordsIn(work, last).at(-1)?.status === 'completed') return null;
  if (window.recurs === undefined) return last;
  const next = nextOccurrence(window, now);
  const since = toMs(now) - toMs(last.until);
  const isNear = since < EARLY_MS && (next === null || since < toMs(next.from) - toMs(now));
  return isNear && currentOccurrence(work, now).phase === 'scheduled' ? last : null;
}

/** The last word where it says that the work is under way, or done, at a time of which it is no word; and the time that it may mean. */
export function unheardWord(
  work: PlannedWork,
  now: Instant,
): { readonly word: PlannedWork['updates'][number]; readonly next: Occurrence } | null {
  const { phase, ...next } = currentOccurrence(work, now);
  const word = inOrder(work.updates).findLast(({ at }) => at <= now);
  if (phase === 'completed' || word === undefined) return null;
  const past = occurrencesIn(work.window, addMs(now, -LOOK_BACK_MS), now).filter(
    (each) => !each.cancelled,
  );
  if (word.status === 'completed') {
    const isFirst = past.every(({ from }) => from === next.from);
    return isFirst && word.at < openingOf(work, next) ? { word, next } : null;
  }
  if (phase !== 'scheduled' || !goesOn(word)) return null;
  const last = past.at(-1);
  const isOfLast =
    last !== undefined && (word.at < last.until || wordsIn(work, last).includes(word));
  return isOfLast ? null : { word, next };
}

/** When people ended the whole work; null while it is planned or under way. */
export function endOfWork({ state, at, window }: PlannedWork): Instant | null {
  if (state !== 'resolved' && state !== 'closed') return null;
  return at.resolved ?? at.closed ?? window.until;
}

function lastBefore(window: MaintenanceWindow, ended: Instant): Occurrence | null {
  const before = occurrencesIn(window, addMs(ended, -LOOK_BACK_MS), addMs(ended, 1));
  return before.findLast((each) => !each.cancelled) ?? null;
}
