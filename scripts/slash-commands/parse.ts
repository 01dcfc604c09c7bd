// The commands of a comment. Only what a reader of the rendered comment sees as its own words at the beginning of a
// line counts: nothing in code, quotes or HTML.
import type { Heading, Paragraph, RootContent } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { nearest } from '../text/nearest.ts';
import { COMMANDS, type CommandName } from './catalogue.ts';

/** One line that gives a command, or looks like a mistyped one. */
export type ParsedCommand =
  | {
      readonly kind: 'command';
      readonly name: CommandName;
      /** What follows the name; further lines only for commands that take a text. */
      readonly argument: string;
    }
  | { readonly kind: 'unknown'; readonly word: string; readonly near: readonly CommandName[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** As much as GitHub itself takes. */
export const MOST_CHARACTERS = 65_536;
/** More commands in one comment are more likely pasted than meant. */
export const MOST_COMMANDS = 20;

/**
 * Reads the commands of a comment in their order. The text of `/note`, `/update`, `/unpublish` goes on over the
 * following lines until the next command or the end of its paragraph; that of all others ends with its line.
 */
export function parseComment(text: string): readonly ParsedCommand[] {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  if (!LOOKS_LIKE.test(lines)) return [];
  if (lines.length > MOST_CHARACTERS)
    return [
      { kind: 'refused', reason: `the comment is longer than ${MOST_CHARACTERS} characters` },
    ];
  const shallow = lines.replaceAll(MARKS, '$1');
  const found = parser
    .parse(shallow)
    .children.flatMap((node) => spokenBlocks(node))
    .flatMap((block) => readBlock(shallow, block));
  if (found.length <= MOST_COMMANDS) return found;
  return [
    {
      kind: 'refused',
      reason: `the comment gives ${found.length} commands, expected at most ${MOST_COMMANDS}; none was carried out`,
    },
  ];
}

const parser = unified().use(remarkParse);
const LOOKS_LIKE = /^ {0,3}\/[A-Za-z]/m;
const LINE = /^ {0,3}\/([A-Za-z][A-Za-z-]{0,30})[.,:;!]*(?:[ \t]+(.*))?$/;

/** Quotes and lists within each other take quadratic time; a line that begins with so many marks gives no command. */
const MARKS = /^((?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){8})(?:[ \t]*(?:[>*+-]|\d{1,9}[.)]))+/gm;

type Block = Paragraph | Heading;

/** Paragraphs outside quotes. Words with a line of dashes below them are a heading to Markdown, and still words. */
function spokenBlocks(node: RootContent): readonly Block[] {
  if (node.type === 'paragraph' || node.type === 'heading') return [node];
  if (node.type === 'list')
    return node.children.flatMap((item) => item.children.flatMap(spokenBlocks));
  return [];
}

type Line = { readonly text: string; readonly isSpoken: boolean };

function readBlock(text: string, block: Block): readonly ParsedCommand[] {
  const lines = linesOf(text, block);
  const found: ParsedCommand[] = [];
  let index = 0;
  while (index < lines.length) {
    const command = readLine(lines[index]);
    index += 1;
    if (command === null) continue;
    if (command.kind !== 'command' || !TAKES_TEXT.has(command.name)) {
      found.push(command);
      continue;
    }
    const more: string[] = [];
    for (; index < lines.length && readLine(lines[index]) === null; index += 1)
      more.push(lines[index]?.text ?? '');
    found.push({ ...command, argument: [command.argument, ...more].join('\n').trim() });
  }
  return found;
}

const TAKES_TEXT: ReadonlySet<CommandName> = new Set<CommandName>(['note', 'update', 'unpublish']);

/** The lines of a block in its own text; a line that begins in code or HTML is not spoken. */
function linesOf(text: string, block: Block): readonly Line[] {
  const from = block.position?.start.offset ?? 0;
  const to = block.position?.end.offset ?? from;
  const silent = block.children.filter(
    ({ type }) => type === 'inlineCode' || type === 'html' || type === 'image',
  );
  // What stands before a block on its line, such as the dash of a list, is no part of its first line.
  const starts = [from];
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1))
    starts.push(at + 1);
  const lines = starts.map((start, index) => ({
    text: text.slice(start, (starts[index + 1] ?? to + 1) - 1),
    isSpoken:
      (index > 0 || isFirstOnLine(text, start)) &&
      !silent.some(({ position }) => {
        const begin = position?.start.offset ?? 0;
        const end = position?.end.offset ?? 0;
        return begin < start && start < end;
      }),
  }));
  const isUnderlined = block.type === 'heading' && lines.length > 1;
  return isUnderlined ? lines.slice(0, -1) : lines;
}

function isFirstOnLine(text: string, start: number): boolean {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

function readLine(line: Line | undefined): ParsedCommand | null {
  if (line === undefined || !line.isSpoken) return null;
  const match = LINE.exec(line.text);
  const word = match?.[1]?.toLowerCase();
  if (match === null || word === undefined) return null;
  const known = COMMANDS.find(({ name }) => name === word);
  if (known !== undefined)
    return { kind: 'command', name: known.name, argument: (match[2] ?? '').trim() };
  return readUnknown(word);
}

/** A word with nothing near it is somebody's own, such as the top folder of a path. */
function readUnknown(word: string): ParsedCommand | null {
  if (FOLDERS.has(word)) return null;
  const names = nearest(
    word,
    COMMANDS.map(({ name }) => name),
  );
  const near = COMMANDS.flatMap(({ name }) => (names.includes(name) ? [name] : [])).toSorted(
    (left, right) => names.indexOf(left) - names.indexOf(right),
  );
  return near.length === 0 ? null : { kind: 'unknown', word, near };
}

/** Top folders that are near to the name of a command. */
const FOLDERS: ReadonlySet<string> = new Set([
  'dev',
  'bin',
  'etc',
  'home',
  'opt',
  'proc',
  'root',
  'run',
  'srv',
  'sys',
  'tmp',
  'usr',
  'var',
]);
