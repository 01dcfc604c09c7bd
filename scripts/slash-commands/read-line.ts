// One line of a comment → the command that it gives, what it may have meant, or nothing.
import { nearest } from '../text/nearest.ts';
import { COMMANDS, type CommandName } from './catalogue.ts';
import { SYNONYMS } from './synonyms.ts';

/** One line that gives a command, or looks like a mistyped one. */
export type ParsedCommand =
  | {
      readonly kind: 'command';
      readonly name: CommandName;
      /** What follows the name; further lines only for commands that take a text. */
      readonly argument: string;
    }
  | {
      readonly kind: 'unknown';
      readonly word: string;
      readonly near: readonly CommandName[];
      /** What to say instead where that is known better than by what is near; null else. */
      readonly say: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads a line that stands in the open; null for words, paths and somebody's own `/words` in a sentence. */
export function readLine(line: string): ParsedCommand | null {
  const match = LINE.exec(line);
  const typed = match?.[1]?.toLowerCase();
  if (match === null || typed === undefined) return null;
  const argument = (match[2] ?? match[3] ?? '').trim();
  const word = typed.replaceAll('_', '-');
  const known = COMMANDS.find(({ name }) => name === word);
  if (known !== undefined) return { kind: 'command', name: known.name, argument };
  const synonym = SYNONYMS.get(word.replace(/-(?=\d)/, ''));
  if (synonym?.kind === 'same')
    return {
      kind: 'command',
      name: synonym.name,
      argument: `${synonym.before} ${argument}`.trim(),
    };
  if (synonym !== undefined) return { kind: 'unknown', word: typed, near: [], say: synonym.say };
  return readUnknown(typed, argument);
}

/** A word with nothing near it and words behind it is somebody's own, such as `/payments is down`. */
function readUnknown(word: string, argument: string): ParsedCommand | null {
  if (PATHS.has(word)) return null;
  const near = [
    ...new Set(nearest(word, [...WORDS.keys()]).flatMap((each) => WORDS.get(each) ?? [])),
  ];
  const isOwn = near.length === 0 && argument !== '' && !FOR_A_COMMAND.test(argument);
  return isOwn ? null : { kind: 'unknown', word, near, say: null };
}

/** What people type for a command, by the command that it is. */
const WORDS: ReadonlyMap<string, CommandName> = new Map([
  ...COMMANDS.map(({ name }) => [name, name] as const),
  ...[...SYNONYMS].flatMap(([word, synonym]) =>
    synonym.kind === 'same' && synonym.before === '' ? [[word, synonym.name] as const] : [],
  ),
]);

/** A room, a person, a number or `key=value` is told to a command and stands in no sentence about `/orders`. */
const FOR_A_COMMAND = /^(?:[#@][\w-]+|\d{1,3}|[a-z]+=\S+)(?:\s|$)/i;

/** What a command may stand behind on its line: blanks, also those that do not break, which telephones and chats insert. */
const BLANK = String.raw`[ \u00a0\u2007\u202f\u3000\ufeff]`;
const LINE = new RegExp(
  String.raw`^${BLANK}{0,3}/([A-Za-z][\w-]{0,30})(?:[.,:;!]*(?:[\s\ufeff]+(.*))?|:([^\s/:].*))$`,
);

/** Whether a text can hold a command at all. */
export const LOOKS_LIKE: RegExp = new RegExp(
  String.raw`^${BLANK}{0,3}(?:(?:[*+-]|\d{1,9}[.)])[ \t]+)?/[A-Za-z]`,
  'm',
);

/** Folders and endpoints that stand alone on a line, or are near to the name of a command. */
const PATHS: ReadonlySet<string> = new Set([
  'api',
  'bin',
  'dev',
  'etc',
  'health',
  'healthz',
  'home',
  'lib',
  'login',
  'metrics',
  'mnt',
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
