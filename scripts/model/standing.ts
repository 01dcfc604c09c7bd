import type { Deployment } from './deployment.ts';
import type { Instant } from './instant.ts';
import type { MaintenanceWindow } from './maintenance.ts';
import type { Problem } from './problem.ts';
import type { Signal } from './signal.ts';
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
  /** Nobody was called for it only because another failure explained it. */
  readonly isExplained?: true;
  /** The tally in which it waits for a threshold; null when it waits for none. */
  readonly heldBy: string | null;
  /** Something of it passed the gates with a severity: to thresholds it is new no more. */
  readonly hasPassed?: true;
  /** When it recovered for the first time; null for never. */
  readonly recoveredAt: Instant | null;
  /** What is decided again once its gate lets go; absent when no such gate holds it back. */
  readonly held?: HeldSignal;
  /** When signals said each severity last, as far as no gate but a threshold held them back. */
  readonly said?: Readonly<Partial<Record<IncidentSeverity, Instant>>>;
  /** When it recovered last; absent for never. */
  readonly endedAt?: Instant;
  /** Where a rule says which problem it is: the ids that it would have by the tools' own keys, newest last. */
  readonly ownIds?: readonly string[];
};

/** The newest signal of a problem that waits for a gate that lets go by itself. */
export type HeldSignal = {
  readonly source: string;
  /** As it was received, always with the instant at which it happened. */
  readonly signal: Signal;
  /** Whether nothing was known of the problem before it. */
  readonly isFirst: boolean;
  /** The gate that held it back last. */
  readonly by: {
    readonly kind: ReleasingGate;
    readonly id: string;
    /** Whose rule it is; null for what is nobody's own. */
    readonly team: string | null;
  };
};

/** The gates that let go although no signal comes. */
export const RELEASING_GATES = ['silence', 'maintenance', 'mute', 'suppress', 'shadow'] as const;

/** One of them. */
export type ReleasingGate = (typeof RELEASING_GATES)[number];

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
  /** Until when it may count, as Unix time in milliseconds: its window, from when it was heard of. */
  readonly until: number;
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
  readonly window: MaintenanceWindow;
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
