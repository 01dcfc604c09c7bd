// Which of the things that people said of planned work belong to which of its times.
import type { Incident } from '../model/incident.ts';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import type { MaintenanceWindow, Occurrence } from '../model/maintenance.ts';
import { nextOccurrence, occurrencesIn } from './occurrences.ts';

/** A planned work with the facts of its incident that begin and end it. */
export type PlannedWork = Pick<Incident, 'state' | 'at' | 'updates'> & {
  readonly window: MaintenanceWindow;
};

/** A maintenance as work with a window; null for an incident, and without a window. */
export function workOf({ kind, state, at, updates, window }: Incident): PlannedWork | null {
  return kind === 'maintenance' && window !== null ? { state, at, updates, window } : null;
}

/** How long before its window a work may be begun, and after it one that recurs may be said to go on; else it is no word on it. */
export const EARLY_MS = 4 * 3_600_000;

/** Longer than any window that `validate` lets pass recurs. */
export const LOOK_BACK_MS = 400 * 86_400_000;

type Words = PlannedWork['updates'];

/** What was said of one time until the next begins, in order; what was announced is no word on it. */
export function wordsIn(work: PlannedWork, occurrence: Occurrence): Words {
  const opening = openingOf(work, occurrence);
  const since = inOrder(work.updates).filter(({ at }) => at >= opening);
  const begun = since.findIndex(goesOn);
  // Of work that takes place once it takes back that it goes on; where it comes again it announces the next time.
  const isStop = (index: number): boolean =>
    work.window.recurs === undefined && begun !== -1 && index > begun;
  const said = since.filter((word, index) => !isPutOff(word) || isStop(index));
  if (work.window.recurs === undefined || said.every(({ at }) => at < occurrence.until))
    return said;
  const next = nextOccurrence(work.window, occurrence.from);
  if (next === null) return said;
  const end = saidBefore(work, next.from)[0]?.at ?? next.from;
  const own = said.filter(({ at }) => at < end);
  // Days after its end nobody speaks of a time that comes again.
  const after = own.findIndex(({ at }) => at >= occurrence.until);
  const isLate = (own[after]?.at ?? '') > addMs(occurrence.until, EARLY_MS);
  return isLate ? own.slice(0, after) : own;
}

/** When one time begins: with its window, or earlier with the word that it is under way, unless it was put off then. */
export function openingOf(work: PlannedWork, { from }: Occurrence): Instant {
  const said = saidBefore(work, from);
  return said.slice(said.findLastIndex(isPutOff) + 1).find(goesOn)?.at ?? from;
}

/**
 * When one time ran before its window until somebody put it off: near to it, or of work that takes place once whenever
 * that was, since its window may have been another one then.
 */
export function putOffBefore(
  work: PlannedWork,
  { from }: Occurrence,
): readonly { readonly from: Instant; readonly until: Instant }[] {
  const said =
    work.window.recurs === undefined
      ? inOrder(work.updates).filter(({ at }) => at < from)
      : saidBefore(work, from);
  const ran: { from: Instant; until: Instant }[] = [];
  let began: Instant | null = null;
  for (const word of said.slice(0, said.findLastIndex(isPutOff) + 1)) {
    if (goesOn(word)) began ??= word.at;
    else if (began !== null) {
      ran.push({ from: began, until: word.at });
      began = null;
    }
  }
  return ran;
}

/** After a word that the work is under way `scheduled` takes that back; else it announces what is to come. */
export function isPutOff({ status }: Words[number]): boolean {
  return status === 'scheduled';
}

/** What was said of one time before its window, from the word that it is under way on. */
function saidBefore(work: PlannedWork, from: Instant): Words {
  const soonest = addMs(from, -EARLY_MS);
  const near = inOrder(work.updates.filter(({ at }) => at >= soonest && at < from));
  if (!near.some(goesOn)) return [];
  const before = timeBefore(work.window, from);
  if (before === null) return near.slice(near.findIndex(goesOn));
  // What goes on past its end is spoken of until somebody ends it; else people mean the time that is nearer.
  const since = inOrder(work.updates).filter((word) => !isPutOff(word) && word.at >= before.until);
  const isOfThis = (word: Words[number], index: number): boolean => {
    const last = since[index - 1];
    const isOpen = last !== undefined && goesOn(last);
    const at = toMs(word.at);
    return goesOn(word) && !isOpen && toMs(from) - at < at - toMs(before.until);
  };
  const first = since.find((word, index) => near.includes(word) && isOfThis(word, index));
  return first === undefined ? [] : near.slice(near.indexOf(first));
}

/** Whether a word says that the work is under way. */
export function goesOn({ status }: Words[number]): boolean {
  return status === 'in_progress' || status === 'verifying';
}

/** What was said, the oldest first; of one minute as the file has it. */
export function inOrder(words: Words): Words {
  return words.toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

function timeBefore(window: MaintenanceWindow, from: Instant): Occurrence | null {
  if (window.recurs === undefined) return null;
  const found = occurrencesIn(window, addMs(from, -LOOK_BACK_MS), from);
  return found.findLast((each) => !each.cancelled && each.from < from) ?? null;
}
