// What the YAML library says about a mistake → what the person who made it can do about it.
import type { YAMLError } from 'yaml';

/** A sentence for a mistake and what to type instead. */
export type SyntaxWords = { readonly message: string; readonly hint: string };

/** Tells a syntax error in words of the text, not of the YAML grammar. */
export function tellSyntaxError(error: YAMLError, given: string): SyntaxWords {
  const said = error.message.split('\n')[0] ?? '';
  if (/^[\w.-]+:[^\s/]/.test(given)) {
    return {
      message: `unexpected \`${shorten(given)}\` without a space after the colon, expected \`key: value\``,
      hint: 'write `: ` with a space after the key',
    };
  }
  const known = TABLE.find((entry) => entry.pattern.test(said));
  if (known === undefined)
    return {
      message: `unexpected YAML (${lowerFirst(said)}), expected keys and values`,
      hint: 'compare the line with the ones above it: indentation, quotes, brackets',
    };
  return { message: known.message.replace('{}', () => shorten(given)), hint: known.hint };
}

/** A sign that looks like one of YAML and is none; it comes along with text from pages and chats. */
export type Lookalike = SyntaxWords & {
  readonly index: number;
  /** What it looks like. */
  readonly meant: string;
};

/** The first one among some lines: a space that indents one of them, or a wide colon after a key. */
export function findLookalike(lines: string): Lookalike | null {
  const found = LOOKALIKE.exec(lines);
  if (found === null) return null;
  const index = found.index + found[0].length - 1;
  const sign = found[0].slice(-1);
  const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return sign === WIDE_COLON
    ? {
        index,
        meant: ': ',
        message: `unexpected wide colon (U+${code}), expected a plain one`,
        hint: 'write `: ` with a space after the key',
      }
    : {
        index,
        meant: ' ',
        message: `unexpected sign that only looks like a space (U+${code}), expected plain spaces`,
        hint: 'delete the beginning of the line and indent it with the space bar, two spaces for each level',
      };
}

const WIDE_COLON = '\uff1a';
const LOOKALIKE = /^ *(?:[\u00a0\u2000-\u200b\u202f\u205f\u3000]|(?:- )?[\w.-]+\uff1a)/mu;

const INDENTATION =
  'align it with the lines above it, two spaces for each level; a text that holds `: ` needs quotes';

/** The first pattern that fits what the library says decides. */
const TABLE: readonly (SyntaxWords & { readonly pattern: RegExp })[] = [
  {
    pattern: /^Tabs are not allowed/,
    message: 'unexpected tab at the beginning of a line, expected spaces',
    hint: 'indent with two spaces for each level',
  },
  {
    pattern: /^Nested mappings|^Implicit keys need/,
    message: 'unexpected `: ` or deeper indentation after a value, expected one value',
    hint: INDENTATION,
  },
  {
    pattern: /^Missing closing/,
    message: 'unexpected end of the file inside quotes, expected the closing quote',
    hint: 'close the quote that begins here',
  },
  {
    pattern:
      /must be sufficiently indented and end with a|expected flow collection end|must end with a/i,
    message: 'unexpected end of a list or map in brackets, expected its closing bracket',
    hint: 'add the missing `]` or `}` before this line',
  },
  {
    pattern: /^Implicit map keys need|^Missing , or : between/,
    message: 'unexpected `{}` without a value, expected `key: value`',
    hint: 'write `: ` with a space after the key, or indent the line as part of the text above',
  },
  {
    pattern: /must start at the same column|Sequence item without/,
    message: 'unexpected indentation, expected the column of the entries above',
    hint: INDENTATION,
  },
  {
    pattern: /^Plain value cannot start|^Unresolved tag|tag/i,
    message: 'unexpected `{}` at the beginning of a value, expected plain or quoted text',
    hint: 'put the whole value in quotes',
  },
  {
    pattern: /escape sequence/,
    message: 'unexpected `{}` after a backslash, expected an escape such as `\\n`',
    hint: 'use single quotes, in which a backslash is a plain character',
  },
  {
    pattern: /anchor|alias/i,
    message: 'unexpected `{}`, expected plain or quoted text',
    hint: 'put the whole value in quotes',
  },
  {
    pattern: /keys must be strings/,
    message: 'unexpected list or map as a key, expected a text',
    hint: 'write `key: value` with a plain word as the key',
  },
  {
    pattern: /^Comments must be separated/,
    message: 'unexpected `#` without a space before it, expected a comment or text',
    hint: 'put a space before the comment, or quotes around the text',
  },
  {
    pattern: /^Unexpected ,|empty item/,
    message: 'unexpected comma, expected an entry between two commas',
    hint: 'remove the comma that is too much',
  },
  {
    pattern: /^Missing , between|^Missing space after :/,
    message: 'unexpected next entry, expected a comma before it',
    hint: 'separate the entries with `, `',
  },
  {
    pattern: /at node end|Unexpected .*scalar/,
    message: 'unexpected `{}` after the end of a value, expected a new line',
    hint: 'put the whole value in one pair of quotes',
  },
  {
    pattern: /same line with key/,
    message: 'unexpected `-` on the line of its key, expected the list on the next line',
    hint: 'put each `- ` entry on a line of its own, or write `[a, b]`',
  },
  {
    pattern: /^Block scalar|less-indented|leading empty lines/i,
    message: 'unexpected text block after `|` or `>`, expected lines with one indentation',
    hint: 'indent all lines of the text alike, deeper than its key',
  },
];

function shorten(given: string): string {
  const line = JSON.stringify(given.split('\n')[0]?.toWellFormed() ?? '')
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll('`', "'");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
