// Makes foreign text safe to show and to compare. It removes what people cannot see; escaping for a
// format (Markdown, HTML, YAML) is left to whoever writes that format.
import { INVISIBLE } from '../text/invisible.ts';

/** One line of well-formed, visible, trimmed NFC text; null when nothing is left. */
export function cleanLine(text: string): string | null {
  return clean(text.toWellFormed().replace(LINE_BREAKS_AND_TABS, ' '));
}

/** Like `cleanLine`, but keeps line breaks (as `\n`) and tabs. */
export function cleanProse(text: string): string | null {
  return clean(text.toWellFormed().replace(LINE_BREAK, '\n'));
}

/** The first `maxLength` UTF-16 units of a text, one less where that would split a code point. */
export function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return text.slice(0, splitsPair(text, maxLength) ? maxLength - 1 : maxLength);
}

/** Like `clip`, with an ellipsis within the limit that tells people about the cut. */
export function abbreviate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${clip(text, maxLength - 1).trimEnd()}…`;
}

/** Foreign text in backticks for a message: one line, 80 characters at most. */
export function quote(text: string): string {
  const line = cleanLine(text.replaceAll('`', "'"));
  return line === null ? 'empty text' : `\`${abbreviate(line, MAX_QUOTED)}\``;
}

function clean(text: string): string | null {
  const visible = text.replace(INVISIBLE, '').replace(LONG_MARK_RUN, '$1').normalize('NFC').trim();
  return visible === '' ? null : visible;
}

function splitsPair(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}

const MAX_QUOTED = 80;
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
const LINE_BREAKS_AND_TABS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** NFC takes quadratic time over long runs of marks; UAX #15 (stream-safe text) ends them at 30. */
const LONG_MARK_RUN = /(\p{M}{30})\p{M}+/gu;
