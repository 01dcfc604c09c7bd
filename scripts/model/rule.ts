import type { Place } from './place.ts';
import type { IncidentSeverity } from './severity.ts';

/** One test on one field of a signal. A missing field satisfies only `absent`. */
export type Condition =
  | { readonly kind: 'any_of'; readonly field: string; readonly values: readonly string[] }
  | { readonly kind: 'glob'; readonly field: string; readonly pattern: string }
  | { readonly kind: 'present'; readonly field: string }
  | { readonly kind: 'absent'; readonly field: string };

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

/** Lets a signal open an incident or only records it. */
export type GateRule = Rule & { readonly action: 'open' | 'record' };

/** Says which signals make one incident, and how long after its resolution it is reopened. */
export type GroupRule = Rule & {
  readonly by: readonly GroupField[];
  readonly reopenMs: number;
};

/** Names whom to call. */
export type NotifyRule = Rule & { readonly to: readonly NotifyTarget[] };

/** Fields that may form an incident's identity; never severity, state or text. */
export type GroupField = 'service' | 'environment' | 'source' | 'host';

/** A destination as a rule names it; it becomes concrete with the owner. */
export type NotifyTarget =
  | { readonly kind: 'on_call' }
  | { readonly kind: 'team_channel' }
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

/** All rules of an organisation by stage, in the order in which they are tried. */
export type Rules = {
  readonly extract: readonly ExtractRule[];
  readonly severity: readonly SeverityRule[];
  readonly gate: readonly GateRule[];
  readonly group: readonly GroupRule[];
  readonly notify: readonly NotifyRule[];
};
