// Which text people may put before the public: paragraphs of words, links and emphasis, and nothing that could be read
// as another part of the incident's file.
import type { RootContent } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { cleanProse } from '../signals/clean-text.ts';

/** The cleaned text, or the rule that it breaks. */
export type PublicText =
  | { readonly kind: 'fine'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

/** Checks a text for the public. */
export function checkPublicText(text: string): PublicText {
  const clean = cleanProse(text) ?? '';
  if (clean === '') return { kind: 'refused', text: 'The text is missing.' };
  if (clean.length > MOST)
    return {
      kind: 'refused',
      text: `The text has ${clean.length} characters, expected at most ${MOST}: customers read it on a telephone.`,
    };
  const foreign = parser
    .parse(clean)
    .children.map(foreignIn)
    .find((name) => name !== null);
  return foreign === undefined || foreign === null
    ? { kind: 'fine', text: clean }
    : {
        kind: 'refused',
        text: `The text holds ${foreign}, expected words, lists, links and emphasis only. Write it without, or put a backslash before the first character of it.`,
      };
}

const MOST = 2000;
const parser = unified().use(remarkParse);

function foreignIn(node: RootContent): string | null {
  switch (node.type) {
    case 'text':
    case 'break':
    case 'inlineCode':
      return null;
    case 'paragraph':
    case 'list':
    case 'listItem':
    case 'emphasis':
    case 'strong':
      return node.children.map(foreignIn).find((name) => name !== null) ?? null;
    case 'link':
      return /^(https?:|mailto:)/i.test(node.url)
        ? (node.children.map(foreignIn).find((name) => name !== null) ?? null)
        : 'a link that leads nowhere';
    default:
      return NAMES[node.type] ?? 'formatting';
  }
}

const NAMES: Readonly<Record<string, string>> = {
  html: 'HTML',
  heading: 'a heading',
  code: 'a block of code',
  image: 'an image',
  imageReference: 'an image',
  linkReference: 'a link by reference',
  definition: 'a definition',
  blockquote: 'a quote',
  thematicBreak: 'a rule',
};
