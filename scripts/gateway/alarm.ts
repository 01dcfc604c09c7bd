/** Something to sleep on: whoever waits wakes when it rings. Once rung it stays so. */
export type Alarm = {
  readonly ring: () => void;
  readonly isRung: () => boolean;
  /** Resolves when it rings, after `ms` at the latest. One waits at a time. */
  readonly wait: (ms: number) => Promise<void>;
};

/** An alarm that has not rung yet. */
export function createAlarm(): Alarm {
  let rung = false;
  let release: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      release?.();
    },
    isRung: () => rung,
    wait: (ms) =>
      new Promise((resolve) => {
        if (rung) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, ms);
        release = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
