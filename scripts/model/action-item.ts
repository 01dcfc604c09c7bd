/** Something to be done so that it does not happen again, or hurts less. */
export type ActionItem = {
  /** `A` and a number, unique for the incident and its post-mortem together. */
  readonly id: string;
  readonly title: string;
  readonly type: 'prevent' | 'detect' | 'mitigate' | 'process' | 'document';
  /** A hotfix must be followed by something better; a definitive repair stays. */
  readonly debt: 'hotfix' | 'definitive' | 'none';
  readonly status: 'proposed' | 'accepted' | 'done' | 'dropped';
  readonly ownerTeam: string;
  /** Login of whoever does it. */
  readonly assignee: string | null;
  /** Calendar day until which it is promised. */
  readonly due: string | null;
  /** Calendar day on which it was done; absent where nobody wrote it down. */
  readonly done?: string;
  /** Number of its issue. */
  readonly issue: number | null;
};
