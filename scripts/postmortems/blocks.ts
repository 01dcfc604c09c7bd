// Parts of a post-mortem that are written by Tocsin, between two markers. All around them belongs to people.
import { splitFrontMatter } from '../config/front-matter.ts';
import { eolOf } from '../incidents/front-matter-edit.ts';
import { readSections } from '../incidents/markdown.ts';
import { fence } from '../incidents/render.ts';
import { splice } from '../text/splice.ts';

/** What Tocsin writes into a post-mortem. */
export type BlockName = 'facts' | 'timeline' | 'notes' | 'actions';

/** A part with its markers, as it stands in a new file. */
export function renderBlock(name: BlockName, content: string): string {
  return `${beginOf(name)}\n\n${content}\n\n${endOf(name)}`;
}

/**
 * Puts new content between the markers. Where people took a marker away nothing is written. Content that would change
 * how the rest of the file is read stands in a fence.
 */
export function replaceBlock(text: string, name: BlockName, content: string): string {
  const pieces = piecesOf(text);
  const range = rangeIn(pieces, name);
  if (range === null) return text;
  const eol = eolOf(text);
  const put = (words: string): string => {
    const lines = words.replaceAll(/\r\n|\r|\n/g, eol);
    return splice(text, range.start, range.end, `${eol}${eol}${lines}${eol}${eol}`);
  };
  const around = surroundings(pieces, range);
  const isSafe = (replaced: string): boolean => {
    if (replaced === text) return true;
    const after = piecesOf(replaced);
    const found = rangeIn(after, name);
    return found !== null && surroundings(after, found) === around;
  };
  const replaced = put(content);
  return isSafe(replaced) ? replaced : put(fence(content));
}

type Range = { readonly start: number; readonly end: number };

/** The range between the markers of a part; null unless both stand there, once, in their order. */
export function findBlock(text: string, name: BlockName): Range | null {
  return rangeIn(piecesOf(text), name);
}

/** A heading or a block, as a reader of Markdown takes it. */
type Piece = Range & { readonly kind: string; readonly text: string };

function piecesOf(text: string): readonly Piece[] {
  const sections = readSections(text, splitFrontMatter(text)?.bodyStart ?? 0);
  return sections.flatMap(({ title, start, blocks }) => [
    { start, end: start, kind: 'section', text: title },
    ...blocks.map((block) => ({
      start: block.start,
      end: block.end,
      kind: block.node.type,
      text: text.slice(block.start, block.end),
    })),
  ]);
}

function rangeIn(pieces: readonly Piece[], name: BlockName): Range | null {
  const begin = pieces.filter((piece) => isMarker(piece, beginOf(name)));
  const end = pieces.filter((piece) => isMarker(piece, endOf(name)));
  const [first] = begin;
  const [last] = end;
  if (first === undefined || last === undefined || begin.length > 1 || end.length > 1) return null;
  return first.end <= last.start ? { start: first.end, end: last.start } : null;
}

/** Everything outside a range. */
function surroundings(pieces: readonly Piece[], { start, end }: Range): string {
  const outside = pieces.filter((piece) => piece.end <= start || piece.start >= end);
  return JSON.stringify(outside.map(({ kind, text }) => [kind, text]));
}

function isMarker({ kind, text }: Piece, marker: string): boolean {
  return kind === 'html' && text.trim() === marker;
}

function beginOf(name: BlockName): string {
  return `<!-- tocsin:begin ${name} -->`;
}

function endOf(name: BlockName): string {
  return `<!-- tocsin:end ${name} -->`;
}
