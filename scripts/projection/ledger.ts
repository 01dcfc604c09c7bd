// What processes that write to one repository know together: their writes, the rooms they made, what they began and do
// not know the end of, and until when GitHub wants to be left alone. Pure; a store keeps it.
import type { Window } from '../github/limits.ts';

/** What is stored. Instants are Unix milliseconds. */
export type Ledger = {
  readonly writes: readonly number[];
  /** New rooms of incidents; the umbrella is none. */
  readonly rooms: readonly number[];
  /** Issues that somebody began to make, by marker, and when. */
  readonly intents: Readonly<Record<string, number>>;
  readonly window: Window | null;
};

/** Keeps a ledger for several processes. `change` may be asked again when another process was faster. */
export type LedgerStore = {
  readonly update: <Result>(
    change: (ledger: Ledger) => { readonly ledger: Ledger; readonly result: Result },
  ) => Promise<Result>;
};

/** Nothing was written yet. */
export const EMPTY_LEDGER: Ledger = { writes: [], rooms: [], intents: {}, window: null };

/** Half of what GitHub takes. */
export const WRITE_LIMITS = [
  { count: 40, withinMs: 60_000 },
  { count: 250, withinMs: 3_600_000 },
] as const;

/** New rooms beyond this wait below the umbrella. */
export const ROOM_LIMITS = [{ count: 20, withinMs: 600_000 }] as const;

/** A new room may begin while so much is written already; the rest of the budget is for what people do. */
export const ROOM_WRITE_LIMITS = [
  { count: 30, withinMs: 60_000 },
  { count: 200, withinMs: 3_600_000 },
] as const;

type Limits = readonly { readonly count: number; readonly withinMs: number }[];

/** Takes one out of a budget: the list with it, or until when there is none. */
export function takeOne(
  made: readonly number[],
  limits: Limits,
  nowMs: number,
): { readonly made: readonly number[]; readonly freeAtMs: number | null } {
  const longest = Math.max(...limits.map(({ withinMs }) => withinMs));
  // What another clock dates after now counts as made now.
  const kept = made.map((ms) => Math.min(ms, nowMs)).filter((ms) => ms > nowMs - longest);
  const waits = limits.flatMap(({ count, withinMs }) => {
    const inside = kept.filter((ms) => ms > nowMs - withinMs).toSorted((a, b) => a - b);
    const leaving = inside[inside.length - count];
    return leaving === undefined ? [] : [leaving + withinMs];
  });
  return waits.length === 0
    ? { made: [...kept, nowMs], freeAtMs: null }
    : { made: kept, freeAtMs: Math.max(...waits) };
}

/** How many more there may be now. */
export function countLeft(made: readonly number[], limits: Limits, nowMs: number): number {
  return Math.max(
    0,
    Math.min(
      ...limits.map(
        ({ count, withinMs }) => count - made.filter((ms) => ms > nowMs - withinMs).length,
      ),
    ),
  );
}
