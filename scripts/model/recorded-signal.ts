import type { Instant } from './instant.ts';
import type { Signal } from './signal.ts';

/** A signal as it was received, kept without what must not be kept, to be decided about again. */
export type RecordedSignal = {
  readonly source: string;
  readonly receivedAt: Instant;
  readonly signal: Signal;
};
