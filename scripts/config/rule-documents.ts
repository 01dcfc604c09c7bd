// Rules, their tests and silences as people write them, once their schemas accepted them.
import type {
  Bounds,
  CascadeRule,
  GateRule,
  GroupField,
  IdentityField,
  IncidentCategory,
  RateLimit,
  SeverityRule,
} from '../model/rule.ts';
import type { ExpectedValue } from '../model/rule-test.ts';
import type { IncidentSeverity } from '../model/severity.ts';

/** What one field of a signal must be, as written. */
export type TestEntry =
  | string
  | boolean
  | readonly string[]
  | { readonly not: string | readonly string[] }
  | { readonly glob: string }
  | { readonly exists: boolean }
  | { readonly regex: string }
  | Bounds;

/** Conditions of a rule as written: field → what it must be. */
export type WhenEntry = Readonly<Record<string, TestEntry>>;

/** What rules of all stages have in common, as written. */
export type RuleEntry = {
  readonly id: string;
  readonly description?: string;
  readonly when?: WhenEntry;
};

/** A naming convention as written. */
export type ExtractEntry = {
  readonly id: string;
  readonly description?: string;
  readonly from: string;
  readonly pattern: string;
};

/** A part of the week as written. */
export type IntervalDocument = {
  readonly zone: string;
  readonly on?: readonly IntervalEntryDocument[];
  readonly not?: readonly IntervalEntryDocument[];
};

/** Weekdays and times as written. */
export type IntervalEntryDocument = {
  readonly weekdays?: readonly string[];
  readonly times?: readonly string[];
};

/** A destination as written. */
export type TargetEntry =
  | 'on-call'
  | 'team-channel'
  | 'team-lead'
  | { readonly channel: string }
  | { readonly team: string };

/** A rule of the gate as written; exactly one of its five answers is there. */
export type GateEntry = RuleEntry & {
  readonly action?: GateRule['action'];
  readonly mute?: string;
  readonly suppress_when?: { readonly open: WhenEntry; readonly same: readonly string[] };
  readonly threshold?: {
    readonly count: number;
    readonly within: string;
    readonly distinct?: string;
  };
  readonly flap?: { readonly enter: number; readonly leave: number; readonly within: string };
};

/** A rule of the notify stage as written; it has `to` or `also`. */
export type NotifyEntry = RuleEntry & {
  readonly to?: readonly TargetEntry[];
  readonly also?: readonly TargetEntry[];
  readonly escalate?: string;
  readonly limit?: {
    readonly per?: RateLimit['per'];
    readonly rate: string;
    readonly bypass?: readonly IncidentSeverity[];
  };
};

/** Facts of a tested signal as written: named as in conditions. */
export type TestedSignalEntry = Readonly<Record<string, string | number>>;

/** A recorded delivery as written. */
export type PayloadEntry = {
  readonly source: string;
  readonly file: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a test expects, as written. */
export type ExpectationEntry = Readonly<Record<string, ExpectedValue>>;

/** A step of a test as written. */
export type TestStepEntry = {
  readonly after?: string;
  readonly as?: string;
  readonly signal?: TestedSignalEntry;
  readonly payload?: PayloadEntry;
  readonly again?: string;
  readonly resolve?: string;
  readonly times?: number;
  readonly every?: string;
  readonly expect?: ExpectationEntry;
};

/** A test of rules as written. */
export type RuleTestEntry = {
  readonly name: string;
  readonly at: string;
  readonly given?: {
    readonly silences?: readonly string[];
    readonly maintenances?: readonly string[];
  };
  readonly signal?: TestedSignalEntry;
  readonly payload?: PayloadEntry;
  readonly steps?: readonly TestStepEntry[];
  readonly expect?: ExpectationEntry;
};

/** `rules/*.yaml` as written. */
export type RulesDocument = {
  readonly tests?: readonly RuleTestEntry[];
  readonly extract?: readonly ExtractEntry[];
  readonly intervals?: Readonly<Record<string, IntervalDocument>>;
  readonly escalations?: Readonly<
    Record<
      string,
      {
        readonly steps: readonly { readonly after: string; readonly to: readonly TargetEntry[] }[];
        readonly ack_ttl?: string;
      }
    >
  >;
  readonly severity?: readonly (RuleEntry & {
    readonly set: SeverityRule['set'];
    readonly category?: IncidentCategory;
  })[];
  readonly identity?: readonly (RuleEntry & { readonly by: readonly IdentityField[] })[];
  readonly gate?: readonly GateEntry[];
  readonly cascade?: readonly (RuleEntry & {
    readonly page_child: CascadeRule['pageChild'];
    readonly settle?: string;
    readonly grace?: string;
    readonly adopt?: string;
  })[];
  readonly group?: readonly (RuleEntry & {
    readonly by: readonly GroupField[];
    readonly hold?: string;
    readonly reopen?: string;
  })[];
  readonly notify?: readonly NotifyEntry[];
};

/** `rules/silences/<id>.yaml` as written. */
export type SilenceDocument = {
  readonly reason: string;
  readonly when: WhenEntry;
  readonly from: string;
  readonly until: string;
  readonly end_if_idle?: string;
};
