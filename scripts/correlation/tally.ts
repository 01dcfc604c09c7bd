// Things counted within sliding windows. A tally is a sorted list; what it says does not depend on the order of arrival.
import type { TallyEntry } from '../model/standing.ts';

/** Entries in order of time, and their keys. */
export type Tally = { readonly entries: TallyEntry[]; readonly keys: Set<string> };

/** A tally in which nothing was counted yet. */
export function startTally(): Tally {
  return { entries: [], keys: new Set() };
}

/** The entries with one more, while the tally stays as it is; one that was counted already changes nothing. */
export function entriesWith(tally: Tally | undefined, entry: TallyEntry): readonly TallyEntry[] {
  if (tally === undefined) return [entry];
  if (tally.keys.has(entry.key)) return tally.entries;
  return tally.entries.toSpliced(placeOf(tally, entry), 0, entry);
}

/** Counts an entry, once for each key. */
export function addEntry(tally: Tally, entry: TallyEntry): void {
  if (tally.keys.has(entry.key)) return;
  tally.entries.splice(placeOf(tally, entry), 0, entry);
  tally.keys.add(entry.key);
}

/** Drops what counts no more; of very many entries the newest stay. */
export function dropEntries({ entries, keys }: Tally, now: number, most: number): void {
  const tooMany = entries.splice(0, Math.max(0, entries.length - most));
  const over = entries.filter(({ until }) => until < now);
  for (const { key } of [...tooMany, ...over]) keys.delete(key);
  if (over.length > 0)
    entries.splice(0, entries.length, ...entries.filter(({ key }) => keys.has(key)));
}

function placeOf({ entries }: Tally, entry: TallyEntry): number {
  let place = entries.length;
  while (place > 0 && isAfter(entries[place - 1], entry)) place -= 1;
  return place;
}

/** How many must lie within how long. */
export type Window = {
  readonly count: number;
  readonly withinMs: number;
  /** In what as many entries have to differ from each other; in nothing where each of them counts. */
  readonly differsIn: readonly ('value' | 'problem')[];
};

/** What the windows around an instant hold: the fullest, and from when until when those reach that are full enough. */
export type WindowReading = {
  readonly most: number;
  readonly reached: { readonly from: number; readonly until: number } | null;
};

/** Looks at every window that contains an instant; both of its ends belong to it. */
export function readWindows(
  entries: readonly TallyEntry[],
  at: number,
  { count: wanted, withinMs, differsIn }: Window,
): WindowReading {
  const left = entries.findIndex((entry) => entry.at >= at - withinMs);
  if (left === -1) return { most: 0, reached: null };
  const kinds = differsIn.map((field) => ({ field, times: new Map<string | null, number>() }));
  let right = left;
  let most = 0;
  let begin: number | null = null;
  let end = 0;
  for (let index = left; ; index += 1) {
    const first = entries[index];
    if (first === undefined || first.at > at) break;
    const until = first.at + withinMs;
    for (let next = entries[right]; next !== undefined && next.at <= until;) {
      count(kinds, next, 1);
      right += 1;
      next = entries[right];
    }
    const size = Math.min(right - index, ...kinds.map(({ times }) => times.size));
    most = Math.max(most, size);
    if (size >= wanted) {
      begin ??= first.at;
      end = until;
    }
    count(kinds, first, -1);
  }
  return { most, reached: begin === null ? null : { from: begin, until: end } };
}

/** What the changes of one problem's state say of it. */
export type FlapReading = { readonly isFlapping: boolean; readonly changes: number };

/** Whether a problem changes too often: from `enter` changes in the window until there are fewer than `leave`. */
export function readFlap(
  entries: readonly TallyEntry[],
  {
    enter,
    leave,
    withinMs,
  }: { readonly enter: number; readonly leave: number; readonly withinMs: number },
): FlapReading {
  let state: string | null = null;
  let isFlapping = false;
  let changes: readonly number[] = [];
  for (const { at, value } of entries) {
    const recent = changes.filter((change) => change >= at - withinMs);
    changes = value === state ? recent : [...recent, at];
    state = value;
    isFlapping = changes.length >= enter || (isFlapping && changes.length >= leave);
  }
  return { isFlapping, changes: changes.length };
}

/** At one instant the recovery comes last, as in the fold of the problem. */
function isAfter(left: TallyEntry | undefined, right: TallyEntry): boolean {
  if (left === undefined) return false;
  if (left.at !== right.at) return left.at > right.at;
  const [one, other] = [left.value ?? '', right.value ?? ''];
  return one === other ? left.key > right.key : one > other;
}

type Kind = {
  readonly field: Window['differsIn'][number];
  readonly times: Map<string | null, number>;
};

/** Keeps how often each of what has to differ lies in the window. */
function count(kinds: readonly Kind[], entry: TallyEntry, by: 1 | -1): void {
  for (const { field, times } of kinds) {
    const left = (times.get(entry[field]) ?? 0) + by;
    if (left === 0) times.delete(entry[field]);
    else times.set(entry[field], left);
  }
}
