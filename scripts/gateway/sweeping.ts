// Looks through the rooms now and then for what GitHub did not deliver.
import type { Desk, Heard } from '../conversation/desk.ts';
import { sweep } from '../conversation/sweep.ts';

/** What sweeping needs of the world. */
export type SweepingDependencies = {
  readonly desk: Desk;
  readonly everyMs: number;
  readonly nowMs: () => number;
  readonly onHeard: (heard: Heard) => void;
  /** Files changed. */
  readonly onChanged: () => void;
  /** Everything was looked at, and nothing has to be asked again. */
  readonly onSwept: () => void;
};

/** Knows when rooms have to be looked through next. */
export type Sweeping = {
  readonly isDue: () => boolean;
  /** How long it has time. */
  readonly restMs: () => number;
  readonly sweep: () => Promise<void>;
};

/** The first time is due at once. */
export function createSweeping(dependencies: SweepingDependencies): Sweeping {
  const { desk, everyMs, nowMs, onHeard, onChanged, onSwept } = dependencies;
  let atMs = 0;
  return {
    isDue: () => nowMs() >= atMs,
    restMs: () => atMs - nowMs(),
    sweep: async () => {
      atMs = nowMs() + everyMs;
      const all = await sweep(desk);
      const done = all.filter(({ again, incidents }) => again === null && incidents.length > 0);
      for (const heard of done) onHeard(heard);
      if (done.length > 0) onChanged();
      const again = all.find((heard) => heard.again !== null)?.again;
      if (again) atMs = nowMs() + Math.max(again.afterMs, SWEEP_AGAIN_MS);
      else onSwept();
    },
  };
}

const SWEEP_AGAIN_MS = 10_000;
