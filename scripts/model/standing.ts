import type { Deployment } from './deployment.ts';
import type { Instant } from './instant.ts';
import type { Problem } from './problem.ts';
import type { IncidentSeverity } from './severity.ts';

/** What later decisions need to know of a problem besides its folded state. */
export type ProblemFacts = {
  readonly service: string | null;
  readonly environment: string;
  /** The fields that rules can ask for, as its newest change states them. */
  readonly fields: Readonly<Record<string, string>>;
  readonly severity: IncidentSeverity | 'none';
  /** Whether it passed its gate and somebody was called for it. */
  readonly isLive: boolean;
  /** The tally in which it waits for a threshold; null when it waits for none. */
  readonly heldBy: string | null;
  /** When it recovered for the first time; null for never. */
  readonly recoveredAt: Instant | null;
  /** Where a rule says which problem it is: the ids that it would have by the tools' own keys, newest last. */
  readonly ownIds?: readonly string[];
};

/** A problem as evaluation knows it. */
export type StandingProblem = {
  readonly problem: Problem;
  /** The incident that it belongs to; null where none is known. */
  readonly incident: string | null;
  readonly facts: ProblemFacts;
};

/** One thing that was counted, by the key of its change: counted again it is the same. */
export type TallyEntry = {
  readonly key: string;
  /** When it happened, as Unix time in milliseconds. */
  readonly at: number;
  readonly problem: string;
  /** The value that has to differ, or the state after a change; null where neither matters. */
  readonly value: string | null;
};

/** An entry for a tally, and how much of that tally is worth keeping. */
export type Count = {
  readonly tally: string;
  readonly entry: TallyEntry;
  readonly withinMs: number;
  /** How many entries are kept at most. */
  readonly most: number;
};

/** Work that was announced: what fails there meanwhile is expected. */
export type Maintenance = {
  /** Id of its incident. */
  readonly id: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly environment: string;
  readonly services: readonly string[];
  readonly components: readonly string[];
};

/** What a decision adds to what is known. */
export type Memory = {
  readonly facts: ProblemFacts;
  readonly counts: readonly Count[];
  /** The silences that the signal met, as `silenceKey` names them. */
  readonly silences: readonly string[];
};

/** The changes that a store has to keep, so that a restart knows the same. */
export type StandingChange = {
  /** As they are now. */
  readonly problems: readonly StandingProblem[];
  readonly counts: readonly Count[];
  /** When each silence was last met. */
  readonly silences: readonly { readonly silence: string; readonly at: Instant }[];
};

/** What a store kept. */
export type StoredStanding = {
  readonly problems: readonly StandingProblem[];
  readonly tallies: readonly { readonly tally: string; readonly entry: TallyEntry }[];
  readonly silences: readonly { readonly silence: string; readonly at: Instant }[];
  readonly deployments: readonly Deployment[];
};
