// Updates that stand in a block of code, a comment or HTML that somebody began above them: they look like updates in the
// file, and to whoever reads it they are a part of that block.
import { type Block, readBlocks, type Section } from './markdown.ts';
import type { StrayUpdate } from './stray-updates.ts';
import { UPDATE_STATUSES } from './update-status.ts';

/** Headings of updates and of their section that are none, since a block above goes on past them. */
export function swallowedUpdates(
  text: string,
  bodyStart: number,
  sections: readonly Section[],
): readonly StrayUpdate[] {
  const read = new Set(sections.flatMap(headingsOf));
  const body = text.slice(bodyStart);
  const missing = [...body.matchAll(LOOKS)]
    .map(({ index, 0: line }) => bodyStart + index + line.indexOf('#'))
    .filter((start) => !read.has(start));
  if (missing.length === 0) return [];
  const blocks = readBlocks(text, bodyStart);
  const swallowing = blocks.filter(
    (block) =>
      missing.some((at) => at > block.start && at < block.end) && !isMeant(block, text, sections),
  );
  return swallowing.flatMap((block) => {
    const start = missing.find((at) => at > block.start && at < block.end);
    if (start === undefined) return [];
    const line = text.slice(0, block.start).split('\n').length;
    return [
      {
        start,
        message: `unexpected public update inside of what begins in line ${line}, where nobody is told it, expected that to end before`,
        hint: endOf(block),
      },
    ];
  });
}

const LOOKS = new RegExp(
  `^ {0,3}#{2,3}[ \\t]+(?:\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}\\S*[ \\t]+(?:${UPDATE_STATUSES.join('|')})|public updates)[ \\t\\r]*$`,
  'gim',
);

/** What is written here comes from tools, and may look like anything. */
const OF_TOOLS: ReadonlySet<string> = new Set(['suspects', 'signals', 'decision']);

function headingsOf({ start, blocks }: Section): readonly number[] {
  return [
    start,
    ...blocks.flatMap((block) => (block.node.type === 'heading' ? [block.start] : [])),
  ];
}

/** A comment that ends hides what it hides on purpose; text from tools stands in blocks of code. */
function isMeant(block: Block, text: string, sections: readonly Section[]): boolean {
  const source = text.slice(block.start, block.end).trimEnd();
  if (block.node.type === 'html') return source.startsWith('<!--') && source.includes('-->');
  if (block.node.type !== 'code') return true;
  const section = sections.findLast(({ start }) => start < block.start);
  const fence = /^(`{3,}|~{3,})/.exec(source)?.[1] ?? '';
  const isClosed = fence !== '' && source.slice(fence.length).includes(`\n${fence}`);
  return isClosed && OF_TOOLS.has(section?.title.toLowerCase() ?? '');
}

function endOf({ node }: Block): string {
  if (node.type === 'code') return 'end the block of code with a line of its own, ``` as a rule';
  return node.type === 'html' && node.value.startsWith('<!--')
    ? 'end the comment with `-->`'
    : 'end the HTML with a blank line, or write Markdown';
}
