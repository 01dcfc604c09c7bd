// Reads a name by a convention. Every pair of part and position is tried once, so time grows with the length of the
// text and never explodes, whatever the pattern.

/** One part of a convention as the matcher needs it. */
export type MatchPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  /** Any text; `word` null. Or one of the known words, the longest first. */
  | { readonly kind: 'field'; readonly name: string; readonly words: KnownWords | null };

/** Words that a field may hold, by their lower-case form. */
export type KnownWords = {
  readonly words: ReadonlyMap<string, string>;
  /** The lengths that occur, longest first. */
  readonly lengths: readonly number[];
};

/** Known words, ready to be looked for; of two that differ only in case the first one stays. */
export function knownWords(words: Iterable<string>): KnownWords {
  const byLower = new Map<string, string>();
  for (const word of words) {
    const lower = word.toLowerCase();
    if (word !== '' && !byLower.has(lower)) byLower.set(lower, word);
  }
  const lengths = new Set([...byLower.values()].map((word) => word.length));
  return { words: byLower, lengths: [...lengths].toSorted((left, right) => right - left) };
}

/**
 * The fields, in their order, of a text that fits the whole pattern; null when it does not. Known words are tried longest first; other
 * fields and `*` take as little as they can, the first ones before the later ones.
 */
export function matchName(
  parts: readonly MatchPart[],
  text: string,
): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  const matching: Matching = { parts, text, fields, failed: new Set(), failedFrom: new Map() };
  if (!matchFrom(matching, 0, 0)) return null;
  return new Map([...fields].toReversed());
}

type Matching = {
  readonly parts: readonly MatchPart[];
  readonly text: string;
  readonly fields: Map<string, string>;
  /** Pairs of part and position from which the rest does not fit, as one number. */
  readonly failed: Set<number>;
  /** By the index of a stretch, the first position from which every end was tried in vain. */
  readonly failedFrom: Map<number, number>;
};

function matchFrom(matching: Matching, index: number, position: number): boolean {
  const { parts, text, failed } = matching;
  const part = parts[index];
  if (part === undefined) return position === text.length;
  const state = index * (text.length + 1) + position;
  if (failed.has(state)) return false;
  const fits = matchPart(matching, part, { index, position });
  if (!fits) failed.add(state);
  return fits;
}

type At = { readonly index: number; readonly position: number };

function matchPart(matching: Matching, part: MatchPart, { index, position }: At): boolean {
  if (part.kind === 'literal') {
    const { text } = part;
    return (
      matching.text.startsWith(text, position) &&
      matchFrom(matching, index + 1, position + text.length)
    );
  }
  if (part.kind === 'field' && part.words !== null)
    return matchWord(matching, { name: part.name, words: part.words }, { index, position });
  return matchStretch(matching, part, { index, position });
}

function matchWord(
  matching: Matching,
  { name, words: { words, lengths } }: { readonly name: string; readonly words: KnownWords },
  { index, position }: At,
): boolean {
  const { text, fields } = matching;
  for (const length of lengths) {
    if (position + length > text.length) continue;
    const word = words.get(text.slice(position, position + length).toLowerCase());
    if (word === undefined || !matchFrom(matching, index + 1, position + length)) continue;
    fields.set(name, word);
    return true;
  }
  return false;
}

/** Text of any kind. After it stands a literal or the end, so the places where it may end are found by looking for that. */
function matchStretch(
  matching: Matching,
  part: Exclude<MatchPart, { kind: 'literal' }>,
  { index, position }: At,
): boolean {
  const { text, parts, fields, failedFrom } = matching;
  if (position >= (failedFrom.get(index) ?? Number.POSITIVE_INFINITY)) return false;
  const next = parts[index + 1];
  const isField = part.kind === 'field';
  let end = position + (isField ? 1 : 0);
  while (end <= text.length) {
    if (next?.kind === 'literal') end = text.indexOf(next.text, end);
    else if (next === undefined) end = text.length;
    // Whoever tried this end in vain tried all later ones as well.
    if (end < 0 || matching.failed.has((index + 1) * (text.length + 1) + end)) break;
    if (matchFrom(matching, index + 1, end)) {
      if (isField) fields.set(part.name, text.slice(position, end));
      return true;
    }
    end += 1;
  }
  failedFrom.set(index, position);
  return false;
}
