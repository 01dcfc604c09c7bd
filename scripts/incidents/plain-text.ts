// Markdown → the text that customers get of it, where there is no markup.
import type { Nodes } from 'mdast';
import { toString } from 'mdast-util-to-string';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { markupAsText } from './markup-as-text.ts';

/** The visible text of Markdown in one line. */
export function plainText(markdown: string): string {
  const plain = plainParagraphs(markdown);
  if (plain !== null) return plain.join(' ').replaceAll(/\s+/g, ' ');
  const tree = parser.parse(markdown);
  showMarkup(tree);
  return blockTexts(tree).join(' ').replaceAll(/\s+/g, ' ').trim();
}

/**
 * The paragraphs of prose in which nothing can mean anything to Markdown or HTML, as most statements are; null for all
 * else. A hundred times quicker than the parser, and a test holds it to what the parser says.
 */
export function plainParagraphs(markdown: string): readonly string[] | null {
  const paragraphs = markdown.split(/\n\n+/);
  return paragraphs.every((paragraph) => paragraph.split('\n').every(isPlainLine))
    ? paragraphs
    : null;
}

/** Begins with a letter, ends with no blank, and has no letter that Markdown or HTML reads as a sign. */
function isPlainLine(line: string): boolean {
  return /^\p{L}(?:[\p{L}\p{N} ,.;:'"()%?/–—…-]*[\p{L}\p{N},.;:'"()%?/–—…-])?$/u.test(line);
}

/** The text of each block; a blank stands between blocks, where Markdown has a line. */
function blockTexts(node: Nodes): readonly string[] {
  if (!('children' in node) || node.type === 'paragraph' || node.type === 'heading')
    return [textOf(node)];
  return node.children.flatMap(blockTexts);
}

/** A line that ends is a blank here. */
function textOf(node: Nodes): string {
  if (node.type === 'break') return ' ';
  return 'children' in node ? node.children.map(textOf).join('') : toString(node);
}

const parser = unified().use(remarkParse).freeze();
const showMarkup = markupAsText();
