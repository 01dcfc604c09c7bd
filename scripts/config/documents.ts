// The kinds of documents, where each lives and which shape it has once its schema accepted it.
import type { ComponentStatus } from '../model/component.ts';
import type {
  Change,
  Impact,
  Incident,
  IncidentProblem,
  IncidentState,
  PublicFace,
} from '../model/incident.ts';
import type { SourceMapping } from '../model/mapping.ts';
import type { ActionItem } from '../model/action-item.ts';
import type { Level } from '../model/level.ts';
import type { PostmortemState } from '../model/postmortem.ts';
import type { TeamMode } from '../model/ownership.ts';
import type { UptimePolicy } from '../model/uptime.ts';
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
import type { StakeholderGroup } from '../model/stakeholders.ts';
import type { Settings } from '../model/organisation.ts';
import type { Brand, Language } from '../model/page.ts';

/** `tocsin.yaml` as written. */
export type OrganisationDocument = {
  readonly name: string;
  readonly url: string;
  readonly support?: string;
  readonly zone?: string;
  readonly writer?: Settings['writer'];
  readonly repository?: Settings['repository'];
  readonly triage: string;
  readonly min_confidence?: number;
  readonly environments: readonly string[];
  readonly quiet_period?: string;
  readonly suspect_window?: string;
  readonly explains_for?: string;
  readonly keep_requests?: string;
  readonly close_after?: string;
  readonly uptime?: {
    readonly weights?: Partial<Record<'degraded' | 'partial_outage' | 'major_outage', number>>;
    readonly maintenance?: UptimePolicy['maintenance'];
  };
  readonly page?: Partial<Pick<Brand, 'links'>> & {
    readonly languages?: readonly Language[];
    readonly stale_after?: string;
    readonly silent_after?: string;
    readonly name?: string;
    readonly logo?: string;
    readonly colours?: Partial<Brand['colours']>;
    readonly css?: string;
  };
};

/** What an incident says to the public in other languages, as written. */
type TranslationEntries = Readonly<
  Partial<
    Record<
      Language,
      { readonly title?: string; readonly updates?: Readonly<Record<string, string>> }
    >
  >
>;

/** `ownership/functions.yaml` as written. */
export type FunctionsDocument = {
  readonly functions: readonly { readonly id: string; readonly name: string }[];
};

/** A service of `ownership/products/<product>.yaml` as written. */
export type ServiceEntry = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly tier?: number;
  readonly function?: string;
  readonly teams?: Readonly<Record<string, string>>;
  readonly unowned?: true | { readonly reason: string };
  readonly aliases?: readonly string[];
  readonly endpoints?: readonly string[];
  readonly transactions?: readonly string[];
  readonly code?: readonly {
    readonly repo: string;
    readonly function?: string;
    readonly paths: readonly string[];
  }[];
  readonly reviewed?: string;
  readonly needs?: readonly (string | { readonly any_of: readonly string[] })[];
  readonly component?: {
    readonly id: string;
    readonly name: string;
    readonly description?: string;
    readonly publish?: 'automatic' | 'manual';
  };
};

/** `ownership/products/<product>.yaml` as written. */
export type ProductDocument = {
  readonly name: string;
  readonly description?: string;
  readonly function: string;
  readonly fallback?: Readonly<Record<string, string>>;
  readonly services: readonly ServiceEntry[];
};

/** `ownership/teams/<team>.yaml` as written. */
export type TeamDocument = {
  readonly name: string;
  readonly mission?: string;
  readonly lead: string;
  readonly members: readonly string[];
  readonly schedule?: string;
  readonly channel?: string;
  readonly mode?: TeamMode;
  readonly github?: string;
};

/** `ownership/schedules/<schedule>.yaml` as written. */
export type ScheduleDocument = {
  readonly name: string;
  readonly zone: string;
  readonly rotation: {
    readonly start: string;
    readonly days: number;
    readonly people: readonly string[];
  };
  readonly overrides?: readonly {
    readonly from: string;
    readonly until: string;
    readonly person: string;
  }[];
};

/** `ownership/stakeholders.yaml` as written. */
export type StakeholdersDocument = {
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    readonly quadrant: StakeholderGroup['quadrant'];
    readonly audience: StakeholderGroup['audience'];
    readonly products?: readonly string[];
  }[];
};

/** What one severity asks of people, as written; what is absent is as everywhere. */
export type LevelEntry = {
  readonly acknowledge?: string;
  readonly resolve?: string;
  readonly update?: string;
  readonly postmortem?: {
    readonly categories?: readonly IncidentCategory[];
    readonly from?: Level['postmortem']['from'];
    readonly due?: string;
  };
  readonly runbook?: readonly string[];
  readonly checklist?: readonly string[];
};

/** `ownership/levels.yaml` as written. */
export type LevelsDocument = {
  readonly levels: Readonly<Partial<Record<IncidentSeverity, LevelEntry>>>;
};

/** The cell of a tool's project as written. */
export type ProjectEntry = {
  readonly service?: string;
  readonly team?: string;
  readonly function?: string;
  readonly product?: string;
};

/** `rules/sources/<source>.yaml` as written. */
export type SourceDocument = {
  readonly name: string;
  readonly vendor: string;
  readonly owner: string;
  readonly authentication: {
    readonly scheme: string;
    readonly user?: string;
    readonly header?: string;
    readonly timestamp_header?: string;
    readonly tenant?: string;
    readonly audience?: string;
    readonly secrets: readonly string[];
  };
  readonly defaults?: { readonly environment?: string; readonly service?: string };
  readonly projects?: Readonly<Record<string, ProjectEntry>>;
  readonly mapping?: SourceMapping;
};

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

/** Front matter of an incident as written. */
export type IncidentDocument = {
  readonly kind?: Incident['kind'];
  readonly title: string;
  readonly state: IncidentState;
  readonly severity: IncidentSeverity;
  readonly severity_max?: IncidentSeverity;
  readonly category: IncidentCategory;
  readonly environment: string;
  readonly group?: string;
  readonly owner: { readonly team: string; readonly function: string; readonly product?: string };
  readonly services?: readonly string[];
  readonly components?: Readonly<Record<string, ComponentStatus>>;
  readonly roles?: Readonly<Record<string, string>>;
  readonly at: Readonly<Record<string, string>> & { readonly declared: string };
  readonly window?: {
    readonly from: string;
    readonly until: string;
    readonly recurs?: string;
    readonly zone?: string;
    readonly except?: readonly string[];
    readonly remind?: readonly string[];
  };
  readonly problems?: Readonly<Record<string, IncidentProblem>>;
  readonly tickets?: readonly string[];
  readonly called?: readonly string[];
  readonly change?: Change;
  readonly relations?: {
    readonly duplicate_of?: string;
    readonly caused_by?: readonly string[];
    readonly recurrence_of?: string;
    readonly moved?: readonly string[];
  };
  readonly public?: Pick<PublicFace, 'visibility' | 'status' | 'title'> & {
    readonly next_update_due?: string;
    readonly translations?: TranslationEntries;
  };
  readonly postmortem?: string;
  readonly postmortem_begun?: { readonly at: string; readonly owner: string };
  readonly postmortem_owed?: boolean;
  readonly contributors?: readonly string[];
  readonly impact?: Impact;
  readonly mutes?: readonly {
    readonly key: string;
    readonly from: string;
    readonly until: string;
    readonly reason: string;
  }[];
  readonly actions?: readonly ActionItemEntry[];
  readonly room?: number;
};

/** An action item as written. */
export type ActionItemEntry = {
  readonly id: string;
  readonly title: string;
  readonly type: ActionItem['type'];
  readonly debt?: ActionItem['debt'];
  readonly status: ActionItem['status'];
  readonly owner_team: string;
  readonly assignee?: string;
  readonly due?: string;
  readonly done?: string;
  readonly issue?: number;
};

/** Front matter of a post-mortem as written. */
export type PostmortemDocument = {
  readonly state: PostmortemState;
  readonly owner: string;
  readonly reviewers?: readonly string[];
  readonly due: string;
  readonly meeting?: string;
  readonly contributing_factors?: readonly { readonly category: string; readonly text: string }[];
  readonly action_items?: readonly ActionItemEntry[];
  readonly public?: boolean;
  readonly translations?: Readonly<
    Partial<Record<Language, { readonly customer_message: string }>>
  >;
};

/** Which document each kind is. */
export type DocumentOf = {
  organisation: OrganisationDocument;
  functions: FunctionsDocument;
  product: ProductDocument;
  team: TeamDocument;
  schedule: ScheduleDocument;
  stakeholders: StakeholdersDocument;
  levels: LevelsDocument;
  source: SourceDocument;
  rules: RulesDocument;
  silence: SilenceDocument;
  incident: IncidentDocument;
  postmortem: PostmortemDocument;
};

/** The kinds of documents. */
export type DocumentKind = keyof DocumentOf;
