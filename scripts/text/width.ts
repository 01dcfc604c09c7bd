// How text lies on a terminal: the cells that it takes, and lines that are broken or cut where they would leave it.

/** How many cells of a terminal a text takes: ideographs and most emoji two, marks that join the letter before them and colours none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replaceAll(COLOUR, ''))
    width += NO_WIDTH.test(character) ? 0 : DOUBLE_WIDTH.test(character) ? 2 : 1;
  return width;
}

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const NO_WIDTH = /\p{Mn}|\p{Me}|\u200B|\u200C|\u200D/u;
const DOUBLE_WIDTH =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** Breaks every line of a text that is wider than a terminal between words; what follows stands below where the line's own text begins. */
export function foldLines(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (widthOf(line) <= width ? line : foldLine(line, width)))
    .join('\n');
}

function foldLine(line: string, width: number): string {
  const hang = ' '.repeat(hangOf(line, width));
  const lines: string[] = [];
  let current = '';
  for (const piece of line.match(/\s*\S+/g) ?? []) {
    if (current !== '' && widthOf(current) + widthOf(piece) > width) {
      lines.push(current);
      current = `${hang}${piece.trimStart()}`;
    } else current += piece;
    while (widthOf(current) > width) {
      const [start, rest] = cutInside(current, width);
      lines.push(start);
      current = `${hang}${rest}`;
    }
  }
  return [...lines, current].join('\n');
}

/** Where the text of a line begins: behind its number, dash or name and the gap after it, else a little further in. */
function hangOf(line: string, width: number): number {
  const bare = line.replaceAll(COLOUR, '');
  const name = /^\s*\S+(?: \S+)?\s{2,}(?=\S)/.exec(bare)?.[0];
  const deep = /^\s*(?:[-·✓✗↳] )?/.exec(bare)?.[0].length ?? 0;
  return name !== undefined && name.length <= width / 3
    ? name.length
    : Math.min(deep + 2, width / 2);
}

/** A word that fits no line is broken inside, never within a colour or a character. */
function cutInside(text: string, width: number): readonly [string, string] {
  let at = 0;
  let used = 0;
  const pieces = text.match(new RegExp(`${COLOUR.source}|[^]`, 'gu')) ?? [];
  for (const piece of pieces) {
    used += widthOf(piece);
    if (used > width) break;
    at += piece.length;
  }
  return [text.slice(0, at), text.slice(at)];
}

/** A text of one line that takes no more cells than it may; `…` stands for what is cut off. */
export function cutTo(text: string, width: number): string {
  return widthOf(text) <= width ? text : `${cutInside(text, width - 1)[0]}…`;
}
