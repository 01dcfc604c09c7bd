import type { Instant } from './instant.ts';
import type { Place } from './place.ts';

/** Who is on call, in turns. */
export type Schedule = {
  readonly id: string;
  readonly name: string;
  /** IANA zone in which hand-overs happen. */
  readonly zone: string;
  readonly rotation: {
    /** Local date and time of the first hand-over (`2026-01-05T09:00`). */
    readonly start: string;
    /** Length of a turn in whole days. */
    readonly days: number;
    readonly people: readonly string[];
  };
  readonly overrides: readonly {
    readonly from: Instant;
    readonly until: Instant;
    readonly person: string;
  }[];
  readonly place: Place;
};
