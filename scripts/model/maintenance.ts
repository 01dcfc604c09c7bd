import type { Instant } from './instant.ts';

/** When a maintenance takes place again: an RRULE of RFC 5545, read on the clocks of a zone. */
export type Recurrence = {
  readonly rule: string;
  /** IANA zone whose clocks the beginning keeps. */
  readonly zone: string;
  /** Days of that zone on which it is called off (`2026-12-22`). */
  readonly except: readonly string[];
};

/** The planned time of a maintenance: once, or the first of many. */
export type MaintenanceWindow = {
  readonly from: Instant;
  readonly until: Instant;
  /** Absent where it takes place once. */
  readonly recurs?: Recurrence;
  /** How long before the beginning people are reminded, in milliseconds; absent for never. */
  readonly remindMs?: readonly number[];
};

/** One time at which it takes place, or would have. */
export type Occurrence = {
  /** The day of the zone that it begins on: what it is known by. */
  readonly day: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly cancelled: boolean;
};
