// The front matter of incidents and post-mortems as it is written, once its schema accepted it.
import type { ComponentStatus } from '../model/component.ts';
import type {
  Change,
  Impact,
  Incident,
  IncidentProblem,
  IncidentState,
  PublicFace,
} from '../model/incident.ts';
import type { ActionItem } from '../model/action-item.ts';
import type { PostmortemState } from '../model/postmortem.ts';
import type { IncidentCategory } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { Language } from '../model/page.ts';

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
  readonly components_before?: readonly {
    readonly component: string;
    readonly status: ComponentStatus;
    readonly until: string;
  }[];
  readonly roles?: Readonly<Record<string, string>>;
  readonly at: Readonly<Record<string, string>> & { readonly declared: string };
  readonly taken_by?: string;
  readonly handover?: { readonly at: string; readonly taken?: string };
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
  readonly postmortem_closed?: { readonly pull_request: number; readonly again?: boolean };
  readonly postmortem_draft?: { readonly due: string; readonly meeting?: string };
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
  readonly reviewed?: string;
  readonly published?: string;
  readonly contributing_factors?: readonly { readonly category: string; readonly text: string }[];
  readonly action_items?: readonly ActionItemEntry[];
  readonly public?: boolean;
  readonly translations?: Readonly<
    Partial<Record<Language, { readonly customer_message: string }>>
  >;
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
