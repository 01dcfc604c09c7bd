// The kinds of documents, where each lives and which shape it has once its schema accepted it.
import type { ComponentStatus } from '../model/component.ts';
import type {
  Change,
  Incident,
  IncidentProblem,
  IncidentState,
  PublicFace,
} from '../model/incident.ts';
import type { SourceMapping } from '../model/mapping.ts';
import type { PostmortemState, ActionItem } from '../model/postmortem.ts';
import type { GateRule, GroupField, IncidentCategory, SeverityRule } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { StakeholderGroup } from '../model/stakeholders.ts';
import type { Settings } from '../model/organisation.ts';

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
};

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

/** Conditions of a rule as written: field → what it must be. */
export type WhenEntry = Readonly<
  Record<
    string,
    string | readonly string[] | { readonly glob: string } | { readonly exists: boolean }
  >
>;

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

/** `rules/*.yaml` as written. */
export type RulesDocument = {
  readonly extract?: readonly ExtractEntry[];
  readonly severity?: readonly (RuleEntry & {
    readonly set: SeverityRule['set'];
    readonly category?: IncidentCategory;
  })[];
  readonly gate?: readonly (RuleEntry & { readonly action: GateRule['action'] })[];
  readonly group?: readonly (RuleEntry & {
    readonly by: readonly GroupField[];
    readonly reopen?: string;
  })[];
  readonly notify?: readonly (RuleEntry & {
    readonly to: readonly (
      | 'on-call'
      | 'team-channel'
      | { readonly channel: string }
      | { readonly team: string }
    )[];
  })[];
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
  readonly window?: { readonly from: string; readonly until: string };
  readonly problems?: Readonly<Record<string, IncidentProblem>>;
  readonly tickets?: readonly string[];
  readonly change?: Change;
  readonly relations?: {
    readonly duplicate_of?: string;
    readonly caused_by?: readonly string[];
    readonly recurrence_of?: string;
  };
  readonly public?: PublicFace;
  readonly postmortem?: string;
  readonly room?: number;
};

/** Front matter of a post-mortem as written. */
export type PostmortemDocument = {
  readonly state: PostmortemState;
  readonly owner: string;
  readonly reviewers?: readonly string[];
  readonly due: string;
  readonly meeting?: string;
  readonly action_items?: readonly {
    readonly id: string;
    readonly title: string;
    readonly type: ActionItem['type'];
    readonly debt?: ActionItem['debt'];
    readonly status: ActionItem['status'];
    readonly owner_team: string;
    readonly assignee?: string;
    readonly due?: string;
  }[];
  readonly public?: boolean;
};

/** Which document each kind is. */
export type DocumentOf = {
  organisation: OrganisationDocument;
  functions: FunctionsDocument;
  product: ProductDocument;
  team: TeamDocument;
  schedule: ScheduleDocument;
  stakeholders: StakeholdersDocument;
  source: SourceDocument;
  rules: RulesDocument;
  incident: IncidentDocument;
  postmortem: PostmortemDocument;
};

/** The kinds of documents. */
export type DocumentKind = keyof DocumentOf;
