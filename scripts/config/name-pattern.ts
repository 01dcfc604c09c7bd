// A naming convention as people write it (`{environment}-{service}-*`) → its parts, or what is wrong and where.
import type { NamePart } from '../model/rule.ts';

/** A pattern's parts, or the one mistake in it: offset and length in the text, and a sentence's two halves. */
export type PatternReading =
  | { readonly kind: 'pattern'; readonly parts: readonly NamePart[] }
  | {
      readonly kind: 'invalid';
      readonly offset: number;
      readonly length: number;
      readonly unexpected: string;
      readonly expected: string;
    };

/** Parses a pattern: literal text, `{field}` and `*`. Something literal stands between two of the latter. */
export function parseNamePattern(pattern: string): PatternReading {
  const parts: NamePart[] = [];
  const seen = new Set<string>();
  for (const token of tokensOf(pattern)) {
    const mistake = mistakeIn(token, parts.at(-1), seen);
    if (mistake !== null)
      return { kind: 'invalid', offset: token.offset, length: token.text.length, ...mistake };
    const part = toPart(token.text);
    if (part.kind === 'field') seen.add(part.name);
    parts.push(part);
  }
  if (seen.size > 0) return { kind: 'pattern', parts };
  return {
    kind: 'invalid',
    offset: 0,
    length: pattern.length,
    unexpected: 'pattern without a field',
    expected: 'at least one `{field}` to read',
  };
}

type Token = { readonly text: string; readonly offset: number };
type Mistake = { readonly unexpected: string; readonly expected: string };

/** Whole fields, stars, stray braces, and the literal text between them. */
function tokensOf(pattern: string): readonly Token[] {
  return [...pattern.matchAll(/\{[^{}]*\}|\*|[{}]|[^{}*]+/g)].map((match) => ({
    text: match[0],
    offset: match.index,
  }));
}

function toPart(text: string): NamePart {
  if (text === '*') return { kind: 'any' };
  return text.startsWith('{')
    ? { kind: 'field', name: text.slice(1, -1) }
    : { kind: 'literal', text };
}

function mistakeIn(
  { text }: Token,
  before: NamePart | undefined,
  seen: ReadonlySet<string>,
): Mistake | null {
  if (text === '{' || text === '}')
    return { unexpected: `\`${text}\``, expected: 'a whole `{field}`' };
  const isWild = text === '*' || text.startsWith('{');
  if (!isWild) return literalMistake(text);
  const name = text.slice(1, -1);
  if (text !== '*' && !NAME.test(name))
    return {
      unexpected: `field \`${text}\``,
      expected: 'a name of lower-case letters, digits and `_`, such as `{service}`',
    };
  if (seen.has(name)) return { unexpected: `second \`${text}\``, expected: 'each field once' };
  if (before !== undefined && before.kind !== 'literal')
    return {
      unexpected: `\`${text}\` right after another field or \`*\``,
      expected: 'something between them that says where one ends',
    };
  return null;
}

/** Fields of signals are one line of visible text, so a pattern with anything else matches none. */
function literalMistake(text: string): Mistake | null {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)
    ? {
        unexpected: 'line break or control character',
        expected: 'one line of visible text, since no field holds anything else',
      }
    : null;
}

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
