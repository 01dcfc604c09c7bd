// What waits to be shown, and in which order: first what changed, a few at once; then everything; then what is learned
// of it. What waits for GitHub waits for itself: what changes meanwhile is tried, rarely.

/** What is to be shown, and when it may be tried. */
export type Wanted = {
  /** Incidents whose rooms are looked at, in this order. */
  readonly rooms: readonly string[];
  readonly isAllWanted: boolean;
  /** Post-mortems and action items are looked at. */
  readonly isLearningWanted: boolean;
  readonly roomsAtMs: number;
  readonly allAtMs: number;
  readonly learningAtMs: number;
  /** How often it had to wait since something went through. */
  readonly waits: number;
};

/** What is done next. */
export type Task =
  | { readonly kind: 'rooms'; readonly incidents: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'learning' };

/** Nothing waits. */
export const NOTHING_WANTED: Wanted = {
  rooms: [],
  isAllWanted: false,
  isLearningWanted: false,
  roomsAtMs: 0,
  allAtMs: 0,
  learningAtMs: 0,
  waits: 0,
};

/** These rooms, too. */
export function wantRooms(wanted: Wanted, incidents: readonly string[]): Wanted {
  return { ...wanted, rooms: [...new Set([...wanted.rooms, ...incidents])] };
}

/** Everything; what goes on comes first and in small parts, so the pass over all finds little left to do. */
export function wantAll(wanted: Wanted, active: readonly string[]): Wanted {
  return { ...wantRooms(wanted, active), isAllWanted: true };
}

/** Post-mortems and action items, too. */
export function wantLearning(wanted: Wanted): Wanted {
  return { ...wanted, isLearningWanted: true };
}

/** What may be done now; null when nothing may. */
export function nextTask(wanted: Wanted, nowMs: number): Task | null {
  const { rooms, isAllWanted, isLearningWanted, roomsAtMs, allAtMs, learningAtMs } = wanted;
  if (rooms.length > 0 && nowMs >= roomsAtMs)
    return { kind: 'rooms', incidents: rooms.slice(0, MOST_AT_ONCE) };
  if (isAllWanted && nowMs >= allAtMs) return { kind: 'all' };
  if (isLearningWanted && nowMs >= learningAtMs) return { kind: 'learning' };
  return null;
}

/** A task that begins is wanted no more, so that what is asked for while it runs stays. */
export function begun(wanted: Wanted, task: Task, nowMs: number): Wanted {
  switch (task.kind) {
    case 'rooms':
      return { ...wanted, rooms: wanted.rooms.filter((id) => !task.incidents.includes(id)) };
    case 'all':
      return { ...wanted, rooms: [], isAllWanted: false };
    case 'learning':
      return { ...wanted, isLearningWanted: false, learningAtMs: nowMs + PAUSE_MS };
  }
}

/** After a task that began at `nowMs`: what it left undone for that many milliseconds is wanted again. */
export function after(wanted: Wanted, task: Task, againMs: number | null, nowMs: number): Wanted {
  if (task.kind === 'learning')
    return againMs === null ? wanted : learnAgain(wanted, againMs, nowMs);
  if (againMs === null) return { ...wanted, isLearningWanted: true, waits: 0 };
  const waits = wanted.waits + 1;
  return {
    ...wanted,
    isAllWanted: true,
    isLearningWanted: true,
    waits,
    allAtMs: nowMs + waitOf(againMs, waits),
    roomsAtMs: task.kind === 'rooms' ? nowMs + PAUSE_MS : wanted.roomsAtMs,
  };
}

/** How long nothing may be done; null when nothing is wanted. */
export function restOf(wanted: Wanted, nowMs: number): number | null {
  const dues = [
    ...(wanted.rooms.length > 0 ? [wanted.roomsAtMs] : []),
    ...(wanted.isAllWanted ? [wanted.allAtMs] : []),
    ...(wanted.isLearningWanted ? [wanted.learningAtMs] : []),
  ];
  return dues.length === 0 ? null : Math.max(0, Math.min(...dues) - nowMs);
}

function learnAgain(wanted: Wanted, againMs: number, nowMs: number): Wanted {
  const waits = wanted.waits + 1;
  const learningAtMs = nowMs + waitOf(againMs, waits);
  return { ...wanted, isLearningWanted: true, waits, learningAtMs };
}

function waitOf(againMs: number, waits: number): number {
  return Math.max(againMs, Math.min(LONGEST_MS, 500 * 2 ** waits));
}

/** Few, so that people who say something meanwhile are answered soon. */
const MOST_AT_ONCE = 3;
const PAUSE_MS = 5000;
const LONGEST_MS = 60_000;
