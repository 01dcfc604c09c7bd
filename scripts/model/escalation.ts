import type { Place } from './place.ts';
import type { NotifyTarget } from './rule.ts';

/** Whom else to call when nobody acknowledges. */
export type EscalationPolicy = {
  readonly id: string;
  /** In order of time after the opening. */
  readonly steps: readonly { readonly afterMs: number; readonly to: readonly NotifyTarget[] }[];
  /** After an acknowledgement of this age the steps begin again, in milliseconds; null for never. */
  readonly ackTtlMs: number | null;
  readonly place: Place;
};
