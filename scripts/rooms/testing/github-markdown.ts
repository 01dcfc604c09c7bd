// What GitHub makes of Markdown, as far as it can wake or mislead somebody: nodes of the parser of its dialect, and what
// GitHub looks for in plain text afterwards. In code it looks for nothing.
import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** Everything in a text that is more than text, as `kind: value`. */
export function activeParts(markdown: string): readonly string[] {
  const tree: Root = unified().use(remarkParse).use(remarkGfm).parse(markdown);
  return partsOf(tree);
}

/** Text that stands in code somewhere. */
export function codeParts(markdown: string): readonly string[] {
  const tree: Root = unified().use(remarkParse).use(remarkGfm).parse(markdown);
  return collect(tree, (node) =>
    node.type === 'code' || node.type === 'inlineCode' ? [node.value] : [],
  );
}

function partsOf(tree: Root): readonly string[] {
  return collect(tree, (node) => {
    switch (node.type) {
      case 'html':
        return [`html: ${node.value}`];
      case 'image':
      case 'imageReference':
      case 'definition':
      case 'linkReference':
        return [`${node.type}: ${'url' in node ? node.url : node.label}`];
      case 'footnoteReference':
      case 'footnoteDefinition':
        return [`${node.type}: ${node.identifier}`];
      case 'link':
        return [`link: ${node.url}`];
      case 'text':
        return found(node.value);
      default:
        return [];
    }
  });
}

function collect(node: Nodes, read: (node: Nodes) => readonly string[]): readonly string[] {
  const below = 'children' in node ? node.children.flatMap((child) => collect(child, read)) : [];
  return [...read(node), ...below];
}

/** Mentions, references, commits, bare addresses, mail addresses, emoji, footnotes, mathematics. */
const LOOKED_FOR: readonly (readonly [string, RegExp])[] = [
  ['mention', /(?:^|[^\p{L}\p{N}_`])@[a-z\d](?:[a-z\d-]*)(?:\/[\w.-]+)?/giu],
  ['reference', /#\d+|\bGH-\d+/gi],
  ['commit', /(?:^|[^\p{L}\p{N}])[0-9a-f]{7,40}(?![\p{L}\p{N}])/giu],
  ['address', /(?:https?|ftp):\/\/\S+|www\.\S+/gi],
  ['mail', /[\w.+-]+@[\w-]+\.[\w.-]+/gi],
  ['emoji', /:[\w+-]+:/g],
  ['footnote', /\[\^[^\]]+\]/g],
  ['mathematics', /\$[^$]+\$/g],
];

function found(text: string): readonly string[] {
  return LOOKED_FOR.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map((match) => `${kind}: ${match[0].trim()}`),
  );
}
