// The write budget over a shared ledger: every write of every process goes through it, in the transport.
import type { WriteBudget } from '../github/transport.ts';
import {
  countLeft,
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
      await store.update((ledger) => {
        const { window } = ledger;
        return { ledger, result: window !== null && nowMs < window.untilMs ? window : null };
      }),
    take: async (nowMs) =>
      await store.update((ledger) => {
        const { made, freeAtMs } = takeOne(ledger.writes, WRITE_LIMITS, nowMs);
        const result =
          freeAtMs === null ? null : { reason: 'write-budget' as const, untilMs: freeAtMs };
        return { ledger: { ...ledger, writes: made }, result };
      }),
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
    takeRoom: async (nowMs) =>
      await store.update((ledger) => {
        // Rooms leave a part of the writes to people's commands and to rooms that are there.
        const writes = takeOne(ledger.writes, ROOM_WRITE_LIMITS, nowMs).freeAtMs;
        if (writes !== null) return { ledger, result: writes };
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
