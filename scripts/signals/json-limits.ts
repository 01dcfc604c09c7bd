// Refuses JSON that is too deep or too finely divided before any parser spends memory on it.

/** How deep and how divided a body may be. */
export type JsonLimits = {
  /** Objects and lists around the innermost value. */
  readonly maxDepth: number;
  /** Keys, texts, numbers, literals, objects and lists. */
  readonly maxTokens: number;
};

/** Whether a body keeps the limits; `at` is the offset of the first byte that breaks one. */
export type JsonLimitsVerdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'too_deep' | 'too_many_tokens'; readonly at: number };

/** Scans bytes once; up to the first syntax error it sees the tokens that a parser would see. */
export function checkJsonLimits(
  bytes: Uint8Array,
  { maxDepth, maxTokens }: JsonLimits,
): JsonLimitsVerdict {
  let depth = 0;
  let tokens = 0;
  for (let index = 0; index < bytes.length;) {
    const kind = TOKENS[bytes[index] ?? 0];
    if (kind === undefined) {
      index += 1;
    } else if (kind === 'close') {
      depth = Math.max(0, depth - 1);
      index += 1;
    } else {
      tokens += 1;
      if (tokens > maxTokens) return { kind: 'too_many_tokens', at: index };
      if (kind === 'open') depth += 1;
      if (depth > maxDepth) return { kind: 'too_deep', at: index };
      index = endOfToken(bytes, index, kind);
    }
  }
  return { kind: 'ok' };
}

type TokenKind = 'open' | 'close' | 'text' | 'scalar';

function endOfToken(bytes: Uint8Array, start: number, kind: TokenKind): number {
  if (kind === 'open') return start + 1;
  return kind === 'text' ? endOfText(bytes, start + 1) : endOfScalar(bytes, start + 1);
}

/** In UTF-8 no part of a longer character looks like a quote or a backslash. */
function endOfText(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index < bytes.length && bytes[index] !== QUOTE) {
    index += bytes[index] === BACKSLASH ? 2 : 1;
  }
  return index + 1;
}

function endOfScalar(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index < bytes.length && TOKENS[bytes[index] ?? 0] === 'scalar') index += 1;
  return index;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What each byte begins; white space, commas and colons begin nothing. */
const TOKENS: readonly (TokenKind | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if ('{['.includes(character)) return 'open';
  if ('}]'.includes(character)) return 'close';
  if (byte === QUOTE) return 'text';
  return ' \t\n\r,:'.includes(character) ? undefined : 'scalar';
});
