// The commands of a comment. Only what a reader of the rendered comment sees as its own words at the beginning of a
// line counts: nothing in code, quotes or HTML.
import { type Blocks, readBlocks, type Words } from './blocks.ts';
import type { CommandName } from './catalogue.ts';
import { LOOKS_LIKE, type ParsedCommand, readLine } from './read-line.ts';
import { findSecond, isHeldBack, secondWords } from './same-line.ts';
import { silentSpans } from './silent.ts';

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
  const blocks = readBlocks(lines);
  const found = withTexts(
    lines,
    blocks,
    blocks.words.flatMap((words) => findInWords(lines, words)),
  );
  if (found.length <= MOST_COMMANDS) return found;
  return [
    {
      kind: 'refused',
      reason: `the comment gives ${found.length} commands, expected at most ${MOST_COMMANDS}; none was carried out`,
    },
  ];
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

function findInWords(text: string, words: Words): readonly Found[] {
  return linesOf(text, words).flatMap((each): readonly Found[] => {
    const { text: line, start, standing } = each;
    if (standing === 'spoken') return findInLine(each);
    const parsed = standing === 'silent' ? null : readLine(line);
    if (parsed === null) return [];
    const place = { start, end: start + line.length };
    if (parsed.kind !== 'command') return [];
    const { name } = parsed;
    const say = `\`/${name}\` at the beginning of a line: behind the mark of a list it is none`;
    const stray = { kind: 'unknown', word: name, near: [name], say } as const;
    return [{ ...place, parsed: stray, isListed: true, isEnd: false }];
  });
}

/** The command that begins a line, and those that follow it there. */
function findInLine({ text: line, start, isHidden }: Line): readonly Found[] {
  const found: Found[] = [];
  for (let at = 0; at < line.length && found.length <= MOST_COMMANDS;) {
    const rest = line.slice(at);
    const first = readLine(rest);
    if (first === null) return found;
    const end = start + line.length;
    const place = { start: start + at, end, isListed: false };
    const second =
      first.kind === 'command'
        ? findSecond(rest, first.name, (offset) => isHidden(start + at + offset))
        : ({ kind: 'none' } as const);
    if (first.kind === 'command' && second.kind === 'command') {
      const own = readLine(rest.slice(0, second.at)) ?? first;
      found.push({ ...place, parsed: own, end: place.start + second.at, isEnd: true });
      at += second.at;
      continue;
    }
    const reason =
      first.kind === 'command' && second.kind === 'doubtful'
        ? secondWords(first.name, second.name)
        : null;
    const isHeld = reason !== null && first.kind === 'command' && isHeldBack(first.name);
    const isEnd = first.kind !== 'unknown' || isMeant(first);
    if (!isHeld) found.push({ ...place, parsed: first, isEnd });
    if (reason !== null)
      found.push({ ...place, parsed: { kind: 'refused', reason }, isEnd: isHeld });
    return found;
  }
  return found;
}

function isMeant({ near, say }: ParsedCommand & { readonly kind: 'unknown' }): boolean {
  return near.length > 0 || say !== null;
}

/** The commands with the texts that belong to them; what looks like a command within a text is text. */
function withTexts(
  text: string,
  { breaks }: Blocks,
  found: readonly Found[],
): readonly ParsedCommand[] {
  const commands: ParsedCommand[] = [];
  // One word about a list is enough, however many commands it holds.
  const listed = found.find(({ isListed }) => isListed);
  let taken = 0;
  let passed = 0;
  for (const [index, each] of found.entries()) {
    const { parsed, start, end } = each;
    // What is said of a line stands where its command does.
    const isRemark = parsed.kind === 'refused' && start === found[index - 1]?.start;
    if ((start < taken && !isRemark) || (each.isListed && each !== listed)) continue;
    if (parsed.kind !== 'command' || !TAKES_TEXT.has(parsed.name)) {
      commands.push(parsed);
      continue;
    }
    let later = index + 1;
    while (found[later]?.isEnd === false) later += 1;
    const next = found[later];
    taken = next?.start ?? text.length;
    while ((breaks[passed] ?? text.length) < end) passed += 1;
    // A note is words: a log or a quote below it is not put on the timeline. The public's text is refused with them.
    const until = Math.min(taken, parsed.name === 'note' ? (breaks[passed] ?? taken) : taken);
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

/** Half a text must not be published, and a mistyped command must not be either. */
function doubtfulWords(name: CommandName, word: string): string {
  return `\`/${name}\` was not carried out: \`/${word}\` below it looks like a command and is none. Correct it, or write it as \`code\` where it is part of the text.`;
}

type Line = {
  readonly text: string;
  readonly start: number;
  /** Whether it stands in the open, behind the mark of a list, or in code, HTML or the middle of a line. */
  readonly standing: 'spoken' | 'listed' | 'silent';
  /** Whether code, HTML or an image goes over a place of the comment. */
  readonly isHidden: (at: number) => boolean;
};

/** The lines of words; one that begins in code, HTML or an image is not spoken. */
function linesOf(text: string, words: Words): readonly Line[] {
  const { starts, end } = words;
  const [from = end] = starts;
  // Where nothing looks like a command, nothing has to be found out about it.
  if (!LOOKS_LIKE.test(text.slice(from, end))) return [];
  const silent = silentSpans(text, from, end);
  const isHidden = (at: number): boolean =>
    silent.some((span) => span.start <= at && at < span.end);
  let passed = 0;
  let reach = 0;
  return starts.map((start, index): Line => {
    for (let span = silent[passed]; span !== undefined && span.start < start;) {
      reach = Math.max(reach, span.end);
      passed += 1;
      span = silent[passed];
    }
    const isSilent = start < reach;
    return {
      text: text.slice(start, (starts[index + 1] ?? end + 1) - 1),
      start,
      standing: isSilent ? 'silent' : index > 0 ? 'spoken' : words.standing,
      isHidden,
    };
  });
}
