import type { Destination, EscalationStep } from './decision.ts';
import type { Instant } from './instant.ts';
import type { Draft, Update } from './incident.ts';
import type { TeamMode } from './ownership.ts';
import type { CascadeRule, RateLimit } from './rule.ts';
import type { IncidentSeverity } from './severity.ts';

/** What happened to an incident, in the words of the commit that records it. */
export type IncidentEvent =
  | 'opened'
  | 'joined'
  | 'raised'
  | 'acknowledged'
  | 'recovered'
  | 'recurred'
  | 'reopened'
  | 'resolved'
  /** A failure that the incident explains was added to it. */
  | 'impacted'
  /** It took over an incident that it explains. */
  | 'adopted'
  /** A failure that it listed went to the incident of another cause. */
  | 'moved'
  /** It became a duplicate of the incident that explains it. */
  | 'duplicated'
  /** It stays open and names the incident that explains it. */
  | 'linked'
  /** A problem changes its state too often to believe its recoveries. */
  | 'flapping'
  /** What explained a failure is over and the failure is not. */
  | 'uncovered'
  | 'noted'
  /** A person opened it. */
  | 'declared'
  /** People said something about it that none of the other words covers, or several things at once. */
  | 'changed'
  | 'lowered'
  | 'mitigated'
  | 'identified'
  | 'updated'
  | 'drafted'
  | 'closed'
  | 'declined'
  | 'delegated'
  | 'paged'
  | 'split'
  | 'muted'
  | 'unmuted'
  /** Its room on GitHub is known. */
  | 'roomed';

/** A plain value that may stand in front matter. */
export type FrontMatterValue =
  | string
  | number
  | boolean
  | readonly FrontMatterValue[]
  | { readonly [key: string]: FrontMatterValue };

/** One change to an incident's file; everything else in the file stays byte for byte. */
export type IncidentEdit =
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: FrontMatterValue }
  | { readonly kind: 'unset'; readonly path: readonly string[] }
  /** One more entry of a list of the front matter. */
  | { readonly kind: 'append'; readonly key: string; readonly value: FrontMatterValue }
  | {
      readonly kind: 'update';
      readonly at: Instant;
      readonly status: Update['status'];
      readonly text: string;
    }
  | { readonly kind: 'timeline'; readonly at: Instant; readonly text: string; readonly key: string }
  | { readonly kind: 'signal'; readonly text: string }
  /** A public update that waits for the manager. */
  | ({ readonly kind: 'draft' } & Draft)
  | { readonly kind: 'drop_draft'; readonly key: string }
  /** Other words for a line of the timeline; what is not there changes nothing. */
  | { readonly kind: 'rewrite'; readonly at: Instant; readonly text: string; readonly key: string }
  /** A line of the timeline that no longer holds; it stays readable. */
  | { readonly kind: 'strike'; readonly key: string };

/** Something to be done to the world, as a value. */
export type Effect =
  | { readonly kind: 'open_incident'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'edit_incident';
      readonly id: string;
      readonly event: IncidentEvent;
      readonly edits: readonly IncidentEdit[];
    }
  | {
      /** Signals of which nobody is told for a while. */
      readonly kind: 'add_silence';
      readonly id: string;
      readonly incident: string;
      readonly from: Instant;
      readonly until: Instant;
      readonly text: string;
    }
  | {
      /** A silence ends sooner than its file says; one that is gone, or over by then, stays as it is. */
      readonly kind: 'end_silence';
      readonly id: string;
      readonly incident: string;
      readonly until: Instant;
    }
  | Notification;

/** People to tell of an incident, and how: at once, after a wait, within a limit or in a digest. */
export type Notification = {
  readonly kind: 'notify';
  /** The same on repeats, so that a destination can tell. */
  readonly key: string;
  readonly incident: string;
  readonly event: IncidentEvent;
  /** The incident's severity when it was decided. */
  readonly severity: IncidentSeverity;
  readonly destinations: readonly Destination[];
  /** How far the rules of the team are in force. */
  readonly mode: TeamMode;
  /** How long the call waits for what would explain or end it, in milliseconds. */
  readonly waitMs: number;
  readonly limit: RateLimit | null;
  /** Whether a call that still waits is made although another incident turned out to explain this one. */
  readonly pageChild: CascadeRule['pageChild'];
  /** It is made only when the calls about the incident itself, which explains it, went into a digest. */
  readonly isExplained?: true;
  /** Whom else to call when nobody acknowledges. */
  readonly escalation: readonly EscalationStep[];
};
