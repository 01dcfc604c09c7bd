import type { Stage } from '../model/decision.ts';
import type { Instant } from '../model/instant.ts';
import type { Place } from '../model/place.ts';

/** The ways in which a signal can end differently, most urgent first. */
export const CHANGE_KINDS = [
  'lost_page',
  'gained_page',
  'moved_team',
  'lost_incident',
  'new_incident',
  'held_back',
  'let_through',
  'severity',
  'category',
  'group',
  'destinations',
  'timing',
] as const;

/** One way in which a signal can end differently. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What one stage said of a signal, and where that stands. */
export type StageAccount = {
  readonly stage: Stage;
  readonly result: string;
  /** The rule or entry; null where nothing written decided. */
  readonly rule: string | null;
  readonly place: Place | null;
};

/** What was decided about a signal on one side, and the lines that decided what differs. */
export type ImpactSide = {
  readonly summary: string;
  readonly because: readonly StageAccount[];
};

/** A signal that ends differently. */
export type ImpactExample = {
  readonly receivedAt: Instant;
  readonly source: string;
  readonly service: string | null;
  readonly title: string;
  readonly base: ImpactSide;
  readonly head: ImpactSide;
};

/** How many signals of a kind there are, with the first of them. */
export type ImpactOfKind = {
  readonly kind: ChangeKind;
  readonly count: number;
  readonly examples: readonly ImpactExample[];
};

/** What a destination gets more or less of. */
export type TargetImpact = {
  readonly target: string;
  readonly team: string | null;
  /** Whether it is a person; a channel wakes nobody. */
  readonly isPage: boolean;
  readonly gained: number;
  readonly lost: number;
};

/** What a team has to do before and after. */
export type TeamImpact = {
  readonly team: string;
  readonly pages: BeforeAfter;
  readonly incidents: BeforeAfter;
};

/** A number on both sides. */
export type BeforeAfter = { readonly before: number; readonly after: number };

/** A silence or a threshold that the recorded signals speak against. */
export type HygieneFinding = {
  readonly what: 'silence' | 'threshold';
  readonly id: string;
  readonly place: Place;
  readonly sentence: string;
};

/** What other rules would have made of the recorded signals. */
export type Impact = {
  readonly signals: number;
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** Signals that end differently in any way. */
  readonly changed: number;
  /** Signals of which somebody else would have been told. */
  readonly elsewhere: number;
  /** Only kinds that occur. */
  readonly kinds: readonly ImpactOfKind[];
  /** Only destinations that gain or lose something. */
  readonly targets: readonly TargetImpact[];
  /** All teams that have anything to do on either side. */
  readonly teams: readonly TeamImpact[];
  readonly incidents: BeforeAfter;
  /** Teams that own or get something that changes, as GitHub calls them where they say so; they should look at it. */
  readonly reviewers: readonly string[];
  readonly hygiene: readonly HygieneFinding[];
};
