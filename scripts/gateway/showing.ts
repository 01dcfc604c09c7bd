// Shows rooms anew: those whose files changed, all of them at the start and again and again. Whatever a pass leaves
// undone the next one does; of several changes only the newest state is shown.
import { type ShowWorld, showLearning, showRooms } from '../projection/show.ts';
import { isActive } from '../model/incident.ts';
import type { SyncReport } from '../projection/sync.ts';
import type { EditableBook } from '../response/book.ts';
import { tellLearned } from '../conversation/show-all.ts';
import { byUrgency } from '../rooms/umbrella.ts';
import {
  after,
  begun,
  nextTask,
  NOTHING_WANTED,
  restOf,
  type Task,
  wantAll,
  wantLearning,
  wantRooms,
} from './wanted.ts';

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
  let active: readonly string[] = [];
  let wanted = NOTHING_WANTED;
  const tell = createTeller(listener);

  /** Tells after which time to come again; null when nothing was left undone. */
  const carryOut = async (world: ShowWorld, task: Task): Promise<number | null> => {
    if (task.kind !== 'learning') {
      const only = task.kind === 'all' ? null : new Set(task.incidents);
      const report = await showRooms(world, only);
      tell.ofRooms(report);
      return report.again?.afterMs ?? null;
    }
    const learned = await showLearning(world);
    for (const refused of [...(learned?.reasons ?? []), ...(learned?.refused ?? [])])
      tell.ofRefused(refused);
    const told = await tellLearned(world, learned);
    if (told?.again) tell.once(told.said);
    return learned?.again?.afterMs ?? null;
  };

  return {
    follow: ({ files, incidents }) => {
      active = incidents
        .filter(isActive)
        .toSorted(byUrgency)
        .map(({ id }) => id);
      const next = new Map([...files].map(([id, { text }]) => [id, text]));
      const before = texts ?? next;
      wanted = wantRooms(
        wanted,
        [...next.keys()].filter((id) => before.get(id) !== next.get(id)),
      );
      texts = next;
    },
    want: (incidents) => {
      wanted = wantRooms(wanted, incidents);
    },
    wantAll: () => {
      wanted = wantAll(wanted, active);
    },
    wantLearning: () => {
      wanted = wantLearning(wanted);
    },
    show: async (world, nowMs) => {
      const task = nextTask(wanted, nowMs);
      if (task !== null) {
        wanted = begun(wanted, task, nowMs);
        const againMs = await carryOut(world, task);
        wanted = after(wanted, task, againMs, nowMs);
      }
      return restOf(wanted, nowMs);
    },
  };
}

type Refused = SyncReport['refused'][number];

type Teller = {
  readonly once: (sentence: string) => void;
  readonly ofRefused: (refused: Refused) => void;
  readonly ofRooms: (report: SyncReport) => void;
};

/** What is true again and again is told once. */
function createTeller({ onShown, onTrouble }: ShowingListener): Teller {
  const said = new Set<string>();
  let isWaiting = false;
  const once = (sentence: string): void => {
    if (said.has(sentence)) return;
    if (said.size > MOST_SAID) said.clear();
    said.add(sentence);
    onTrouble(sentence);
  };
  const ofRefused = ({ incident, sentence }: Refused): void => once(`${incident}: ${sentence}`);
  return {
    once,
    ofRefused,
    ofRooms: ({ created, adopted, changed, refused, again }) => {
      const made = created.length + adopted.length;
      if (made + changed.length > 0) onShown(made, changed.length);
      refused.forEach(ofRefused);
      if (again !== null && !isWaiting) onTrouble(`${again.sentence}; rooms follow later`);
      isWaiting = again !== null;
    },
  };
}

const MOST_SAID = 100;
