import type { ActionItem } from './action-item.ts';
import type { ComponentStatus } from './component.ts';
import type { Instant } from './instant.ts';
import type { MaintenanceWindow } from './maintenance.ts';
import type { Language } from './page.ts';
import type { Owner } from './owner.ts';
import type { IncidentCategory } from './rule.ts';
import type { IncidentSeverity } from './severity.ts';

/** States of an incident, in the order of its life. */
export const INCIDENT_STATES = [
  'triage',
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'closed',
  'duplicate',
  'declined',
] as const;

/** Those in which people still have to act. */
export const ACTIVE_STATES = [
  'triage',
  'investigating',
  'identified',
  'monitoring',
] as const satisfies readonly (typeof INCIDENT_STATES)[number][];

/** Where an incident stands. */
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What the public is told about the progress, in its order. */
export const PUBLIC_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type PublicStatus = (typeof PUBLIC_STATUSES)[number];

/** The instants of an incident's life that are known. */
export type Milestones = {
  readonly started?: Instant;
  readonly detected?: Instant;
  readonly declared?: Instant;
  readonly acknowledged?: Instant;
  readonly identified?: Instant;
  readonly mitigated?: Instant;
  readonly resolved?: Instant;
  readonly closed?: Instant;
};

/** Names of the instants of an incident's life, in the order in which they happen. */
export const MILESTONES = [
  'started',
  'detected',
  'declared',
  'acknowledged',
  'identified',
  'mitigated',
  'resolved',
  'closed',
] as const satisfies readonly (keyof Milestones)[];

/** One problem that belongs to an incident, as its file remembers it. */
export type IncidentProblem = {
  readonly state: 'firing' | 'recovered';
  readonly since: Instant;
  /** The instant of the newest accepted change. */
  readonly at: Instant;
  /** A customer's report; absent for what monitoring says. */
  readonly kind?: 'report';
  /** The service that fails; absent where it is the incident's first one. */
  readonly service?: string;
  /** How bad it is by itself; stands beside `upstream`. */
  readonly severity?: IncidentSeverity;
  /** The service whose failure explains it; absent for what the incident is about itself. */
  readonly upstream?: string;
  /** It changes its state too often to believe its recoveries. */
  readonly flapping?: true;
};

/** The service that a problem of an incident is about; null when none is known. */
export function serviceOf(incident: Incident, problem: IncidentProblem): string | null {
  return problem.service ?? incident.services[0] ?? null;
}

/** What a component was before it became what `components` says. */
export type ComponentBefore = {
  readonly component: string;
  readonly status: ComponentStatus;
  readonly until: Instant;
};

/** What may have caused an incident. */
export type Change = {
  readonly kind: 'code' | 'config' | 'infra' | 'migration' | 'manual' | 'third_party' | 'none';
  readonly deploy?: string;
  readonly verdict: 'suspected' | 'caused' | 'ruled_out';
};

/** How an incident stands to others, by their ids. */
export type Relations = {
  readonly duplicateOf?: string;
  readonly causedBy: readonly string[];
  readonly recurrenceOf?: string;
  /** Problems that a duplicate took to the incident that it repeats; they come back with it. */
  readonly moved?: readonly string[];
};

/** Who may see it: people inside, the public as well, or only those whom it names. */
export const VISIBILITIES = ['none', 'public', 'restricted'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** What the public may see beside the public updates. */
export type PublicFace = {
  readonly visibility: Visibility;
  readonly status?: PublicStatus;
  readonly title?: string;
  /** Until when the public was promised to hear more. */
  readonly nextUpdateDue?: Instant;
  /** What is said in other languages than the updates are written in; absent for none. */
  readonly translations?: Readonly<Partial<Record<Language, Translation>>>;
};

/** What the public hears of an incident in one more language. */
export type Translation = {
  readonly title: string | null;
  /** Markdown by the instant of the update that it renders. */
  readonly updates: Readonly<Record<Instant, string>>;
};

/** What may be counted of an impact. */
export const IMPACT_COUNTS = [
  'customers',
  'customers_pct',
  'requests_failed',
  'orders_failed',
  'minutes_down',
  'response_minutes',
  'revenue_low',
  'revenue_high',
  'sla_credit',
] as const;

/** Whom it hurt and how much, in numbers. */
export type Impact = Readonly<Partial<Record<(typeof IMPACT_COUNTS)[number], number>>> & {
  /** ISO 4217 code of the money in it. */
  readonly currency?: string;
};

/** A wish to silence an incident's signals for longer than a day; it becomes a pull request. */
export type Mute = {
  readonly key: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly reason: string;
};

/** The promise of a further update: until an instant, or so long after the publication of the one that it stands in. */
export type NextUpdate =
  | { readonly kind: 'until'; readonly at: Instant }
  | { readonly kind: 'within'; readonly ms: number };

/** A public update that waits for the incident's manager. */
export type Draft = {
  readonly at: Instant;
  readonly status: PublicStatus | MaintenancePhase;
  /** Markdown. */
  readonly text: string;
  readonly key: string;
  /** Login of its author. */
  readonly by: string;
  /** When the next one is promised. */
  readonly next: NextUpdate | null;
  /** Key of the draft whose place it took; null for none. */
  readonly replaces: string | null;
};

/** A public statement on an incident. */
export type Update = {
  readonly at: Instant;
  readonly status: PublicStatus | MaintenancePhase;
  /** Markdown. */
  readonly text: string;
};

/** Phases of a maintenance as the public hears of them, in their order. */
export const MAINTENANCE_PHASES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const;
export type MaintenancePhase = (typeof MAINTENANCE_PHASES)[number];

/** An internal fact with a time; its key makes repeats harmless. */
export type TimelineEntry = {
  readonly at: Instant;
  readonly text: string;
  readonly key: string | null;
};

/** What people work on: the front matter and the machine-readable sections of its file. */
export type Incident = {
  readonly id: string;
  readonly kind: 'incident' | 'maintenance';
  readonly title: string;
  readonly state: IncidentState;
  readonly severity: IncidentSeverity;
  readonly severityMax: IncidentSeverity;
  readonly category: IncidentCategory;
  readonly environment: string;
  /** The group of signals that this incident collects; null for incidents that people declared. */
  readonly group: string | null;
  readonly owner: Owner;
  readonly services: readonly string[];
  readonly components: Readonly<Record<string, ComponentStatus>>;
  /** What they were before, in the order in which they changed. */
  readonly componentsBefore: readonly ComponentBefore[];
  readonly roles: Readonly<Record<string, string>>;
  readonly at: Milestones;
  /** Who took it last; null for nobody, and for whoever did in a tool. */
  readonly takenBy: string | null;
  /** When it was handed over or taken up again, so that somebody has to take it, and when that was done; null where it never was. */
  readonly handover: { readonly at: Instant; readonly taken: Instant | null } | null;
  /** Planned window; maintenance only. */
  readonly window: MaintenanceWindow | null;
  readonly problems: Readonly<Record<string, IncidentProblem>>;
  /** Numbers of customers' tickets, `<source> <number>`; never who wrote them. */
  readonly tickets: readonly string[];
  /** Whom it was called to so far: channels, schedules and leads, never an address. */
  readonly called: readonly string[];
  readonly change: Change | null;
  readonly relations: Relations;
  /** Null until somebody, or an automatic component, says something about it. */
  readonly public: PublicFace | null;
  readonly postmortem: string | null;
  /** That people began a post-mortem, and who writes it; null before. */
  readonly postmortemBegun: { readonly at: Instant; readonly owner: string } | null;
  /** The pull request of its post-mortem that somebody closed without merging it, and whether another one was asked for since. */
  readonly postmortemClosed: { readonly pullRequest: number; readonly again: boolean } | null;
  /** Day and meeting of the draft of its post-mortem, where people chose others than its level gives; null for none. */
  readonly postmortemDraft: { readonly due: string; readonly meeting: Instant | null } | null;
  /** That it owes a post-mortem whatever is said of its category now. */
  readonly postmortemOwed: boolean;
  /** Teams beside the owner that were called, or had it before. */
  readonly contributors: readonly string[];
  readonly impact: Impact | null;
  readonly mutes: readonly Mute[];
  /** Public updates that wait for the manager, oldest first. */
  readonly drafts: readonly Draft[];
  /** What people proposed to do about it; the post-mortem may say otherwise of the same item. */
  readonly actions: readonly ActionItem[];
  readonly room: number | null;
  readonly updates: readonly Update[];
  /** Keys of the operations that already changed this incident. */
  readonly keys: ReadonlySet<string>;
};

/** Whether people still have to act: neither resolved nor ended in another way. */
export function isActive(incident: Pick<Incident, 'state'>): boolean {
  return ACTIVE.has(incident.state);
}

/** Whether people resolved it, which its close does not change. */
export function hasEnded({ state }: Pick<Incident, 'state'>): boolean {
  return state === 'resolved' || state === 'closed';
}

/** Whether nothing happens in it any more: it was closed, was none, or repeats another one. */
export function isOver({ state }: Pick<Incident, 'state'>): boolean {
  return state === 'closed' || state === 'declined' || state === 'duplicate';
}

/** Whether somebody took it, and who has it now did. */
export function isTaken({ at, handover }: Incident): boolean {
  return at.acknowledged !== undefined && (handover === null || handover.taken !== null);
}

const ACTIVE: ReadonlySet<IncidentState> = new Set(ACTIVE_STATES);
