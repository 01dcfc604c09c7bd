// What the site may show. The site's build reads exactly this and nothing else of the organisation.
import type { ComponentStatus, NameTranslations } from '../model/component.ts';
import type { Instant } from '../model/instant.ts';
import type { MaintenancePhase, PublicStatus } from '../model/incident.ts';
import type { Brand, Language } from '../model/page.ts';
import type { UptimePolicy } from '../model/uptime.ts';
import type { Progress } from '../speech/speech.ts';
import type { Suffered } from './suffering.ts';
import type { InsideView } from './inside/view.ts';

/** Everything that one build of the site shows, as JSON-safe data. */
export type Snapshot =
  | { readonly audience: 'public'; readonly public: PublicView }
  | { readonly audience: 'internal'; readonly public: PublicView; readonly internal: InternalView };

/** What customers see. */
export type PublicView = {
  readonly page: {
    readonly name: string;
    readonly url: string;
    readonly support: string | null;
    /** The first one is the language that people write in. */
    readonly languages: readonly Language[];
    /** After this time without a new build the page warns its readers. */
    readonly staleAfterMs: number;
    readonly brand: Omit<Brand, 'name'>;
  };
  /** When the data was read. */
  readonly builtAt: Instant;
  /** The commit that the data was read from; null outside git. */
  readonly revision: string | null;
  /** How uptime is counted. */
  readonly uptimePolicy: UptimePolicy;
  /** The overall state: the worst that a component is or an open incident says; `verdict.ts` has the words. */
  readonly state: { readonly status: ComponentStatus };
  readonly groups: readonly ComponentGroupView[];
  /** Open incidents, worst first. */
  readonly active: readonly IncidentView[];
  readonly maintenance: {
    readonly running: readonly IncidentView[];
    /** Planned ones, next first. */
    readonly upcoming: readonly IncidentView[];
    /** Called off; its page, calendars and feeds tell it to those who noted it. */
    readonly cancelled: readonly IncidentView[];
  };
  /** The last 14 days, newest first, with the incidents that began on each. */
  readonly recent: readonly { readonly day: string; readonly incidents: readonly IncidentView[] }[];
  /** Months with at least one incident or past maintenance, newest first (`2026-11`). */
  readonly months: readonly {
    readonly month: string;
    readonly incidents: readonly IncidentView[];
  }[];
  /** Everything that has a page of its own, newest first. */
  readonly incidents: readonly IncidentView[];
};

/** A product as customers see it. */
export type ComponentGroupView = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly translations?: NameTranslations;
  readonly status: ComponentStatus;
  readonly components: readonly ComponentView[];
};

/** A component with its last 90 days. */
export type ComponentView = {
  readonly id: string;
  /** Ids that it had before, the oldest first; its page and files stand there as well. Absent for none. */
  readonly former?: readonly string[];
  /** Ids of components that became a part of it; the same goes for them. Absent for none. */
  readonly merged?: readonly string[];
  readonly name: string;
  readonly description: string | null;
  readonly translations?: NameTranslations;
  readonly status: ComponentStatus;
  /** Oldest first; the last one is the day of the build (UTC). */
  readonly days: readonly ComponentDayView[];
  /** Share of the time without an outage, 0–1; a partial one counts in part (`publication/uptime.ts`). */
  readonly uptime: number;
  /** What the 90 days and the uptime are computed from, in order of beginning; `until` null while it lasts. */
  readonly intervals: readonly {
    readonly incident: string;
    readonly status: ComponentStatus;
    readonly from: Instant;
    readonly until: Instant | null;
  }[];
};

/** One UTC day of one component. */
export type ComponentDayView = {
  readonly day: string;
  readonly status: ComponentStatus;
  /** Minutes in which the component was in that state, the worst of the day; less bad ones are left out. */
  readonly minutes: number;
  /** Ids of the incidents behind it. */
  readonly incidents: readonly string[];
};

/** An incident or maintenance as customers see it. */
export type IncidentView = {
  readonly id: string;
  readonly kind: 'incident' | 'maintenance';
  readonly title: string;
  /** `withdrawn` is an incident that was taken from the page: its address goes on with the title and the last word. */
  readonly status: Progress;
  /** The worst state that it brought to a component. */
  readonly impact: ComponentStatus;
  /** How bad it is now, also for what no row of the page shows; of what is over it says nothing. */
  readonly current: ComponentStatus;
  /** Since when an open incident is as bad as that; null for anything else. */
  readonly currentSince: Instant | null;
  readonly startedAt: Instant;
  /** When it ended; null while it lasts or is planned. */
  readonly endedAt: Instant | null;
  /** The planned window of a maintenance; of a recurring one the running, next or last. */
  readonly window: { readonly from: Instant; readonly until: Instant } | null;
  /** When a maintenance takes place; null for an incident. */
  readonly schedule: ScheduleView | null;
  readonly components: readonly (Pick<ComponentView, 'id' | 'name' | 'translations'> & {
    readonly status: ComponentStatus;
    /** How bad it was at its worst, and when; null for what did not suffer, and for a maintenance, which its schedule tells. */
    readonly suffered: Suffered | null;
  })[];
  /** Ids of the components whose feeds and calendars tell of it, also where it is withdrawn and names none. */
  readonly concerns: readonly string[];
  /** Newest first. */
  readonly updates: readonly UpdateView[];
  /** Sanitised HTML of a published post-mortem's customer message. */
  readonly postmortem: string | null;
  /** The same as plain text in one line. */
  readonly postmortemText: string | null;
  /** When it was called off or taken from the page; null for what stands. */
  readonly withdrawnAt: Instant | null;
  /** Until when an open incident promises its next update; null without a promise. */
  readonly nextUpdateDue: Instant | null;
  /** What is said in other languages; absent for none. */
  readonly translations?: Readonly<Partial<Record<Language, TranslationView>>>;
  /** Whether a customer message is out; asking for its text renders it. */
  readonly hasPostmortem: boolean;
  /** Since when it is out; null where none is, or nobody wrote that down. */
  readonly postmortemAt: Instant | null;
  /** Changes whenever anything else in this view does. */
  readonly digest: string;
};

/** An incident in one more language; what it lacks is shown in the original. */
export type TranslationView = {
  readonly title: string | null;
  /** By the instant of the update. */
  readonly updates: Readonly<Record<Instant, Pick<UpdateView, 'html' | 'text'>>>;
  /** Sanitised HTML. */
  readonly postmortem: string | null;
};

/** All that a reader needs to know at any later time where a maintenance stands. */
export type ScheduleView = {
  /** The RRULE and the zone whose clocks it keeps; null when it takes place once. */
  readonly recurs: { readonly rule: string; readonly zone: string } | null;
  /** Oldest first: the last 20 of the 90 days before the build, and the next 30 of the 400 days after it. */
  readonly occurrences: readonly OccurrenceView[];
  /** How many minutes before each beginning calendars remind. */
  readonly reminders: readonly number[];
};

/** One time at which a maintenance takes place. */
export type OccurrenceView = {
  /** The day of the zone that it begins on; it is known by this day. */
  readonly day: string;
  readonly from: Instant;
  readonly until: Instant;
  /** When it really began; null before. */
  readonly startedAt: Instant | null;
  /** When it really ended; null before. */
  readonly endedAt: Instant | null;
  /** Whether it goes on past `until`, as people said. */
  readonly late: boolean;
  /** Where it stands at the time of the build. */
  readonly status: MaintenancePhase | 'cancelled';
};

/** A public statement. */
export type UpdateView = {
  readonly at: Instant;
  readonly status: PublicStatus | MaintenancePhase;
  /** Sanitised HTML. */
  readonly html: string;
  /** The same as plain text in one line. */
  readonly text: string;
};

/** What only people inside see. */
export type InternalView = {
  readonly teams: readonly TeamView[];
  readonly inside: InsideView;
};

/** What a team's page shows beside its incidents. */
export type TeamView = {
  readonly id: string;
  readonly name: string;
  readonly lead: string;
  /** Planned work of the team or on its services, newest first; for its calendar. */
  readonly maintenance: readonly IncidentView[];
  readonly services: readonly {
    readonly id: string;
    readonly name: string;
    readonly function: string;
    readonly tier: number;
  }[];
};
