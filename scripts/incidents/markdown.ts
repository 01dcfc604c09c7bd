// Markdown → sections with exact offsets, for reading and for edits that touch nothing else.
import type { Heading, Html, List, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Place } from '../model/place.ts';

/** A part of the body under a second-level heading; offsets are into the whole file. */
export type Section = {
  readonly title: string;
  /** Where the heading begins. */
  readonly start: number;
  /** Where the last block of the section ends; the end of the heading when it has none. */
  readonly contentEnd: number;
  readonly blocks: readonly Block[];
};

/** A top-level block. */
export type Block = {
  readonly start: number;
  readonly end: number;
  readonly node: RootContent;
};

/** Splits a Markdown body into its `##` sections; text before the first one belongs to none. */
export function readSections(text: string, bodyStart: number): readonly Section[] {
  const sections: { title: string; start: number; contentEnd: number; blocks: Block[] }[] = [];
  for (const { start, end, node } of readBlocks(text, bodyStart)) {
    if (node.type === 'heading' && node.depth <= 2) {
      sections.push({ title: toString(node).trim(), start, contentEnd: end, blocks: [] });
      continue;
    }
    const section = sections.at(-1);
    if (section === undefined) continue;
    section.contentEnd = end;
    section.blocks.push({ start, end, node });
  }
  return sections;
}

/** All top-level blocks of a Markdown body. */
export function readBlocks(text: string, bodyStart: number): readonly Block[] {
  return parser.parse(text.slice(bodyStart)).children.map((node) => ({
    start: (node.position?.start.offset ?? 0) + bodyStart,
    end: (node.position?.end.offset ?? 0) + bodyStart,
    node,
  }));
}

/** The place of a range of a file; of its first line where it has several. */
export function placeOfRange(
  { file, text }: { readonly file: string; readonly text: string },
  start: number,
  end: number,
): Place {
  const before = text.slice(0, start);
  const lineEnd = text.slice(start, end).search(/\r?\n/);
  return {
    file,
    line: before.split('\n').length,
    column: start - before.lastIndexOf('\n'),
    length: Math.max(1, lineEnd === -1 ? end - start : lineEnd),
  };
}

/** The section with a title, whatever the case of its letters; the first one if there are several. */
export function findSection(sections: readonly Section[], title: string): Section | null {
  return sections.find((section) => section.title.toLowerCase() === title.toLowerCase()) ?? null;
}

/** The visible text of a heading, without comments. */
export function headingText(heading: Heading): string {
  return toString(heading.children.filter((child) => child.type !== 'html')).trim();
}

/** What the HTML comments of a heading hold. */
export function headingComments(heading: Heading): readonly string[] {
  const comments: string[] = [];
  collectComments(heading.children, comments);
  return comments;
}

/** Items of a list as text, each with the content of its HTML comments. */
export function listItems(list: List): readonly {
  readonly text: string;
  readonly comments: readonly string[];
  /** Where the item begins and ends, counted from the beginning of what was parsed. */
  readonly start: number;
  readonly end: number;
}[] {
  return list.children.map((item) => {
    const comments: string[] = [];
    collectComments(item.children, comments);
    return {
      text: toString(item, { includeHtml: false }).trim(),
      comments,
      start: item.position?.start.offset ?? 0,
      end: item.position?.end.offset ?? 0,
    };
  });
}

/** The HTML in a section, comments included; `start` counts from the beginning of what was parsed. */
export function htmlOf({ blocks }: Section): readonly { value: string; start: number }[] {
  const within = (node: RootContent): readonly { value: string; start: number }[] => {
    if (node.type === 'html')
      return [{ value: node.value, start: node.position?.start.offset ?? 0 }];
    return 'children' in node ? node.children.flatMap(within) : [];
  };
  return blocks.flatMap(({ node }) => within(node));
}

const parser = unified().use(remarkParse);

function collectComments(nodes: readonly RootContent[], comments: string[]): void {
  for (const node of nodes) {
    if (node.type === 'html') comments.push(...readComment(node));
    else if ('children' in node) collectComments(node.children, comments);
  }
}

function readComment(node: Html): readonly string[] {
  const match = /^<!--([\s\S]*)-->$/.exec(node.value.trim());
  return match?.[1] === undefined ? [] : [match[1].trim()];
}
