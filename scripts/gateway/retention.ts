// Forgets what was worked off long ago, so that the inbox does not grow for ever: at the start and again and again.
import type { Cutoff, Inbox } from '../inbox/inbox.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Settings } from '../model/organisation.ts';
import { createAlarm } from './alarm.ts';

/** What forgetting needs of the world. */
export type RetentionDependencies = {
  readonly inbox: Pick<Inbox, 'prune'>;
  /** The settings that are in force now. */
  readonly settings: () => RetentionSettings;
  readonly now: () => Instant;
  /** How long it rests. */
  readonly everyMs: number;
  /** Told in one sentence when something could not be forgotten; it is tried again next time. */
  readonly onTrouble: (sentence: string) => void;
};

type RetentionSettings = Pick<Settings, 'keepRequestsMs' | 'suspectWindowMs'>;

/** Starts forgetting; `stop` ends it after the step that is running. */
export function startRetention(dependencies: RetentionDependencies): {
  readonly stop: () => Promise<void>;
} {
  const end = createAlarm();
  const loop = async (): Promise<void> => {
    while (!end.isRung()) {
      await prune(dependencies, end.isRung);
      await end.wait(dependencies.everyMs);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      end.ring();
      await running;
    },
  };
}

async function prune(
  { inbox, settings, now, onTrouble }: RetentionDependencies,
  isOver: () => boolean,
): Promise<void> {
  try {
    const cutoff = cutoffAt(now(), settings());
    while (!isOver() && (await inbox.prune(cutoff, BATCH)) > 0);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'something that is no error was thrown';
    onTrouble(`what is old could not be forgotten: ${reason}`);
  }
}

/** Small, since nothing is accepted while the disk is at it. */
const BATCH = 200;

/** Sightings are compared over two windows of suspicion, so they stay for that long at least. */
function cutoffAt(now: Instant, { keepRequestsMs, suspectWindowMs }: RetentionSettings): Cutoff {
  return {
    requests: addMs(now, -keepRequestsMs),
    sightings: addMs(now, -Math.max(keepRequestsMs, 3 * suspectWindowMs)),
  };
}
