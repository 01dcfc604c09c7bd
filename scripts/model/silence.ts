import type { Instant } from './instant.ts';
import type { Place } from './place.ts';
import type { Condition } from './rule.ts';

/** Signals of which people asked not to hear until an instant; recoveries always pass. */
export type Silence = {
  readonly id: string;
  readonly reason: string;
  readonly when: readonly Condition[];
  readonly from: Instant;
  readonly until: Instant;
  /** Ends it early once nothing matched for so long, in milliseconds; null for never. */
  readonly endIfIdleMs: number | null;
  readonly place: Place;
};
