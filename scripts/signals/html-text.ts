// Plain text out of foreign HTML, for descriptions. It is no sanitiser: whoever shows the text escapes.

/** The text of an HTML fragment, with line breaks where blocks end; null when nothing is left. */
export function textOfHtml(html: string | null): string | null {
  if (html === null) return null;
  const text = html
    .replace(WHITE_SPACE, ' ')
    .replace(BLOCK_END, '\n')
    .replace(TAG, '')
    .replace(ENTITY, (entity, name: string) => characterOf(name) ?? entity)
    .replace(SPACES, ' ')
    .replace(SPACE_AROUND_BREAK, '\n')
    .trim();
  return text === '' ? null : text;
}

function characterOf(name: string): string | null {
  const known = NAMED.get(name.toLowerCase());
  if (known !== undefined) return known;
  if (!name.startsWith('#')) return null;
  const isHex = name[1] === 'x' || name[1] === 'X';
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : null;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

const WHITE_SPACE = /\s+/g;
const SPACES = / +/g;
const BLOCK_END = /<(?:br|\/(?:p|div|li|tr|h[1-6]|ul|ol|table|pre|blockquote))\b[^<>]*>/gi;
const TAG = /<[^<>]*>/g;
const ENTITY = /&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]{2,8});/g;
const SPACE_AROUND_BREAK = / ?\n[ \n]*/g;
