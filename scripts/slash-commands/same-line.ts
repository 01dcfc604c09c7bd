// A second command on the line of a first one. Where nothing else can be meant it is a command like any other; where it may be
// a word of the first one's text, such as the name of an endpoint, it is said that it was not carried out.
import { COMMANDS, type CommandName } from './catalogue.ts';

/** What stands on a line behind its command: where the next command begins, or which one may have been meant. */
export type Second =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly at: number }
  | { readonly kind: 'doubtful'; readonly name: string };

/** Looks for a second command on the line of a command; `isHidden` tells what a reader does not see as words. */
export function findSecond(
  line: string,
  name: CommandName,
  isHidden: (at: number) => boolean,
): Second {
  if (name === 'who') return NONE;
  for (const match of line.matchAll(INNER)) {
    const [, before = '', word = ''] = match;
    const at = match.index + before.length;
    const first = line.slice(0, at).trim();
    if (first === '' || !NAMES.has(word.toLowerCase()) || isHidden(at)) continue;
    const isText = TAKES_WORDS.has(name);
    if (!isText && (WITHOUT_TEXT.has(name) ? WHOLE : ALONE).test(first))
      return { kind: 'command', at };
    // Words of somebody's own may name endpoints; a command alone at their end is meant.
    const isLast = at + 1 + word.length === line.trimEnd().length;
    if (isLast || !isText) return { kind: 'doubtful', name: word };
  }
  return NONE;
}

/** Why the second command was not carried out. */
export function secondWords(first: CommandName, second: string): string {
  return PUBLISHES.has(first)
    ? `\`/${first}\` was not carried out: \`/${second}\` at the end of its line looks like a command. Begin a line with it, or write it as \`code\` where it is part of the text.`
    : `\`/${second}\` on the line of \`/${first}\` was taken as words of it: a command begins a line of its own.`;
}

/** Whether half of a text would be published with a command in it. */
export function isHeldBack(name: CommandName): boolean {
  return PUBLISHES.has(name);
}

const NONE: Second = { kind: 'none' };
const NAMES: ReadonlySet<string> = new Set(COMMANDS.map(({ name }) => name));
const INNER = /([ \t\u00a0]+)\/([A-Za-z][\w-]{0,30})(?=[\s.,:;!]|$)/g;
const ALONE = /^\/[\w-]+[.,:;!]*$/;
/** A command with people, incidents or issues behind it, and no words that the next one could belong to. */
const WHOLE =
  /^\/[\w-]+[.,:;!]*(?:[ \t\u00a0]+[a-z]+(?=[ \t\u00a0]+@))?(?:[ \t\u00a0]+(?:@[\w-]+|#\d+|\d{4}-\d{2}-\d{2}-[\w-]+)[.,;]?)*$/i;
const PUBLISHES: ReadonlySet<CommandName> = new Set<CommandName>([
  'update',
  'unpublish',
  'publish',
]);
const TAKES_WORDS: ReadonlySet<CommandName> = new Set<CommandName>(['note', ...PUBLISHES]);
/** These need no words of somebody's own: behind people and incidents they are complete. */
const WITHOUT_TEXT: ReadonlySet<CommandName> = new Set<CommandName>([
  'help',
  'timeline',
  'similar',
  'ack',
  'delegate',
  'role',
  'approve',
  'duplicate',
  'unduplicate',
  'caused-by',
  'split',
  'suspect',
  'clear-suspect',
  'page',
  'postmortem',
  'close',
]);
