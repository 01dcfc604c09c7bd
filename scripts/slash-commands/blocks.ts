// The blocks of a comment, as far as commands need to know them: where words stand in the open, and where quotes, code and
// HTML begin. Anybody may write a comment, so it is read in one pass and costs no more than its length.
import { type Cursor, indentOf, skipBlanks, skipColumns } from './cursor.ts';

/** Lines of words that follow each other, outside quotes. */
export type Words = {
  /** Where each line begins; what marks a list before the first one is no part of it. */
  readonly starts: readonly number[];
  readonly end: number;
  /** Whether the first line stands in the open, behind the mark of a list, or behind several marks. */
  readonly standing: 'spoken' | 'listed' | 'silent';
};

/** What a text holds: its words, and where a quote, code or HTML begins that stands in no list. */
export type Blocks = { readonly words: readonly Words[]; readonly breaks: readonly number[] };

/** Reads the blocks of a text whose lines end with `\n`. */
export function readBlocks(text: string): Blocks {
  const page: Page = { containers: [], leaf: NONE, words: [], breaks: [] };
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    readLine(page, { text: text.slice(start, end), start, at: 0, column: 0, spare: 0 });
    start = end + 1;
  }
  endBlocks(page, 0);
  return page;
}

/** A quote, or an item of a list: by how many columns what belongs to it is indented, and whether nothing does yet. */
type Container =
  | { readonly kind: 'quote' }
  | { readonly kind: 'item'; readonly indent: number; isEmpty: boolean };

/** The block that the next line may go on with. */
type Leaf =
  | { readonly kind: 'none' }
  | { readonly kind: 'words'; readonly starts: number[]; end: number; standing: Standing }
  | { readonly kind: 'fence'; readonly mark: string }
  | { readonly kind: 'html'; readonly until: RegExp };

type Standing = Words['standing'];

type Page = { containers: Container[]; leaf: Leaf; words: Words[]; breaks: number[] };

const NONE: Leaf = { kind: 'none' };

/** What stands within more quotes and lists than that is nobody's command. */
const MOST_CONTAINERS = 16;

function readLine(page: Page, cursor: Cursor): void {
  let depth = matchContainers(page.containers, cursor);
  const isWhole = depth === page.containers.length;
  if (isWhole && goesOn(page, cursor)) return;
  let open = page.leaf.kind === 'words' ? page.leaf : null;
  for (;;) {
    const block = beginningOf(cursor, { isOpen: open !== null, isWhole });
    if (block.kind === 'words' && open !== null) {
      open.starts.push(cursor.start);
      open.end = cursor.start + cursor.text.length;
      return;
    }
    endBlocks(page, depth);
    if (block.kind === 'quote' || block.kind === 'code' || block.kind === 'leaf')
      if (depth === 0) page.breaks.push(cursor.start + cursor.at);
    if (block.kind === 'words') page.leaf = wordsAt(cursor);
    if (block.kind === 'leaf') page.leaf = block.leaf;
    if (block.kind !== 'quote' && block.kind !== 'item') return;
    if (depth === MOST_CONTAINERS) return;
    page.containers.push(enter(cursor, block));
    depth += 1;
    open = null;
  }
}

/** How many of the containers a line goes on with; the cursor then stands behind their marks. */
function matchContainers(containers: readonly Container[], cursor: Cursor): number {
  for (const [index, container] of containers.entries()) {
    const { columns, isBlank } = indentOf(cursor);
    if (container.kind === 'item') {
      if (isBlank ? container.isEmpty : columns < container.indent) return index;
      container.isEmpty = false;
      skipColumns(cursor, container.indent);
    } else {
      if (isBlank || columns > 3) return index;
      const before = { ...cursor };
      skipBlanks(cursor);
      if (cursor.text[cursor.at] !== '>') {
        Object.assign(cursor, before);
        return index;
      }
      pass(cursor, 1);
      skipColumns(cursor, 1);
    }
  }
  return containers.length;
}

/** Whether a line belongs to the code or HTML before it. */
function goesOn(page: Page, cursor: Cursor): boolean {
  const { leaf } = page;
  if (leaf.kind !== 'fence' && leaf.kind !== 'html') return false;
  const rest = cursor.text.slice(cursor.at);
  if (leaf.kind === 'html') {
    if (leaf.until.test(rest)) page.leaf = NONE;
    return true;
  }
  const mark = /^(`{3,}|~{3,})[ \t]*$/.exec(rest.trimStart())?.[1];
  const isEnd = mark?.startsWith(leaf.mark) === true && indentOf(cursor).columns < 4;
  if (isEnd) page.leaf = NONE;
  return true;
}

type Beginning =
  | { readonly kind: 'blank' | 'words' | 'code' | 'line' }
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | Mark;

/** What a quote or an item of a list begins with. */
type Mark = { readonly kind: 'quote' } | { readonly kind: 'item'; readonly mark: string };

/** What begins where the cursor stands; it then stands at the first character of it. */
function beginningOf(
  cursor: Cursor,
  { isOpen, isWhole }: { readonly isOpen: boolean; readonly isWhole: boolean },
): Beginning {
  const { columns, isBlank } = indentOf(cursor);
  if (isBlank) return { kind: 'blank' };
  if (columns > 3) return { kind: isOpen ? 'words' : 'code' };
  const rest = cursor.text.slice(cursor.at).trimStart();
  if (rest.startsWith('>')) return { kind: 'quote' };
  const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(rest);
  if (fence !== null)
    return { kind: 'leaf', leaf: { kind: 'fence', mark: fence[1] ?? fence[2] ?? '' } };
  const html = HTML.find(({ from, endsWords }) => from.test(rest) && (endsWords || !isOpen));
  if (html !== undefined)
    return {
      kind: 'leaf',
      leaf: html.until.test(rest) ? NONE : { kind: 'html', until: html.until },
    };
  if (/^#{1,6}(?:[ \t]|$)/.test(rest)) return { kind: 'line' };
  if (isOpen && isWhole && /^(?:=+|-+)[ \t]*$/.test(rest)) return { kind: 'line' };
  if (/^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(rest)) return { kind: 'line' };
  const item = /^([*+-]|\d{1,9}[.)])(?:[ \t]+(\S)|[ \t]*$)/.exec(rest);
  if (item === null) return { kind: 'words' };
  const [, mark = '', first] = item;
  // Words are not cut by an empty item, nor by a number in the middle of a sentence.
  const cuts = first !== undefined && (mark.length === 1 || /^0*1[.)]$/.test(mark));
  return isOpen && isWhole && !cuts ? { kind: 'words' } : { kind: 'item', mark };
}

/** Puts the cursor behind the mark of a container. */
function enter(cursor: Cursor, block: Mark): Container {
  const { columns } = indentOf(cursor);
  skipBlanks(cursor);
  if (block.kind === 'quote') {
    pass(cursor, 1);
    skipColumns(cursor, 1);
    return { kind: 'quote' };
  }
  pass(cursor, block.mark.length);
  const behind = indentOf(cursor);
  const own = behind.isBlank || behind.columns > 4 ? 1 : behind.columns;
  skipColumns(cursor, own);
  return { kind: 'item', indent: columns + block.mark.length + own, isEmpty: behind.isBlank };
}

function pass(cursor: Cursor, characters: number): void {
  cursor.at += characters;
  cursor.column += characters;
}

function wordsAt(cursor: Cursor): Leaf {
  skipBlanks(cursor);
  const before = cursor.text.slice(0, cursor.at).trim();
  const isListed = /^(?:[*+-]|\d{1,9}[.)])$/.test(before);
  const standing = before === '' ? 'spoken' : isListed ? 'listed' : 'silent';
  const end = cursor.start + cursor.text.length;
  return { kind: 'words', starts: [cursor.start + cursor.at], end, standing };
}

/** Ends what is open, and the containers behind the ones that go on. */
function endBlocks(page: Page, depth: number): void {
  const { leaf, containers } = page;
  if (leaf.kind === 'words' && !containers.some(({ kind }) => kind === 'quote'))
    page.words.push(leaf);
  page.leaf = NONE;
  containers.length = Math.min(containers.length, depth);
}

const RAW = 'script|pre|style|textarea';
const BLOCKS =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';
const BLANK = /^\s*$/;

/** How blocks of HTML begin and end, and whether they end the words before them. */
const HTML: readonly {
  readonly from: RegExp;
  readonly until: RegExp;
  readonly endsWords: boolean;
}[] = [
  {
    from: new RegExp(`^<(?:${RAW})(?:[ \\t>]|$)`, 'i'),
    until: new RegExp(`</(?:${RAW})>`, 'i'),
    endsWords: true,
  },
  { from: /^<!--/, until: /-->/, endsWords: true },
  { from: /^<\?/, until: /\?>/, endsWords: true },
  { from: /^<![A-Za-z]/, until: />/, endsWords: true },
  { from: /^<!\[CDATA\[/, until: /\]\]>/, endsWords: true },
  { from: new RegExp(`^</?(?:${BLOCKS})(?:[ \\t>]|/>|$)`, 'i'), until: BLANK, endsWords: true },
  {
    from: /^<(?:\/[A-Za-z][\w-]{0,50}[ \t]*|[A-Za-z][\w-]{0,50}(?:[ \t]+[\w:.-]{1,50}(?:[ \t]*=[ \t]*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?){0,30}[ \t]*\/?)>[ \t]*$/,
    until: BLANK,
    endsWords: false,
  },
];
