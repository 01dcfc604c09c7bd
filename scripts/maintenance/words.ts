// Which of the things that people said of planned work belong to which of its times.
import type { Incident } from '../model/incident.ts';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import type { MaintenanceWindow, Occurrence } from '../model/maintenance.ts';
import { nextOccurrence, occurrencesIn } from './occurrences.ts';

/** A planned work with the facts of its incident that begin and end it. */
export type PlannedWork = Pick<Incident, 'state' | 'at' | 'updates'> & {
  readonly window: MaintenanceWindow;
};

/** How long before its window a work may be begun, and after it one that recurs may be said to go on; else it is no word on it. */
export const EARLY_MS = 4 * 3_600_000;

/** Longer than any window that `validate` lets pass recurs. */
export const LOOK_BACK_MS = 400 * 86_400_000;

type Words = PlannedWork['updates'];

/** What was said of one time until the next begins, in order; what was announced is no word on it. */
export function wordsIn(work: PlannedWork, occurrence: Occurrence): Words {
  const opening = openingOf(work, occurrence);
  const said = inOrder(work).filter(({ at }) => at >= opening);
  if (work.window.recurs === undefined || said.every(({ at }) => at < occurrence.until))
    return said;
  const next = nextOccurrence(work.window, occurrence.from);
  if (next === null) return said;
  const end = openingOf(work, next);
  const own = said.filter(({ at }) => at < end);
  // Days after its end nobody speaks of a time that comes again.
  const after = own.findIndex(({ at }) => at >= occurrence.until);
  const isLate = (own[after]?.at ?? '') > addMs(occurrence.until, EARLY_MS);
  return isLate ? own.slice(0, after) : own;
}

/** When one time begins: with its window, or earlier with the word that it is under way. */
export function openingOf(work: PlannedWork, { from }: Occurrence): Instant {
  const soonest = addMs(from, -EARLY_MS);
  const isEarly = (update: Words[number]): boolean =>
    goesOn(update) && update.at >= soonest && update.at < from;
  if (!work.updates.some(isEarly)) return from;
  const said = inOrder(work);
  const before = timeBefore(work.window, from);
  if (before === null) return said.find(isEarly)?.at ?? from;
  // What goes on past its end is spoken of until somebody ends it; else people mean the time that is nearer.
  const since = said.filter(({ at }) => at >= before.until);
  const isOfThis = (update: Words[number], index: number): boolean => {
    const last = since[index - 1];
    const isOpen = last !== undefined && goesOn(last);
    const at = toMs(update.at);
    return isEarly(update) && !isOpen && toMs(from) - at < at - toMs(before.until);
  };
  return since.find(isOfThis)?.at ?? from;
}

/** Whether a word says that the work is under way. */
export function goesOn({ status }: Words[number]): boolean {
  return status === 'in_progress' || status === 'verifying';
}

function inOrder({ updates }: PlannedWork): Words {
  return updates
    .filter(({ status }) => status !== 'scheduled')
    .toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

function timeBefore(window: MaintenanceWindow, from: Instant): Occurrence | null {
  if (window.recurs === undefined) return null;
  const found = occurrencesIn(window, addMs(from, -LOOK_BACK_MS), from);
  return found.findLast((each) => !each.cancelled && each.from < from) ?? null;
}
