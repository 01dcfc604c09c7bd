// Where a maintenance stands, from the time alone: no commit and no rebuild is needed for it to begin or end.
import type { Incident, MaintenancePhase } from '../model/incident.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import type { MaintenanceWindow, Occurrence } from '../model/maintenance.ts';
import { nextOccurrence, occurrencesIn, once } from './occurrences.ts';

/** The time that matters now: the running one, else the next, else the last; and where it stands. */
export type CurrentOccurrence = Occurrence & { readonly phase: MaintenancePhase };

/** A planned work with the facts of its incident that end it early. */
export type PlannedWork = Pick<Incident, 'state' | 'at' | 'updates'> & {
  readonly window: MaintenanceWindow;
};

/** The occurrence that people ask about at `now`. */
export function currentOccurrence(work: PlannedWork, now: Instant): CurrentOccurrence {
  const { window } = work;
  const ended = endOfWork(work);
  const near = occurrencesIn(window, addMs(now, -LOOK_BACK_MS), addMs(now, 1)).filter(
    (each) => !each.cancelled && (ended === null || each.from <= ended),
  );
  const running = near.findLast((each) => each.until > now && each.from <= now);
  const next = ended === null ? nextOccurrence(window, now) : null;
  const found =
    running ??
    next ??
    near.at(-1) ??
    (ended === null ? null : lastBefore(window, ended)) ??
    once(window);
  return { ...found, phase: phaseOf(work, found, now) };
}

/** Where one time of a work stands at `now`. */
export function phaseOf(work: PlannedWork, occurrence: Occurrence, now: Instant): MaintenancePhase {
  if (endOfWork(work) !== null || occurrence.until <= now) return 'completed';
  if (occurrence.from > now) return 'scheduled';
  const said = work.updates
    .filter((update) => update.at >= occurrence.from && update.at <= now)
    .reduce<PlannedWork['updates'][number] | null>(
      (latest, update) => (latest === null || update.at >= latest.at ? update : latest),
      null,
    );
  if (said?.status === 'completed') return 'completed';
  return said?.status === 'verifying' ? 'verifying' : 'in_progress';
}

/** When one time of a work really ended: at its planned end, or earlier when people said so. */
export function endOfOccurrence(work: PlannedWork, { from, until }: Occurrence): Instant {
  const ended = endOfWork(work);
  const said = work.updates.find(
    (update) => update.status === 'completed' && update.at >= from && update.at < until,
  )?.at;
  const early = said ?? until;
  return ended !== null && ended >= from ? earlierOf(ended, early) : early;
}

/** When people ended the whole work; null while it is planned or under way. */
export function endOfWork({ state, at, window }: PlannedWork): Instant | null {
  if (state !== 'resolved' && state !== 'closed') return null;
  return at.resolved ?? at.closed ?? window.until;
}

/** Longer than any window that `validate` lets pass recurs. */
const LOOK_BACK_MS = 400 * 86_400_000;

function lastBefore(window: MaintenanceWindow, ended: Instant): Occurrence | null {
  const before = occurrencesIn(window, addMs(ended, -LOOK_BACK_MS), addMs(ended, 1));
  return before.findLast((each) => !each.cancelled) ?? null;
}
