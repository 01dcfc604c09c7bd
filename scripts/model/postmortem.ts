import type { ActionItem } from './action-item.ts';
import type { Instant } from './instant.ts';
import type { Language } from './page.ts';

/** Stages of a post-mortem, in order. */
export const POSTMORTEM_STATES = ['draft', 'in_review', 'reviewed', 'published', 'closed'] as const;

/** Where a post-mortem stands. */
export type PostmortemState = (typeof POSTMORTEM_STATES)[number];

/** A post-mortem whose file cannot be read. */
export type UnreadablePostmortem = {
  readonly incident: string;
  /** File, line and what is wrong there, in Markdown that is safe to post. */
  readonly mistake: string;
};

/** What stands in the file of a post-mortem. */
export type PostmortemFile = Postmortem | UnreadablePostmortem;

/** What was learned from an incident. */
export type Postmortem = {
  readonly incident: string;
  readonly state: PostmortemState;
  readonly owner: string;
  readonly due: string;
  /** When everybody who was there talks about it; absent where no day is set. */
  readonly meeting?: Instant;
  /** Since when it counts as reviewed; absent where it is not, or nobody wrote that down. */
  readonly reviewed?: Instant;
  /** Since when customers read its message; absent where they do not, or nobody wrote that down. */
  readonly published?: Instant;
  readonly actionItems: readonly ActionItem[];
  /** Whether the customer message may be shown. */
  readonly public: boolean;
  /** Markdown of `## Customer message`; null without that section. */
  readonly customerMessage: string | null;
  /** What people inside read; absent where only its state matters. */
  readonly report?: {
    /** Markdown of the whole body. */
    readonly text: string;
    readonly factors: readonly { readonly category: string; readonly text: string }[];
  };
  /** Markdown of the same in other languages; absent for none. */
  readonly translations?: Readonly<Partial<Record<Language, string>>>;
};
