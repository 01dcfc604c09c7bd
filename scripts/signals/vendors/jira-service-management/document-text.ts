// Plain text out of what Jira's text fields hold: wiki mark-up, or a document (ADF) of newer editors.
import { at, items, prose, text } from '../../fields.ts';

/** The text of a field without mark-up; null when it holds none. */
export function textOfField(value: unknown): string | null {
  const words = text(value, 'type') === 'doc' ? textOfNode(value, 0).trim() : textOfWiki(value);
  return words === null || words === '' ? null : words;
}

/** https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
function textOfNode(node: unknown, depth: number): string {
  if (depth === MAX_DEPTH) return '';
  const type = text(node, 'type') ?? '';
  if (type === 'hardBreak') return '\n';
  if (type === 'text') return prose(node, 'text') === null ? '' : String(at(node, 'text'));
  if (INLINE.has(type)) return text(node, 'attrs', 'text') ?? '';
  const inside = items(node, 'content').map((child) => textOfNode(child, depth + 1));
  return BLOCKS.has(type) ? `${inside.join('')}\n` : inside.join('');
}

function textOfWiki(value: unknown): string | null {
  const wiki = prose(value);
  if (wiki === null) return null;
  return wiki.replace(MACRO, '').replace(HEADING, '').replace(LINK, '$1').replace(STRONG, '$1$2');
}

const MAX_DEPTH = 40;
/** Mentions name people and are left out. */
const INLINE: ReadonlySet<string> = new Set(['emoji', 'status']);
const BLOCKS: ReadonlySet<string> = new Set([
  'paragraph',
  'heading',
  'codeBlock',
  'listItem',
  'tableRow',
  'tableCell',
  'tableHeader',
]);
const MACRO = /\{(?:code|noformat|quote|panel|color)(?::[^{}]{0,200})?\}/g;
const HEADING = /^h[1-6]\. /gm;
const LINK = /\[([^[\]|\n]{1,300})\|[^[\]|\s]{1,2000}(?:\|[^[\]|\n]{0,100})?\]/g;
const STRONG = /(^|[\s(])\*([^\s*](?:[^*\n]{0,300}[^\s*])?)\*(?=$|[\s).,;:!?])/gm;
