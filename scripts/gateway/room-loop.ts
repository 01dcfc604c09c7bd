// Does something about rooms again and again: rests while there is nothing to do, and longer while nothing works.
import { createAlarm } from './alarm.ts';
import type { Bell } from './bell.ts';

/** What a loop does. */
export type RoomTurn = {
  /** Does what is due; tells how long there is nothing to do. It throws where git or the inbox does not answer. */
  readonly turn: () => Promise<number>;
  /** Says that there may be something to do. */
  readonly bell: Bell;
  readonly onSuccess: () => void;
  readonly onFailure: (error: unknown) => void;
};

/** A loop that runs until it is stopped. */
export type RoomLoop = {
  /** Ends after the turn that is running. */
  readonly stop: () => Promise<void>;
};

/** Settings may change meanwhile. */
export const LONGEST_REST_MS = 15_000;
const LONGEST_OUTAGE_MS = 15_000;

/** Starts it, a moment later. */
export function startRoomLoop({ turn, bell, onSuccess, onFailure }: RoomTurn): RoomLoop {
  const end = createAlarm();
  let failures = 0;
  const loop = async (): Promise<void> => {
    while (!end.isRung()) {
      const ringing = bell.beginTurn();
      const ms = await turn().then(
        (rest) => {
          failures = 0;
          onSuccess();
          return rest;
        },
        (error: unknown) => {
          failures += 1;
          if (!end.isRung()) onFailure(error);
          return Math.min(LONGEST_OUTAGE_MS, 500 * 2 ** failures);
        },
      );
      if (ms > 0 && !end.isRung())
        await (failures > 0 ? end : ringing).wait(Math.min(ms, LONGEST_REST_MS));
    }
  };
  const running = Promise.resolve().then(loop);
  return {
    stop: async () => {
      end.ring();
      bell.ring();
      await running;
    },
  };
}
