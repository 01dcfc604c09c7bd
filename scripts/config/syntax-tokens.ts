// YAML text → tokens, counted while they are read: a text that is too deep or too finely divided costs no more than
// what was read of it, and never a stack.
import { type CST, Lexer, Parser } from 'yaml';
import { conflictIn } from './conflict.ts';

/** Half-open range of UTF-16 units in a text. */
export type Range = readonly [start: number, end: number];

/** The first thing in a text that must not be read. */
export type Refusal = {
  readonly kind: 'too_deep' | 'too_many' | 'control_character' | 'lone_surrogate' | 'conflict';
  readonly at: Range;
};

/** Tokens for the composer, or what is too deep among them. */
export type Tokens =
  | Refusal
  | {
      readonly kind: 'tokens';
      readonly tokens: readonly CST.Token[];
      readonly openQuote: Range | null;
    };

/** Most levels of lists and maps in each other. */
export const MAX_DEPTH = 64;

/** Most lexical tokens; a rule file of the largest size that is read has about 350,000. */
export const MAX_LEXEMES = 400_000;

/** What no parser is asked to read: a conflict of git, characters outside YAML, and a text that is too finely divided. */
export function refuseText(text: string): Refusal | null {
  const conflict = conflictIn(text);
  if (conflict !== null) return { kind: 'conflict', at: conflict };
  const control = CONTROL.exec(text);
  if (control !== null)
    return { kind: 'control_character', at: [control.index, control.index + 1] };
  const surrogate = text.isWellFormed() ? null : /\p{Surrogate}/u.exec(text);
  if (surrogate !== null)
    return { kind: 'lone_surrogate', at: [surrogate.index, surrogate.index + 1] };
  const surplus = text.length > MAX_LEXEMES ? findSurplus(text) : null;
  return surplus === null ? null : { kind: 'too_many', at: [surplus, surplus + 1] };
}

/** Reads tokens up to the limit of depth. */
export function readTokens(text: string): Tokens {
  const parser = new Parser();
  parser.offset = 0;
  const tokens: CST.Token[] = [];
  let openQuote: Range | null = null;
  for (const lexeme of new Lexer().lex(text)) {
    const start = parser.offset;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (isOpenQuote(lexeme)) openQuote = [start, start + lexeme.length];
    if (parser.stack.length > MAX_STACK)
      return { kind: 'too_deep', at: [start, start + lexeme.length] };
  }
  tokens.push(...parser.end());
  return { kind: 'tokens', tokens, openQuote };
}

/** Where the first token beyond the limit begins. Counting alone is several times cheaper than parsing. */
function findSurplus(text: string): number | null {
  let offset = 0;
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > MAX_LEXEMES) return Math.min(offset, text.length - 1);
    if (!MARKS.has(lexeme)) offset += lexeme.length;
  }
  return null;
}

/** Signs of the lexer itself (beginning of a document, of a scalar, end of flow), which stand for no text. */
const MARKS: ReadonlySet<string> = new Set(['\u{2}', '\u{18}', '\u{1F}']);

/** The parser keeps the document and at most one unfinished scalar beside the collections. */
const MAX_STACK = MAX_DEPTH + 2;

/** What no YAML may hold (https://yaml.org/spec/1.2.2/#51-character-set), and the line ends of the last century. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F]|\r(?!\n)/;

function isOpenQuote(lexeme: string): boolean {
  const quote = lexeme[0];
  return (quote === '"' || quote === "'") && (lexeme.length === 1 || !lexeme.endsWith(quote));
}
