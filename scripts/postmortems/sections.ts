// The sections of a post-mortem, in their order: what each is called and what belongs there.

/** A section that a post-mortem has. */
export type SectionPlan = {
  readonly title: string;
  /** Other titles that people use for it. */
  readonly aliases: readonly string[];
  /** What belongs there; stands in a new draft until somebody writes it. */
  readonly ask: string;
};

/** All of them. A draft begins with them; a post-mortem that is being reviewed has each, and none empty. */
export const SECTIONS = [
  {
    title: 'Summary',
    aliases: [],
    ask: 'what failed, for whom, from when to when, and why, in five lines',
  },
  {
    title: 'Impact',
    aliases: [],
    ask: 'exact numbers: how many requests, orders or customers of how many, and what became of them',
  },
  {
    title: 'Root cause',
    aliases: [
      'Contributing factors',
      'Root cause / contributing factors',
      'Root cause and contributing factors',
      'Contributing factors and root cause',
    ],
    ask: 'what came together; how the system allowed it, not who did it',
  },
  {
    title: 'Detection',
    aliases: [],
    ask: 'who or what noticed it, after how long, and what could have noticed it earlier',
  },
  {
    title: 'Resolution',
    aliases: [],
    ask: 'what ended it for now, and what ends it for good',
  },
  { title: 'Timeline', aliases: [], ask: 'what happened when, each point with a link or a number' },
  { title: 'What went well', aliases: [], ask: 'what to keep' },
  { title: 'What went badly', aliases: ['What went wrong'], ask: 'what cost time' },
  {
    title: 'Where we were lucky',
    aliases: ['Where we got lucky'],
    ask: 'what could as well have been worse',
  },
  {
    title: 'Action items',
    aliases: [],
    ask: 'the items stand in the front matter; what was decided against, and why, stands here',
  },
  {
    title: 'Customer message',
    aliases: [],
    ask: 'acknowledge and apologise; what happened and why; what is fixed and what prevents it; apologise again',
  },
] as const satisfies readonly SectionPlan[];

/** What a section says until somebody writes it. */
export function placeholderOf({ ask }: Pick<SectionPlan, 'ask'>): string {
  return `_${NOT_WRITTEN} ${ask}._`;
}

/** How a placeholder begins, without its underscores. */
export const NOT_WRITTEN = 'Not written yet:';
