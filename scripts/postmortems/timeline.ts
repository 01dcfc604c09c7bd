// The timeline of an incident as it stands in its post-mortem: the same words in the order of time, with links.
import { splitFrontMatter } from '../config/front-matter.ts';
import { findSection, headingText, readSections } from '../incidents/markdown.ts';

/** Where a point of the timeline comes from, by its key; null where nothing can be shown. */
export type LinkOf = (key: string) => string | null;

/** Markdown of the timeline that an incident's file holds. */
export function renderTimeline(incidentText: string, linkOf: LinkOf): string {
  const days = readDays(incidentText, linkOf);
  if (days.length === 0) return '_The incident has no timeline yet; `/note` writes it._';
  return days
    .map(({ day, points }) => {
      const lines = points.map(({ markdown }) => markdown).join('\n');
      return day === '' ? lines : `### ${day} (UTC)\n\n${lines}`;
    })
    .join('\n\n');
}

type Point = { readonly time: string; readonly markdown: string };

type Day = { readonly day: string; readonly points: readonly Point[] };

function readDays(text: string, linkOf: LinkOf): readonly Day[] {
  const bodyStart = splitFrontMatter(text)?.bodyStart ?? 0;
  const section = findSection(readSections(text, bodyStart), 'Timeline');
  const days = new Map<string, Point[]>();
  let day = '';
  for (const { node } of section?.blocks ?? []) {
    if (node.type === 'heading') day = /\d{4}-\d{2}-\d{2}/.exec(headingText(node))?.[0] ?? day;
    if (node.type !== 'list') continue;
    const points = days.get(day) ?? [];
    for (const item of node.children) {
      const start = (item.position?.start.offset ?? 0) + bodyStart;
      const end = (item.position?.end.offset ?? 0) + bodyStart;
      points.push(readPoint(text.slice(start, end), points.at(-1)?.time ?? '', linkOf));
    }
    days.set(day, points);
  }
  return [...days]
    .map(([name, points]) => ({
      day: name,
      points: points.toSorted((left, right) => compare(left.time, right.time)),
    }))
    .toSorted((left, right) => compare(left.day, right.day));
}

/** A point without a time stays behind the one before it. */
function readPoint(item: string, before: string, linkOf: LinkOf): Point {
  const words = item.replace(/^(?:[-*+]|\d+[.)])[ \t]+/, '').replaceAll('\r\n', '\n');
  const key = /<!-- e:(\S+) -->/.exec(words)?.[1] ?? null;
  const said = words.replaceAll(/[ \t]*<!-- e:\S+ -->/g, '').trimEnd();
  const link = key === null ? null : linkOf(key);
  return {
    time: /^\d{2}:\d{2}(?::\d{2})?/.exec(said)?.[0] ?? before,
    markdown: `- ${said}${link === null ? '' : ` ([source](${link}))`}`,
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
