// Updates that nobody will ever read: what is one by its heading and stands where no reader of this file looks for it.
import { nearest } from '../text/nearest.ts';
import { headingText, type Section } from './markdown.ts';
import { UPDATE_STATUSES } from './update-status.ts';

/** Where an update stands that would be lost, why, and what to write instead. */
export type StrayUpdate = {
  readonly start: number;
  readonly message: string;
  readonly hint: string;
};

/** What looks like a public update, or like their section, and is neither; `updates` is the section that is read. */
export function strayUpdates(
  sections: readonly Section[],
  updates: Section | null,
): readonly StrayUpdate[] {
  return sections.flatMap((section) => {
    if (section.title.toLowerCase() === DRAFTS) return [];
    const headings = section.blocks.flatMap(({ start, node }) => {
      if (node.type !== 'heading' || (section === updates && node.depth === 3)) return [];
      return HEADING.test(headingText(node)) ? [{ start, ...ELSEWHERE }] : [];
    });
    if (section === updates) return headings;
    if (HEADING.test(section.title)) return [{ start: section.start, ...ELSEWHERE }, ...headings];
    return isMeant(section.title) ? [{ start: section.start, ...misnamed(section) }] : headings;
  });
}

const DRAFTS = 'drafts';
const TITLE = 'public updates';

const HEADING = new RegExp(
  `^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}\\S*\\s+(?:${UPDATE_STATUSES.join('|')})$`,
);

const ELSEWHERE = {
  message:
    'unexpected public update here, where nobody is told it, expected it under `## Public updates` with a heading of three `#`',
  hint: 'move it there, for example `### 2026-11-21T09:18Z investigating`',
};

function isMeant(title: string): boolean {
  return nearest(title, [TITLE], 1, 3).length > 0;
}

function misnamed({ title }: Section): Pick<StrayUpdate, 'message' | 'hint'> {
  return title.toLowerCase() === TITLE
    ? {
        message: 'unexpected second section `Public updates`, whose updates nobody is told',
        hint: 'move them into the first one',
      }
    : {
        message: `unexpected section \`${title}\`, whose updates nobody is told, expected \`Public updates\``,
        hint: 'write `## Public updates`',
      };
}
