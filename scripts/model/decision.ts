import type { Deployment, Suspect } from './deployment.ts';
import type { Instant } from './instant.ts';
import type { Owner } from './owner.ts';
import type { Place } from './place.ts';
import type { Problem } from './problem.ts';
import type { TeamMode } from './ownership.ts';
import type { CascadeRule, IncidentCategory, RateLimit } from './rule.ts';
import type { IncidentSeverity } from './severity.ts';
import type { Signal } from './signal.ts';
import type { Memory } from './standing.ts';

/** The stages of a decision, in order. */
export type Stage =
  | 'extract'
  | 'owner'
  | 'severity'
  | 'identity'
  | 'echo'
  | 'gate'
  | 'cascade'
  | 'group'
  | 'notify'
  | 'also'
  | 'limit'
  | 'wait'
  | 'escalate'
  /** What would become of it, where somebody asks before it happens. */
  | 'incident';

/** Why a stage answered as it did. */
export type TraceEntry = {
  readonly stage: Stage;
  /** The answer in words. */
  readonly result: string;
  /** The rule or entry that decided, and where it stands; null where nothing written decided. */
  readonly by: { readonly id: string; readonly place: Place } | null;
  /** The conditions of what decided, in words; absent where it has none. */
  readonly because?: string;
  /** What did not decide, and why not. */
  readonly others: readonly { readonly text: string; readonly place: Place | null }[];
};

/** Who answers for a signal, how surely, and what else was possible. */
export type OwnerResolution = {
  readonly owner: Owner;
  readonly service: string | null;
  /** 0–1, fixed per step of the resolution. */
  readonly confidence: number;
  /** The step that decided. */
  readonly step: OwnerStep;
  readonly place: Place | null;
  /** What fitted: an alias, a pattern, a project; absent where no pattern did. */
  readonly match?: string;
  readonly doubts?: readonly OwnerDoubt[];
  readonly runnersUp: readonly OwnerCandidate[];
};

/** Steps of owner resolution, surest first. */
export type OwnerStep =
  | 'explicit'
  | 'project'
  | 'service'
  | 'alias'
  | 'endpoint'
  | 'transaction'
  | 'path'
  | 'convention'
  | 'upstream'
  | 'history'
  | 'fallback'
  | 'triage';

/** What makes an owner less sure, or that there is none on purpose. */
export type OwnerDoubt =
  /** Another entry says as much. */
  | 'ambiguous'
  /** Another entry says more. */
  | 'outranked'
  /** Nobody looked at the entry for a year. */
  | 'stale'
  /** It belongs to nobody on purpose. */
  | 'unowned'
  /** Nothing has the name; this is only the nearest one. */
  | 'misspelt';

/** One possible owner. */
export type OwnerCandidate = {
  readonly owner: Owner;
  readonly service: string | null;
  readonly confidence: number;
  readonly step: OwnerStep;
  readonly place: Place | null;
  /** What fitted: an alias, a pattern, a project; absent where no pattern did. */
  readonly match?: string;
  readonly doubts?: readonly OwnerDoubt[];
};

/** A destination with nothing left to look up. */
export type Destination =
  | {
      readonly kind: 'person';
      readonly person: string;
      readonly team: string;
      readonly schedule: string;
    }
  | { readonly kind: 'lead'; readonly person: string; readonly team: string }
  | { readonly kind: 'channel'; readonly channel: string };

/** What a signal does to its problem. */
export type ProblemChange =
  /** The problem fires and did not before. */
  | 'fires'
  /** The problem ended. */
  | 'recovers'
  /** It says what was known. */
  | 'repeats'
  /** It is older than what is known. */
  | 'outdated'
  /** It changes no state: an acknowledgement or a note. */
  | 'unchanged';

/** What holds a signal back, in the order in which they are asked. */
export type GateKind =
  | 'action'
  | 'silence'
  | 'maintenance'
  | 'mute'
  | 'suppress'
  | 'threshold'
  | 'flap'
  | 'shadow';

/** Why a signal opens nothing. */
export type GateReason = {
  readonly kind: GateKind;
  /** Id of the rule, silence, maintenance, suppressing problem's incident or team. */
  readonly id: string;
  /** Whose rule it is, since ids are unique within a team; null for what is nobody's own. */
  readonly team: string | null;
  readonly place: Place | null;
};

/** A failure that is explained by another one that the service depends on. */
export type Cascade = {
  /** The failing problem that no further failure explains. */
  readonly root: { readonly problem: string; readonly service: string };
  /** The root's incident, where it has one already. */
  readonly incident: string | null;
  /** Services from the failing one to the root, both included. */
  readonly path: readonly string[];
  /** Whether the team of the failing service is called all the same. */
  readonly callsChild: boolean;
};

/** A step of an escalation, resolved at the instant of the decision. */
export type EscalationStep = {
  /** Time after the opening, in milliseconds. */
  readonly afterMs: number;
  readonly destinations: readonly Destination[];
};

/** Everything that was decided about one signal. */
export type Decision = {
  readonly signal: Signal;
  readonly source: string;
  /** When the source's request was received. */
  readonly receivedAt: Instant;
  /** Key of the operation; the same when the signal is processed again. */
  readonly key: string;
  readonly problem: Problem;
  readonly change: ProblemChange;
  /** The incident of which we told the tool ourselves and which now comes back; null for everything else. */
  readonly echoOf: string | null;
  readonly environment: string;
  readonly resolution: OwnerResolution;
  /** Of what completes a threshold: the worst of all that it brings along. */
  readonly severity: IncidentSeverity | 'none';
  /** How bad its problem is by itself, and each that it brings along, by their ids; none for what is over. */
  readonly severities: Readonly<Record<string, IncidentSeverity>>;
  readonly category: IncidentCategory;
  /** What holds it back; null when nothing does. */
  readonly gatedBy: GateReason | null;
  /** Earlier problems that a threshold held back and that this one brings along. */
  readonly carries: readonly Problem[];
  /** The services of those, by their ids; none for one of which no service is known. */
  readonly carriedServices: Readonly<Record<string, string>>;
  /** Whether the problem changes its state too often to believe a recovery. */
  readonly isFlapping: boolean;
  /** What explains it; null when nothing that it depends on fails. */
  readonly cascade: Cascade | null;
  /** How a cascade is treated, also one that shows later. */
  readonly cascadeRule: Pick<CascadeRule, 'pageChild' | 'graceMs' | 'adoptMs'>;
  /** Signals with the same group are one incident. */
  readonly group: string;
  /** How long after its resolution the group's incident is reopened, in milliseconds. */
  readonly reopenMs: number;
  readonly destinations: readonly Destination[];
  /** How long the first call waits (hold and settle), in milliseconds. */
  readonly waitMs: number;
  readonly escalation: readonly EscalationStep[];
  readonly limit: RateLimit | null;
  /** How far the owning team's rules are in force. */
  readonly mode: TeamMode;
  readonly trace: readonly TraceEntry[];
  /** The deployment that the signal reports; null for all others. */
  readonly deployment: Deployment | null;
  /** What may be behind it, likeliest first; absent where nobody looked, as without a store of deployments. */
  readonly suspects?: readonly Suspect[];
  /** What later decisions have to know of it. */
  readonly memory: Memory;
};

/** Whether the rules let a decision open an incident; of a team that only tries its rules none is opened all the same. */
export function opens({ gatedBy, severity }: Decision): boolean {
  return gatedBy === null && severity !== 'none';
}
