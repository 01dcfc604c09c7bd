import type { Instant } from './instant.ts';

/** The folded state of all signals with one identity. */
export type Problem = {
  /** `<source>/<26 characters>`: the source and a hash of the tool's own identity. */
  readonly id: string;
  readonly source: string;
  /** What the newest change says; `recovered` also as long as none is known. */
  readonly state: 'firing' | 'recovered';
  /**
   * When the newest firing began: the latest start that any of its signals states, and for a trigger that states none,
   * when it occurred. A maximum, so the order of arrival does not matter. `BEGINNING` while no firing is known.
   */
  readonly since: Instant;
  /** When the newest change happened; `BEGINNING` while only acknowledgements and notes are known. */
  readonly at: Instant;
  /** Key of the newest change; decides between changes of one instant. */
  readonly key: string;
  /** Signals that were folded in, repeats and notes included: a plain tally by which nothing is decided. */
  readonly count: number;
};
