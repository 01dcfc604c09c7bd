// The write budget over a shared ledger: every write of every process goes through it, in the transport.
import type { Window } from '../github/limits.ts';
import type { WriteBudget } from '../github/transport.ts';
import {
  countLeft,
  type Ledger,
  type LedgerStore,
  ROOM_LIMITS,
  ROOM_WRITE_LIMITS,
  takeOne,
  WRITE_LIMITS,
} from './ledger.ts';

/** A budget with what rooms ask of the ledger beside writes. */
export type Budget = WriteBudget & {
  /** How many new rooms there may be now. */
  readonly roomsLeft: (nowMs: number) => Promise<number>;
  /** Until when whatever can wait leaves the writes to people's commands; null where there are enough for both. */
  readonly busyUntil: (nowMs: number) => Promise<number | null>;
  /** Takes one new room; until when there is none while so many are new that the rest waits below the umbrella. */
  readonly takeRoom: (nowMs: number) => Promise<number | null>;
  /** Notes that an issue with a marker is about to be made; tells since when somebody else is at it, or null. */
  readonly begin: (marker: string, nowMs: number, staleMs: number) => Promise<number | null>;
  /** It was made, or certainly not. */
  readonly end: (marker: string) => Promise<void>;
};

/** The budget that a store keeps. */
export function openBudget(store: LedgerStore): Budget {
  return {
    windowAt: async (nowMs) =>
      await store.update((ledger) => ({ ledger, result: openWindow(ledger.window, nowMs) })),
    take: async (nowMs) => {
      const { freeAtMs } = await takeWrites(store, nowMs, { most: 1, laterMs: 0 });
      return freeAtMs === null ? null : { reason: 'write-budget', untilMs: freeAtMs };
    },
    keep: async (window) =>
      await store.update((ledger) => {
        const isLater = window.untilMs > (ledger.window?.untilMs ?? 0);
        return { ledger: isLater ? { ...ledger, window } : ledger, result: undefined };
      }),
    roomsLeft: async (nowMs) =>
      await store.update((ledger) => ({
        ledger,
        result: countLeft(ledger.rooms, ROOM_LIMITS, nowMs),
      })),
    busyUntil: async (nowMs) =>
      await store.update((ledger) => ({ ledger, result: busyUntil(ledger, nowMs) })),
    takeRoom: async (nowMs) =>
      await store.update((ledger) => {
        const busyMs = busyUntil(ledger, nowMs);
        if (busyMs !== null) return { ledger, result: busyMs };
        const { made, freeAtMs } = takeOne(ledger.rooms, ROOM_LIMITS, nowMs);
        return { ledger: { ...ledger, rooms: made }, result: freeAtMs };
      }),
    begin: async (marker, nowMs, staleMs) =>
      await store.update((ledger) => {
        const since = ledger.intents[marker];
        if (since !== undefined && nowMs < since + staleMs) return { ledger, result: since };
        const intents = { ...ledger.intents, [marker]: nowMs };
        return { ledger: { ...ledger, intents }, result: null };
      }),
    end: async (marker) =>
      await store.update((ledger) => {
        const { [marker]: _ended, ...intents } = ledger.intents;
        return { ledger: { ...ledger, intents }, result: undefined };
      }),
  };
}

/**
 * The same for a store that is far away: writes are taken in blocks, and what other processes met is asked for once a
 * minute. What is left of a block when this process ends counts as written: rather too few writes than too many.
 */
export function openDistantBudget(store: LedgerStore): Budget {
  const near = openBudget(store);
  let block = { left: 0, untilMs: 0 };
  let seen: { readonly window: Window | null; readonly atMs: number } | null = null;
  return {
    ...near,
    windowAt: async (nowMs) => {
      if (seen === null || nowMs >= seen.atMs + BLOCK_MS)
        seen = { window: await near.windowAt(nowMs), atMs: nowMs };
      return openWindow(seen.window, nowMs);
    },
    take: async (nowMs) => {
      if (block.left === 0 || nowMs >= block.untilMs) {
        const { taken, freeAtMs } = await takeWrites(store, nowMs, {
          most: BLOCK,
          laterMs: BLOCK_MS,
        });
        if (freeAtMs !== null) return { reason: 'write-budget', untilMs: freeAtMs };
        block = { left: taken, untilMs: nowMs + BLOCK_MS };
      }
      block = { ...block, left: block.left - 1 };
      return null;
    },
  };
}

const BLOCK = 5;
/** For so long a block may be used. */
const BLOCK_MS = 10_000;

/** New rooms and their stories leave a part of the writes to people's commands and to rooms that are there. */
function busyUntil({ writes }: Pick<Ledger, 'writes'>, nowMs: number): number | null {
  return takeOne(writes, ROOM_WRITE_LIMITS, nowMs).freeAtMs;
}

function openWindow(window: Window | null, nowMs: number): Window | null {
  return window !== null && nowMs < window.untilMs ? window : null;
}

/** Takes as many as there are, at most so many; until when there is none where there is not even one. */
async function takeWrites(
  store: LedgerStore,
  nowMs: number,
  { most, laterMs }: { readonly most: number; readonly laterMs: number },
): Promise<{ readonly taken: number; readonly freeAtMs: number | null }> {
  return await store.update((ledger) => {
    let writes = ledger.writes;
    for (let taken = 0; taken < most; taken += 1) {
      const { made, freeAtMs } = takeOne(writes, WRITE_LIMITS, nowMs);
      // Noted as late as it can happen: then no span ever holds more than it may.
      writes = freeAtMs === null ? [...made.slice(0, -1), nowMs + laterMs] : made;
      if (freeAtMs === null) continue;
      const result = taken === 0 ? { taken, freeAtMs } : { taken, freeAtMs: null };
      return { ledger: { ...ledger, writes }, result };
    }
    return { ledger: { ...ledger, writes }, result: { taken: most, freeAtMs: null } };
  });
}
