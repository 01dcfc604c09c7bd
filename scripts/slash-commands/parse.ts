// The commands of a comment. Only what a reader of the rendered comment sees as its own words at the beginning of a
// line counts: nothing in code, quotes or HTML.
import type { Heading, Paragraph, Root, RootContent } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { CommandName } from './catalogue.ts';
import { LOOKS_LIKE, type ParsedCommand, readLine } from './read-line.ts';

/** As much as GitHub itself takes. */
export const MOST_CHARACTERS = 65_536;
/** More commands in one comment are more likely pasted than meant. */
export const MOST_COMMANDS = 20;

/**
 * Reads the commands of a comment in their order. The text of `/note`, `/update`, `/unpublish` goes on to the next command
 * or the end of the comment; that of all others ends with its line.
 */
export function parseComment(text: string): readonly ParsedCommand[] {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  if (!LOOKS_LIKE.test(lines)) return [];
  if (lines.length > MOST_CHARACTERS)
    return [
      { kind: 'refused', reason: `the comment is longer than ${MOST_CHARACTERS} characters` },
    ];
  const shallow = lines.replaceAll(MARKS, '$1');
  const tree = parser.parse(shallow);
  const found = withTexts(
    shallow,
    tree,
    tree.children
      .flatMap((node) => spokenBlocks(node))
      .flatMap((block) => findInBlock(shallow, block)),
  );
  if (found.length <= MOST_COMMANDS) return found;
  return [
    {
      kind: 'refused',
      reason: `the comment gives ${found.length} commands, expected at most ${MOST_COMMANDS}; none was carried out`,
    },
  ];
}

const parser = unified().use(remarkParse);

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

/** A line that gives a command or looks like one, and where it stands. */
type Found = {
  readonly parsed: ParsedCommand;
  readonly start: number;
  readonly end: number;
  /** Whether it ends the text of a command before it; within a text a word of somebody's own is text. */
  readonly isEnd: boolean;
  readonly isListed: boolean;
};

function findInBlock(text: string, block: Block): readonly Found[] {
  return linesOf(text, block).flatMap(({ text: line, start, standing }): readonly Found[] => {
    const parsed = standing === 'silent' ? null : readLine(line);
    if (parsed === null) return [];
    const place = { start, end: start + line.length };
    if (standing === 'spoken')
      return [
        { ...place, parsed, isListed: false, isEnd: parsed.kind !== 'unknown' || isMeant(parsed) },
      ];
    if (parsed.kind !== 'command') return [];
    const { name } = parsed;
    const say = `\`/${name}\` at the beginning of a line: behind the mark of a list it is none`;
    const stray = { kind: 'unknown', word: name, near: [name], say } as const;
    return [{ ...place, parsed: stray, isListed: true, isEnd: false }];
  });
}

function isMeant({ near, say }: ParsedCommand & { readonly kind: 'unknown' }): boolean {
  return near.length > 0 || say !== null;
}

/** The commands with the texts that belong to them; what looks like a command within a text is text. */
function withTexts(text: string, tree: Root, found: readonly Found[]): readonly ParsedCommand[] {
  const commands: ParsedCommand[] = [];
  // One word about a list is enough, however many commands it holds.
  const listed = found.find(({ isListed }) => isListed);
  let taken = 0;
  for (const [index, each] of found.entries()) {
    const { parsed, start, end } = each;
    if (start < taken || (each.isListed && each !== listed)) continue;
    if (parsed.kind !== 'command' || !TAKES_TEXT.has(parsed.name)) {
      commands.push(parsed);
      continue;
    }
    const next = found.slice(index + 1).find(({ isEnd }) => isEnd);
    taken = next?.start ?? text.length;
    const until = Math.min(taken, parsed.name === 'note' ? endOfWords(tree, end) : taken);
    const more = text.slice(end, until).replace(SIGNATURE, '');
    commands.push(
      next?.parsed.kind === 'unknown' && parsed.name !== 'note'
        ? { kind: 'refused', reason: doubtfulWords(parsed.name, next.parsed.word) }
        : { ...parsed, argument: `${parsed.argument}${more}`.trim() },
    );
  }
  return commands;
}

const TAKES_TEXT: ReadonlySet<CommandName> = new Set<CommandName>(['note', 'update', 'unpublish']);

/** The line by which mail programs tell a text from the name of its sender. */
const SIGNATURE = /\n-- ?(?:\n[\s\S]*)?$/;

/** A note is words: a log or a quote below it is not put on the timeline. The public's text is refused with them. */
function endOfWords({ children }: Root, from: number): number {
  const starts = children.flatMap(({ type, position }) =>
    type === 'blockquote' || type === 'code' || type === 'html'
      ? [position?.start.offset ?? 0]
      : [],
  );
  return starts.find((start) => start >= from) ?? Number.POSITIVE_INFINITY;
}

/** Half a text must not be published, and a mistyped command must not be either. */
function doubtfulWords(name: CommandName, word: string): string {
  return `\`/${name}\` was not carried out: \`/${word}\` below it looks like a command and is none. Correct it, or write it as \`code\` where it is part of the text.`;
}

type Line = {
  readonly text: string;
  readonly start: number;
  /** Whether it stands in the open, behind the mark of a list, or in code, HTML or the middle of a line. */
  readonly standing: 'spoken' | 'listed' | 'silent';
};

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
  const lines = starts.map((start, index): Line => {
    const isSilent = silent.some(({ position }) => {
      const begin = position?.start.offset ?? 0;
      const end = position?.end.offset ?? 0;
      return begin < start && start < end;
    });
    return {
      text: text.slice(start, (starts[index + 1] ?? to + 1) - 1),
      start,
      standing: isSilent ? 'silent' : index > 0 ? 'spoken' : standingOf(text, start),
    };
  });
  const isUnderlined = block.type === 'heading' && lines.length > 1;
  return isUnderlined ? lines.slice(0, -1) : lines;
}

/** What stands before a block on its line says how it stands there. */
function standingOf(text: string, start: number): Line['standing'] {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim();
  if (before === '') return 'spoken';
  return /^(?:[*+-]|\d{1,9}[.)])$/.test(before) ? 'listed' : 'silent';
}
