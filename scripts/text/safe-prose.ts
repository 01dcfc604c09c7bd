// Text from outside as GitHub shows it: letters stay letters. Nothing in it is a mention, a reference, a link, an image,
// an emoji or HTML, and nothing in it ends what stands around it.
import { INVISIBLE } from './invisible.ts';

/** A line of prose: words of plain letters as they are, all others as code, in which GitHub looks for nothing. */
export function prose(text: string, most: number): string {
  const line = cut(visible(text).replaceAll(/\s+/g, ' ').trim(), most);
  let safe = '';
  for (const piece of line.split(/(`[^`]+`)/)) {
    const isCode = piece.startsWith('`') && piece.endsWith('`') && piece.length > 2;
    const next = isCode ? code(piece) : piece.replaceAll('`', '').replaceAll(/[^ ]+/g, safeWord);
    // Two spans of code side by side would become one with other ends.
    safe += safe.endsWith('`') && next.startsWith('`') ? ` ${next}` : next;
  }
  return safe.trim();
}

/** Text as code. */
export function code(text: string): string {
  const inner = visible(text)
    .replaceAll(/[`\s]+/g, ' ')
    .trim();
  return inner === '' ? '' : `\`${inner}\``;
}

/** The same for the cell of a table, which a bar would end even in code. */
export function cell(text: string): string {
  return code(text.replaceAll('|', '¦'));
}

/** Cut where it is too long, with a word that says so. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed().trimEnd()} … (cut)`;
}

/** Without what nobody sees, and without what turns the direction of reading around. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll(INVISIBLE, '');
}

/** A word as it is when it means nothing in Markdown; else its core as code, the marks of the sentence outside. */
function safeWord(word: string): string {
  if (PLAIN.test(word) && !SPECIAL.test(word)) return word;
  const [, before = '', core = '', after = ''] = WORD.exec(word) ?? [];
  return core === '' ? code(word) : `${before}${code(core)}${after}`;
}

const WORD = /^(["'“„(]*)(.*?)([.,;:!?"'”)…]*)$/u;
/** Letters, digits and the marks of sentences that mean nothing in Markdown. */
const PLAIN = /^[\p{L}\p{M}\p{N}.,;:!?%'"’“”„()…–—-]+$/u;
/** References by number or commit, addresses, emoji, and what begins a list or draws a line. */
const SPECIAL =
  /(?:^|[^\p{L}\p{N}])[0-9a-f]{7,64}(?![\p{L}\p{N}])|GH-\d|www\.|:[^:]+:|^\d+[.)]$|^[-–—]+$/iu;
