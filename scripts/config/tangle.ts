// Markdown that would take minutes to parse. Of each mark in a paragraph a parser asks whether it ends somewhere behind it,
// so that one long paragraph of marks costs more than a thousand short ones. Counted here in one pass, before anything is
// parsed.

import { isInFence, startFences } from './fences.ts';

/** What is too much in a text, as a sentence about it; `line` counts from the beginning of the text. */
export type Tangle = { readonly line: number; readonly message: string };

/** The first thing that makes a text of Markdown too costly to parse; null where nothing does. */
export function tangleIn(text: string): Tangle | null {
  const count: Count = {
    marks: 0,
    full: null,
    cost: 0,
    underlines: 0,
    worst: null,
    paragraph: null,
  };
  const fences = startFences();
  let before = '';
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    const isCode = isInFence(fences, line);
    const isBlank = line.trim() === '';
    if (isCode || isBlank || BEGINS.test(line)) endParagraph(count);
    if (!isCode && !isBlank) {
      const depth = CONTAINERS.exec(line)?.[0].match(MARKERS)?.length ?? 0;
      if (depth > MOST_DEPTH)
        return {
          line: number,
          message: `unexpected line of ${depth} quotations and lists in each other, expected at most ${MOST_DEPTH}`,
        };
      if (UNDERLINE.test(line) && before !== '') count.underlines += 1;
      if (count.underlines > MOST_UNDERLINES)
        return {
          line: number,
          message: `unexpected heading with a line below it, expected at most ${MOST_UNDERLINES} of them: write \`## Title\``,
        };
      addLine(count, line, number);
    }
    before = isCode ? '' : line.trim();
  }
  endParagraph(count);
  return verdict(count);
}

type Count = {
  /** Lines and marks. */
  marks: number;
  /** The line with which there are too many of them. */
  full: number | null;
  /** Of each paragraph its length times its marks. */
  cost: number;
  underlines: number;
  worst: Paragraph | null;
  paragraph: Paragraph | null;
};

type Paragraph = { readonly line: number; length: number; marks: number };

/** A list item or a heading ends a paragraph as a blank line does. */
const BEGINS = /^ {0,3}(?:[-+*][ \t]+\S|#{1,6}[ \t])/;
const CONTAINERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/;
const MARKERS = />|[-+*]|\d+[.)]/g;
const UNDERLINE = /^[\s>]*(?:=+|-+)\s*$/;
/** What a backslash stands before is looked at once, and never searched for its end. */
const MARK = /\\[^]|&|([<*_`[\]!~|])/g;

const MOST_DEPTH = 50;
const MOST_UNDERLINES = 200;
const MOST_MARKS = 60_000;
const MOST_COST = 5e7;

function addLine(count: Count, line: string, number: number): void {
  count.paragraph ??= { line: number, length: 0, marks: 0 };
  count.paragraph.length += line.length + 1;
  count.paragraph.marks += 1;
  count.marks += 1;
  for (const [, mark] of line.matchAll(MARK)) {
    count.marks += 1;
    if (mark !== undefined) count.paragraph.marks += 1;
  }
  if (count.marks > MOST_MARKS) count.full ??= number;
}

function endParagraph(count: Count): void {
  const { paragraph, worst } = count;
  count.paragraph = null;
  if (paragraph === null) return;
  count.cost += costOf(paragraph);
  if (worst === null || costOf(paragraph) > costOf(worst)) count.worst = paragraph;
}

function costOf({ length, marks }: Paragraph): number {
  return length * marks;
}

function verdict({ marks, full, cost, worst }: Count): Tangle | null {
  if (worst !== null && cost > MOST_COST)
    return {
      line: worst.line,
      message: `unexpected paragraph of ${worst.length} characters with ${worst.marks} marks of Markdown and ends of lines, expected shorter ones`,
    };
  if (full === null) return null;
  return {
    line: full,
    message: `unexpected text of ${marks} marks of Markdown and ends of lines, expected at most ${MOST_MARKS}`,
  };
}
