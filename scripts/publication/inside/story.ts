// What people wrote down of an incident beside its front matter: read and rendered when its page is made, since a long
// history is mostly not.
import { findSection, readSections } from '../../incidents/markdown.ts';
import { renderRepositoryMarkdown } from '../markdown.ts';

/** Sanitised HTML; empty where nothing was written. */
export type Story = {
  readonly summary: string;
  /** Everything else but what the public was told, which the page says apart. */
  readonly rest: string;
};

/** The Markdown body of an incident's file as it is told inside. */
export function tellStory(body: string): Story {
  const sections = readSections(body, 0);
  const summary = findSection(sections, 'Summary');
  const told = findSection(sections, 'Public updates');
  const first = summary?.blocks[0];
  const own =
    summary === null || first === undefined ? '' : body.slice(first.start, summary.contentEnd);
  const start = sections[0]?.start ?? body.length;
  const others = sections
    .filter((section) => section !== summary && section !== told && section.blocks.length > 0)
    .map((section) => body.slice(section.start, section.contentEnd));
  return {
    summary: renderRepositoryMarkdown([body.slice(0, start), own].join('\n\n').trim()),
    rest: renderRepositoryMarkdown(others.join('\n\n')),
  };
}
