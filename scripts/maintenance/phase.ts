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

/** Where one time of a work stands at `now`. What people said after its planned end keeps it running. */
export function phaseOf(work: PlannedWork, occurrence: Occurrence, now: Instant): MaintenancePhase {
  const isOver = occurrence.until <= now && !isLate(work, occurrence, now);
  if (endOfWork(work) !== null || isOver) return 'completed';
  if (occurrence.from > now) return 'scheduled';
  const said = wordsIn(work, occurrence).findLast(({ at }) => at <= now);
  if (said?.status === 'completed') return 'completed';
  return said?.status === 'verifying' ? 'verifying' : 'in_progress';
}

/** Whether people said after the planned end that it goes on, and not yet that it is over. */
export function isLate(work: PlannedWork, occurrence: Occurrence, now: Instant): boolean {
  if (occurrence.until > now || endOfWork(work) !== null) return false;
  const last = wordsIn(work, occurrence).findLast(({ at }) => at <= now);
  return last !== undefined && last.at >= occurrence.until && goesOn(last);
}

/** When one time of a work really ended: at its planned end, or when people said so; null while they say it goes on. */
export function endOfOccurrence(
  work: PlannedWork,
  occurrence: Occurrence,
  now: Instant,
): Instant | null {
  const { from, until } = occurrence;
  const ended = endOfWork(work);
  const words = wordsIn(work, occurrence).filter(({ at }) => at <= now);
  const goingOn = words.findLast((update) => update.at >= until && goesOn(update));
  const said = words.find(
    (update) =>
      update.status === 'completed' &&
      (goingOn === undefined ? update.at < until : update.at >= goingOn.at),
  )?.at;
  if (goingOn !== undefined) return said ?? ended;
  const early = said ?? until;
  return ended !== null && ended >= from ? earlierOf(ended, early) : early;
}

type Words = PlannedWork['updates'];

/** What was said from the beginning of one time to that of the next, in order; what was announced is no word on it. */
function wordsIn({ updates, window }: PlannedWork, { from, until }: Occurrence): Words {
  const said = updates
    .filter(({ at, status }) => at >= from && status !== 'scheduled')
    .toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
  if (window.recurs === undefined || said.every(({ at }) => at < until)) return said;
  const next = nextOccurrence(window, from);
  return next === null ? said : said.filter(({ at }) => at < next.from);
}

function goesOn({ status }: Words[number]): boolean {
  return status === 'in_progress' || status === 'verifying';
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
