// An incident as people inside see it: a row of a list, and a page of its own.
import type { ComponentStatus } from '../../model/component.ts';
import type {
  Incident,
  IncidentProblem,
  IncidentState,
  Milestones,
  Update,
} from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { IncidentCategory } from '../../model/rule.ts';
import type { IncidentSeverity } from '../../model/severity.ts';
import type { Clock } from '../../rooms/clocks.ts';
import type { Suffered } from '../suffering.ts';
import type { Story } from './story.ts';

/** An incident as a row of a list. */
export type InsideIncident = {
  readonly id: string;
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly category: IncidentCategory;
  readonly state: IncidentState;
  readonly team: string;
  readonly function: string;
  readonly product: string | null;
  /** The service that it is counted for: the first one that it names. */
  readonly service: string | null;
  /** All that it names, in the order of the file. */
  readonly services: readonly string[];
  readonly startedAt: Instant;
  readonly detectedAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  /** Who took it last; null for nobody, and for whoever did in a tool. */
  readonly takenBy: string | null;
  /** When it was taken after it had been handed over; null where it never was. */
  readonly takenOverAt: Instant | null;
  /** Whether somebody has it: an incident that was handed over waits again. */
  readonly isTaken: boolean;
  readonly resolvedAt: Instant | null;
  /** Who has which role, in the order of the file. */
  readonly people: readonly { readonly role: string; readonly login: string }[];
  /** The deadline that is owed next, or was first; null when nothing is owed. */
  readonly next: Pick<Clock, 'kind' | 'due'> | null;
  /** Deadlines that passed and are still owed. */
  readonly overdue: readonly Clock['kind'][];
  readonly isOpen: boolean;
  readonly reports: number;
};

/** How an incident stands to another one. */
export const RELATION_KINDS = [
  'duplicate_of',
  'has_duplicate',
  'caused_by',
  'caused',
  'recurrence_of',
  'recurred_as',
] as const;

/** All that people inside see of one incident. */
export type IncidentPageView = Pick<
  Incident,
  | 'id'
  | 'title'
  | 'severity'
  | 'severityMax'
  | 'category'
  | 'state'
  | 'contributors'
  | 'called'
  | 'takenBy'
  | 'change'
  | 'impact'
  | 'actions'
  | 'room'
> &
  Pick<InsideIncident, 'team' | 'function' | 'product' | 'people'> & {
    /** Null where nothing more of it is told. */
    readonly environment: string | null;
    /** The services that it names; those of the map have pages. */
    readonly services: readonly {
      readonly id: string;
      readonly name: string;
      readonly isKnown: boolean;
    }[];
    /** How many customers reported it. */
    readonly tickets: number;
    /** In the order of an incident's life. */
    readonly milestones: readonly { readonly name: keyof Milestones; readonly at: Instant }[];
    /** Deadlines, the earliest first. */
    readonly clocks: readonly (Clock & { readonly isMissed: boolean })[];
    /** Those that began first on top. */
    readonly problems: readonly {
      readonly service: string | null;
      readonly state: IncidentProblem['state'];
      readonly since: Instant;
      readonly at: Instant;
      readonly severity: IncidentSeverity | null;
      /** The service whose failure explains it; null for what the incident is about itself. */
      readonly upstream: string | null;
      readonly isReport: boolean;
    }[];
    readonly relations: readonly {
      readonly how: (typeof RELATION_KINDS)[number];
      readonly incident: string;
      /** Whether there is a page for it. */
      readonly isKnown: boolean;
    }[];
    /** What it did to components, in the order of the file. */
    readonly components: readonly {
      readonly id: string;
      readonly name: string;
      readonly status: ComponentStatus;
      /** How bad it was at its worst, and when; null for what did not suffer. */
      readonly suffered: Suffered | null;
    }[];
    /** What people wrote down, rendered when it is asked for. */
    readonly story: Story;
    /** Nothing is told but where it stands. */
    readonly isRestricted: boolean;
    /** What the public was told, newest first. */
    readonly updates: readonly (Pick<Update, 'at' | 'status'> & {
      readonly text: { readonly html: string };
    })[];
    /** The incident whose post-mortem tells what was learned; null for none. */
    readonly postmortem: string | null;
    /** Whether the public has a page for it too. */
    readonly isPublic: boolean;
    /** It is over and nothing of it is owed: the page stays as it is until the file changes. */
    readonly isSettled: boolean;
    /** Changes with everything above but the rendered texts. */
    readonly digest: string;
  };
