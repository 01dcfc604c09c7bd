// What the internal site shows beside team calendars: slices of the incidents, times, promises, people and the map.
// Each part stands alone, so that a further dashboard is a further part and changes none.
import type { Instant } from '../../model/instant.ts';
import type { PostmortemState } from '../../model/postmortem.ts';
import type { IncidentSeverity } from '../../model/severity.ts';
import type { Quadrant, StakeholderGroup } from '../../model/stakeholders.ts';
import type { Coverage } from '../../ownership/coverage.ts';
import type { DebtFigures, DebtView } from '../debt-view.ts';
import type { IncidentPageView, InsideIncident } from './incident-views.ts';

/** Everything that only people inside see. */
export type InsideView = {
  /** Each incident once, newest first; slices name them by id. */
  readonly incidents: readonly InsideIncident[];
  /** A page for each of them. */
  readonly pages: readonly IncidentPageView[];
  readonly slices: readonly SliceView[];
  readonly debt: DebtView;
  readonly postmortems: PostmortemIndexView;
  readonly onCall: readonly OnCallView[];
  readonly matrix: readonly QuadrantView[];
  readonly ownership: OwnershipView;
  readonly graph: GraphView;
  readonly rules: RulesView;
};

/** By what incidents are cut; every incident lies in exactly one slice of each kind. */
export const SLICE_KINDS = ['all', 'team', 'function', 'product', 'service'] as const;

/** One of the cuts. */
export type SliceKind = (typeof SLICE_KINDS)[number];

/** The incidents of one team, function, product or service, or all of them. */
export type SliceView = {
  readonly kind: SliceKind;
  /** Null for incidents that name none of this kind. */
  readonly id: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly open: readonly string[];
  readonly unacknowledged: readonly string[];
  /** Those that owe something whose deadline passed, ended or not. */
  readonly overdue: readonly string[];
  /** All that ended, newest first. */
  readonly past: readonly string[];
  /** Those of other slices that touch this one as well, newest first; of a service also those that ended. They count nowhere here. */
  readonly involved: readonly string[];
  /** What no time counts, of the same year; and the incidents that ended and began before it. */
  readonly excluded: ExcludedView;
  readonly times: readonly TimeView[];
  readonly shares: readonly ShareView[];
  readonly problems: CountView;
  readonly breakdown: readonly BreakdownView[];
  readonly severityTimes: SeverityTimesView;
  readonly weeks: readonly WeekView[];
  readonly underWay: UnderWayView;
  /** People's time over the incidents that were resolved in the year before, and those that are open. */
  readonly peopleTime: { readonly time: TimeView; readonly excluded: ExcludedView };
  /** What was promised: of a team what it promised, of every other slice what its incidents led to. */
  readonly actions: DebtFigures;
};

/** How many were left out of a count. */
export type ExcludedView = {
  readonly maintenance: number;
  readonly declined: number;
  readonly duplicate: number;
  /** Incidents that ended before its time. */
  readonly older: number;
};

/** One kind of time over the incidents of a slice that began in the year before, and those that are open. */
export type TimeView = TimesView & {
  readonly id: string;
  readonly name: string;
  /** From which instant to which. */
  readonly definition: string;
};

/** Times of single incidents. */
export type TimesView = {
  /** Of how many incidents it is asked. */
  readonly asked: number;
  /** Asked, but an endpoint that should be there is not written down, or they run backwards. */
  readonly missing: number;
  /** Shortest first; `open` ones last at least that long. */
  readonly points: readonly TimePoint[];
  /** Null below eight points. A percentile is null where more is still open than it could tell. */
  readonly summary: { readonly medianMs: number | null; readonly p90Ms: number | null } | null;
};

/** What a share is about. */
export const SHARE_TOPICS = ['resolution', 'customers', 'learning', 'signals', 'load'] as const;

/** How many incidents of a slice went a certain way, of those that began in the year before and those that are open. */
export type ShareView = {
  readonly id: string;
  readonly topic: (typeof SHARE_TOPICS)[number];
  readonly name: string;
  /** What counts, and of what. */
  readonly definition: string;
  readonly count: number;
  readonly of: number;
  /** Those of `of` whose deadline passed: that were done after it, and that are still not done. Null where there is none. */
  readonly beyond: { readonly late: number; readonly open: number } | null;
  /** Those of which it cannot be said yet; in neither number. */
  readonly pending: number;
  /** Those of which the files do not tell; in neither number. */
  readonly missing: number;
};

/** What the incidents of a slice were, by one question; an incident may have several answers. */
export type BreakdownView = {
  readonly name: string;
  readonly rows: readonly { readonly answer: string; readonly count: number }[];
};

/** How long the incidents of a slice were at each severity while they were open. */
export type SeverityTimesView = {
  /** Of how many incidents it is asked. */
  readonly asked: number;
  /** Those whose timelines do not tell. */
  readonly missing: number;
  /** The worst first; none that no incident was at. One that changed stands in several. */
  readonly rows: readonly (TimesView & { readonly severity: IncidentSeverity })[];
};

/** How many incidents are open, against what is usual. */
export type UnderWayView = {
  /** At the end of each week; of the last one, which goes on, what is open now. */
  readonly weeks: readonly WeekView[];
  readonly open: number;
  /** At the ends of the weeks that are over since the first incident began, the oldest first. */
  readonly past: readonly number[];
  /** The median of those; null below eight. */
  readonly usual: number | null;
  /** Incidents of which nobody knows when they were open. */
  readonly missing: number;
};

/** How many of something the incidents of a slice have. */
export type CountView = {
  readonly name: string;
  readonly definition: string;
  /** One for each incident, the smallest first. */
  readonly counts: readonly number[];
  /** Incidents of which the files do not tell. */
  readonly missing: number;
  /** Null below eight incidents. */
  readonly summary: { readonly median: number; readonly p90: number } | null;
};

/** One incident's time. */
export type TimePoint = {
  readonly incident: string;
  readonly ms: number;
  readonly isOpen: boolean;
};

/** Incidents by severity in one week of the organisation's zone. */
export type WeekView = {
  /** Its Monday. */
  readonly monday: string;
  readonly counts: Readonly<Record<IncidentSeverity, number>>;
};

/** What was learned, and where that is owed. */
export type PostmortemIndexView = {
  readonly written: readonly PostmortemRowView[];
  /** Incidents that need one and have none, by when it is due. */
  readonly lacking: readonly { readonly incident: string; readonly due: Instant }[];
  /** Categories of causes, most frequent first. */
  readonly causes: readonly { readonly category: string; readonly incidents: readonly string[] }[];
};

/** One post-mortem. */
export type PostmortemRowView = {
  readonly incident: string;
  readonly title: string;
  readonly team: string | null;
  readonly severity: IncidentSeverity | null;
  readonly state: PostmortemState;
  readonly owner: string;
  readonly due: string;
  /** When it is talked about; null where no day is set. */
  readonly meeting: Instant | null;
  readonly isOverdue: boolean;
  readonly factors: readonly { readonly category: string; readonly text: string }[];
  /** Sanitised HTML of the whole text. */
  readonly html: string;
};

/** Who is on call for a team, as declared. */
export type OnCallView = {
  readonly team: string;
  readonly name: string;
  /** How many services name the team. */
  readonly services: number;
  /** Null where the team declares none. */
  readonly schedule: {
    readonly name: string;
    readonly zone: string;
    readonly person: string | null;
    /** The next four weeks, without holes; nobody in a gap. */
    readonly turns: readonly {
      readonly from: Instant;
      readonly until: Instant;
      readonly person: string | null;
    }[];
  } | null;
};

/** One quadrant of the stakeholder matrix. */
export type QuadrantView = {
  readonly quadrant: Quadrant;
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    readonly audience: StakeholderGroup['audience'];
    /** Names of products; empty means every product. */
    readonly products: readonly string[];
  }[];
};

/** Who answers for what, and how much of what exists that covers. */
export type OwnershipView = {
  readonly functions: readonly { readonly id: string; readonly name: string }[];
  readonly products: readonly {
    readonly id: string;
    readonly name: string;
    /** Team by function, for what no service covers. */
    readonly fallback: Readonly<Record<string, string>>;
    readonly services: readonly OwnedServiceView[];
  }[];
  readonly declared: {
    readonly services: number;
    readonly owned: number;
    readonly unowned: number;
    readonly reviewed: number;
  };
  /** Of recorded signals; null where none were recorded. */
  readonly coverage: Coverage | null;
};

/** A service's row of the map. */
export type OwnedServiceView = {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
  readonly teams: Readonly<Record<string, string>>;
  readonly reviewed: string | null;
  /** Why nobody answers for it on purpose. */
  readonly unowned: string | null;
  readonly place: string;
};

/** What cannot work without what. */
export type GraphView = {
  readonly nodes: readonly GraphNodeView[];
  readonly edges: readonly GraphEdgeView[];
};

/** A service in the picture. */
export type GraphNodeView = {
  readonly id: string;
  readonly name: string;
  readonly product: string;
  readonly tier: number;
  /** The worst of its open incidents. */
  readonly open: IncidentSeverity | null;
};

/** One dependency in the picture. */
export type GraphEdgeView = {
  readonly from: string;
  readonly to: string;
  /** Whether another service can stand in. */
  readonly isAlternative: boolean;
};

/** The rules in force. */
export type RulesView = {
  /** How many recorded signals were asked; null where none were recorded. */
  readonly signals: number | null;
  readonly stages: readonly { readonly stage: string; readonly rules: readonly RuleView[] }[];
};

/** One rule. */
export type RuleView = {
  readonly id: string;
  readonly description: string | null;
  readonly team: string | null;
  /** Its conditions in words; null where it matches everything. */
  readonly when: string | null;
  /** `file:line`. */
  readonly place: string;
  /** For how many of the recorded signals it decided, and of which services; null where none were recorded. */
  readonly decided: {
    readonly count: number;
    readonly where: readonly { readonly service: string | null; readonly count: number }[];
  } | null;
};
