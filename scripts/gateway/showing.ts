// Which rooms have to be shown anew: those whose files changed, all of them at the start and again and again. Whatever
// a pass leaves undone the next one does; of several changes only the newest state is shown.
import { type ShowWorld, showLearning, showRooms } from '../projection/show.ts';
import { type Incident, isActive } from '../model/incident.ts';
import type { SyncReport } from '../projection/sync.ts';
import type { EditableBook } from '../response/book.ts';
import { tellLearned } from '../conversation/show-all.ts';
import { byUrgency } from '../rooms/umbrella.ts';

/** Keeps what is to be shown. */
export type Showing = {
  /** Notes which incidents changed since the last time. */
  readonly follow: (book: EditableBook) => void;
  /** These are looked at. */
  readonly want: (incidents: readonly string[]) => void;
  /** Everything is looked at. */
  readonly wantAll: () => void;
  /** Post-mortems and action items are looked at. */
  readonly wantLearning: () => void;
  /** Shows a part of what is wanted; tells when to come again, null when nothing is wanted. */
  readonly show: (world: ShowWorld, nowMs: number) => Promise<number | null>;
};

/** What is told of a pass. */
export type ShowingListener = {
  readonly onShown: (made: number, changed: number) => void;
  readonly onTrouble: (sentence: string) => void;
};

/** Nothing is wanted yet. */
export function createShowing(listener: ShowingListener): Showing {
  let texts: ReadonlyMap<string, string> | null = null;
  let active: readonly Incident[] = [];
  const wanted = new Set<string>();
  let [isAllWanted, isLearningWanted] = [false, false];
  // What waits for GitHub waits for itself: what changes meanwhile is tried, rarely.
  let [allAtMs, changedAtMs, learningAtMs, waits] = [0, 0, 0, 0];
  const said = new Set<string>();

  const complain = (sentence: string): void => {
    if (said.has(sentence)) return;
    if (said.size > 100) said.clear();
    said.add(sentence);
    listener.onTrouble(sentence);
  };
  const waitFor = (afterMs: number): number => {
    waits += 1;
    return Math.max(afterMs, Math.min(LONGEST_MS, 500 * 2 ** waits));
  };
  const note = ({ created, adopted, changed, refused, again }: SyncReport): void => {
    const made = created.length + adopted.length;
    if (made + changed.length > 0) listener.onShown(made, changed.length);
    for (const { incident, sentence } of refused) complain(`${incident}: ${sentence}`);
    if (again === null) {
      waits = 0;
      said.delete(WAITING);
    } else if (!said.has(WAITING)) {
      said.add(WAITING);
      listener.onTrouble(`${again.sentence}; rooms follow later`);
    }
  };

  const showAll = async (world: ShowWorld, nowMs: number): Promise<void> => {
    isAllWanted = false;
    wanted.clear();
    const report = await showRooms(world);
    note(report);
    isLearningWanted = true;
    if (report.again === null) return;
    isAllWanted = true;
    allAtMs = nowMs + waitFor(report.again.afterMs);
  };
  const showChanged = async (world: ShowWorld, nowMs: number): Promise<void> => {
    const some = new Set([...wanted].slice(0, MOST_AT_ONCE));
    for (const id of some) wanted.delete(id);
    const report = await showRooms(world, some);
    note(report);
    isLearningWanted = true;
    if (report.again === null) return;
    isAllWanted = true;
    allAtMs = nowMs + waitFor(report.again.afterMs);
    changedAtMs = nowMs + PAUSE_MS;
  };
  const learn = async (world: ShowWorld, nowMs: number): Promise<void> => {
    isLearningWanted = false;
    learningAtMs = nowMs + PAUSE_MS;
    const learned = await showLearning(world);
    for (const { incident, sentence } of [...(learned?.reasons ?? []), ...(learned?.refused ?? [])])
      complain(`${incident}: ${sentence}`);
    const told = await tellLearned(world, learned);
    if (told?.again) complain(told.said);
    if (learned === null || learned.again === null) return;
    isLearningWanted = true;
    learningAtMs = nowMs + waitFor(learned.again.afterMs);
  };

  return {
    follow: ({ files, incidents }) => {
      active = incidents.filter(isActive).toSorted(byUrgency);
      const next = new Map([...files].map(([id, { text }]) => [id, text]));
      if (texts !== null) for (const [id, text] of next) if (texts.get(id) !== text) wanted.add(id);
      texts = next;
    },
    want: (incidents) => {
      for (const id of incidents) wanted.add(id);
    },
    wantAll: () => {
      isAllWanted = true;
      // What goes on comes first and in small parts; the pass over all finds little left to do.
      for (const { id } of active) wanted.add(id);
    },
    wantLearning: () => {
      isLearningWanted = true;
    },
    show: async (world, nowMs) => {
      if (wanted.size > 0 && nowMs >= changedAtMs) await showChanged(world, nowMs);
      else if (isAllWanted && nowMs >= allAtMs) await showAll(world, nowMs);
      else if (isLearningWanted && nowMs >= learningAtMs) await learn(world, nowMs);
      const dues = [
        ...(wanted.size > 0 ? [changedAtMs] : []),
        ...(isAllWanted ? [allAtMs] : []),
        ...(isLearningWanted ? [learningAtMs] : []),
      ];
      return dues.length === 0 ? null : Math.max(0, Math.min(...dues) - nowMs);
    },
  };
}

/** Few, so that people who say something meanwhile are answered soon. */
const MOST_AT_ONCE = 3;
const PAUSE_MS = 5000;
const LONGEST_MS = 60_000;
const WAITING = 'waiting';
