import type { IncidentCategory } from './rule.ts';
import type { IncidentSeverity } from './severity.ts';

/** What a severity asks of people. */
export type Level = {
  /** How long until somebody has taken it, from its detection. */
  readonly acknowledgeMs: number;
  /** How long until it is resolved, from its detection. */
  readonly resolveMs: number;
  /** How long the public may go without an update while it is open; null where nobody promises any. */
  readonly updateMs: number | null;
  readonly postmortem: {
    /** The categories that need one; empty for none. */
    readonly categories: readonly IncidentCategory[];
    /** Whether it is begun when the incident is declared or when it is resolved. */
    readonly from: 'declared' | 'resolved';
    /** How long after the resolution it is due. */
    readonly dueMs: number;
  };
  /** What responders do first, a line a step. */
  readonly runbook: readonly string[];
  /** What the incident manager sees to, a line a step. */
  readonly checklist: readonly string[];
};

/** What each severity asks of people. */
export type Levels = Readonly<Record<IncidentSeverity, Level>>;
