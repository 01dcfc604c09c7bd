import type { Interval } from './interval.ts';
import type { Place } from './place.ts';
import type { IncidentSeverity } from './severity.ts';

/** One test on one field of a signal, always of the whole value. A missing field satisfies only `absent`. */
export type Condition =
  | { readonly kind: 'any_of'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'none_of'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'glob'; readonly field: string; readonly pattern: string }
  /** A regular expression of the RE2 language; it takes time in proportion to the text. */
  | { readonly kind: 'regex'; readonly field: string; readonly pattern: string }
  /** Bounds of a number; text that is no number is outside all of them. */
  | { readonly kind: 'number'; readonly field: string; readonly bounds: Bounds }
  | { readonly kind: 'present'; readonly field: string }
  | { readonly kind: 'absent'; readonly field: string }
  /** The clock: whether the receipt lies inside a named interval. `field` is `during`. */
  | { readonly kind: 'during'; readonly field: 'during'; readonly interval: Interval };

/** Bounds of a number; each that is given must hold. */
export type Bounds = {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
};

/** What the stages of a decision have in common: first match decides, all conditions must hold. */
export type Rule = {
  readonly id: string;
  readonly description: string | null;
  readonly when: readonly Condition[];
  /** The team whose signals the rule is about; null for everybody's. */
  readonly team: string | null;
  readonly place: Place;
};

/** One part of a naming convention. */
export type NamePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'field'; readonly name: string };

/** Facts of a signal that a naming convention may supply where the tool states none. */
export const EXTRACTED_FACTS = ['service', 'team', 'function', 'product', 'environment'] as const;

/** Reads facts that a tool cannot state from one of its fields; not a stage of its own, every rule is asked. */
export type ExtractRule = Pick<Rule, 'id' | 'description' | 'place'> & {
  /** `title`, `host` or `label.<name>`. */
  readonly from: string;
  readonly parts: readonly NamePart[];
};

/** Sets an incident severity (`none` opens nothing) and, where it says so, the category. */
export type SeverityRule = Rule & {
  readonly set: IncidentSeverity | 'none';
  readonly category: IncidentCategory | null;
};

/** Says which signals are one problem, for tools whose own key does not; by default source and the tool's key. */
export type IdentityRule = Rule & { readonly by: readonly IdentityField[] };

/** Lets a signal open an incident or only records it. */
export type GateRule = Rule & { readonly action: 'open' | 'record' };

/** Only records a signal during an interval. */
export type MuteRule = Rule & { readonly during: Interval };

/** Only records a signal while another problem fires that matches `open` and agrees in the fields `same`. */
export type SuppressRule = Rule & {
  readonly open: readonly Condition[];
  /** Both must have each field. */
  readonly same: readonly string[];
};

/** Only records signals until `count` of them (or of their values of `distinct`) lie within a sliding window. */
export type ThresholdRule = Rule & {
  readonly count: number;
  readonly withinMs: number;
  readonly distinct: string | null;
};

/** Holds the incident of a problem open from `enter` changes of its state in the window until fewer than `leave`. */
export type FlapRule = Rule & {
  readonly enter: number;
  readonly leave: number;
  readonly withinMs: number;
};

/** A call waits for a failing dependency so long at most, in milliseconds. */
export const MOST_SETTLE_MS = 15_000;

/** How a failure that another one explains is treated. */
export type CascadeRule = Rule & {
  /** Whether its own team is called although the upstream incident explains it. */
  readonly pageChild: 'never' | 'if_more_severe' | 'always';
  /** How long its call waits for a failing dependency to show, in milliseconds; sev1 never waits. */
  readonly settleMs: number;
  /** How long after the recovery of what explained it its team is called if it still fails. */
  readonly graceMs: number;
  /** How long after its opening an upstream incident still takes it over. */
  readonly adoptMs: number;
};

/** Says which signals make one incident, how long its call waits, and how long after its resolution it is reopened. */
export type GroupRule = Rule & {
  readonly by: readonly GroupField[];
  readonly holdMs: number;
  readonly reopenMs: number;
};

/** Names whom to call; the first that matches decides. */
export type NotifyRule = Rule & {
  readonly to: readonly NotifyTarget[];
  /** Id of the escalation policy; null for none. */
  readonly escalate: string | null;
  readonly limit: RateLimit | null;
};

/** Names who is told besides; every one that matches counts. */
export type AlsoRule = Rule & { readonly also: readonly NotifyTarget[] };

/** At most so many messages in a sliding window; what is over the limit is counted into a digest. */
export type RateLimit = {
  readonly per: 'destination' | 'incident';
  readonly count: number;
  readonly withinMs: number;
  /** Severities that no limit holds back. */
  readonly bypass: readonly IncidentSeverity[];
};

/** Fields that may form an incident's identity; never severity, state or text. */
export type GroupField =
  | 'service'
  | 'environment'
  | 'source'
  | 'host'
  | 'product'
  | 'team'
  | `label.${string}`;

/** Fields that may form a problem's identity; never severity, value, state or text. */
export type IdentityField =
  | 'source'
  | 'key'
  | 'service'
  | 'environment'
  | 'host'
  | `label.${string}`;

/** A destination as a rule names it; it becomes concrete with the owner. */
export type NotifyTarget =
  | { readonly kind: 'on_call' }
  | { readonly kind: 'team_channel' }
  | { readonly kind: 'team_lead' }
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'team'; readonly team: string };

/** What kind of failure an incident is. */
export const INCIDENT_CATEGORIES = [
  'down',
  'errors',
  'latency',
  'exception',
  'security',
  'data',
  'tooling',
  'other',
] as const;

/** What kind of failure an incident is. */
export type IncidentCategory = (typeof INCIDENT_CATEGORIES)[number];

/** The stages whose rules ask `when` and of which the first that matches decides, in their order. */
export const RULE_STAGES = ['severity', 'identity', 'gate', 'cascade', 'group', 'notify'] as const;
export type RuleStage = (typeof RULE_STAGES)[number];

/** All rules of an organisation by stage and kind, in the order in which they are tried. */
export type Rules = {
  readonly extract: readonly ExtractRule[];
  readonly severity: readonly SeverityRule[];
  readonly identity: readonly IdentityRule[];
  readonly gate: readonly GateRule[];
  readonly mute: readonly MuteRule[];
  readonly suppress: readonly SuppressRule[];
  readonly threshold: readonly ThresholdRule[];
  readonly flap: readonly FlapRule[];
  readonly cascade: readonly CascadeRule[];
  readonly group: readonly GroupRule[];
  readonly notify: readonly NotifyRule[];
  readonly also: readonly AlsoRule[];
};
