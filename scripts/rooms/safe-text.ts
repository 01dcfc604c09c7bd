// Text from outside as GitHub shows it: letters stay letters. Nothing in it is a mention, a reference, a link, an image,
// an emoji or HTML, and nothing in it ends what stands around it.
import { fence } from '../incidents/render.ts';

/** A line of prose: words of plain letters as they are, all others as code, in which GitHub looks for nothing. */
export function prose(text: string, most: number): string {
  const words = cut(visible(text).replaceAll(/\s+/g, ' ').trim(), most)
    .split(' ')
    .filter((word) => word !== '');
  const parts: { readonly isCode: boolean; readonly text: string }[] = [];
  for (const word of words) {
    const bare = word.replaceAll('`', '');
    if (bare === '') continue;
    const isCode = bare !== word || !isPlain(bare);
    const last = parts.at(-1);
    if (isCode && last?.isCode === true)
      parts[parts.length - 1] = { isCode, text: `${last.text} ${bare}` };
    else parts.push({ isCode, text: bare });
  }
  return parts.map((part) => (part.isCode ? code(part.text) : part.text)).join(' ');
}

/** A name as code; in tables too, where GitHub would take a bar for the end of the cell. */
export function code(text: string): string {
  const inner = visible(text)
    .replaceAll(/[`\s]+/g, ' ')
    .replaceAll('|', '¦')
    .trim();
  return inner === '' ? '' : `\`${inner}\``;
}

/** Text of many lines in a fence, cut with a word that says so. */
export function fenced(text: string, most: number): string {
  const lines = visible(unfenced(text)).replaceAll(MARKER_LINE, ' $&');
  return fence(cut(lines, most));
}

/** The content of a text that is one fence; any other text as it is. */
function unfenced(text: string): string {
  const match = /^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?\1\s*$/.exec(text.trim());
  const inner = match?.[2];
  return inner === undefined || inner.split('\n').some((line) => line.startsWith(match?.[1] ?? ''))
    ? text
    : inner;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed().trimEnd()} … (cut)`;
}

/** Without what nobody sees, and without what turns the direction of reading around. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll(INVISIBLE, '');
}

const INVISIBLE = /(?!\t|\n|\uFE0E|\uFE0F)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** A line that would be taken for one of ours when the room is read again. */
const MARKER_LINE = /^<!-- \/?tocsin:/gm;

function isPlain(word: string): boolean {
  return PLAIN.test(word) && !SPECIAL.test(word);
}

/** Letters, digits and the marks of sentences that mean nothing in Markdown. */
const PLAIN = /^[\p{L}\p{M}\p{N}.,;:!?%'"’“”„()…–—-]+$/u;
/** Commits, references by number, addresses, emoji, and what begins a list or ends a heading. */
const SPECIAL = /^[0-9a-f]{7,64}\b|GH-\d|www\.|:[^:]+:|^\d+[.)]$|^[-–—]+$/iu;
