import type { Instant } from './instant.ts';

/** The folded state of all signals with one identity. */
export type Problem = {
  /** `<source>/<26 characters>`: the source and a hash of the tool's own identity. */
  readonly id: string;
  readonly source: string;
  readonly state: 'firing' | 'recovered';
  /** When the current firing began; for a recovered problem, when the last one began. */
  readonly since: Instant;
  /** When the newest accepted change happened. */
  readonly at: Instant;
  /** Key of the newest accepted change; decides between changes of one instant. */
  readonly key: string;
  /** Accepted changes and repeats. */
  readonly count: number;
};
