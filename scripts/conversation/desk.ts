// What is needed to hear what people say on GitHub, and what comes of it.
import type { Announcement } from '../apply/apply.ts';
import type { Step, SyncReport, SyncState, SyncWorld } from '../projection/sync.ts';

/** Where people's words are heard: the repository, the rooms, and how to reach both. */
export type Desk = SyncWorld & {
  /** The newest committed state. */
  readonly readState: () => Promise<SyncState>;
  /** Keeps whom a commit will call, before it is made. */
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>;
};

/** What came of something that was heard. */
export type Heard = {
  /** One sentence for the log; never what people wrote. */
  readonly said: string;
  /** The incidents whose files changed. */
  readonly incidents: readonly string[];
  /** When and why it has to be heard again; null when it is settled. */
  readonly again: SyncReport['again'];
};

/** Something that changes nothing. */
export function unheard(said: string): Heard {
  return { said, incidents: [], again: null };
}

/** Something that GitHub did not let us finish. */
export function interrupted(step: Exclude<Step<unknown>, { kind: 'done' }>): Heard {
  return {
    said: step.sentence,
    incidents: [],
    again: step.kind === 'later' ? { afterMs: step.afterMs, sentence: step.sentence } : null,
  };
}
