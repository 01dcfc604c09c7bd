// Patterns of parts between slashes, for endpoints and for code paths: how they are read, what fits, which says more.
import { matchesGlob } from '../text/glob.ts';

/** One part of a pattern. */
export type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'glob'; readonly pattern: string }
  /** Exactly one part, whatever it is. */
  | { readonly kind: 'one' }
  /** Any number of parts. */
  | { readonly kind: 'many' };

/** Splits a path at its slashes; empty parts say nothing. */
export function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Reads a pattern. `{id}` and `:id` stand for one part where `named` says so; `**` twice says it once. */
export function parsePattern(pattern: string, names: 'named' | 'plain'): readonly Part[] {
  const parts = partsOf(pattern);
  const once = parts.filter((part, index) => part !== '**' || parts[index - 1] !== '**');
  return once.map((part): Part => {
    if (part === '**') return { kind: 'many' };
    if (part === '*' || (names === 'named' && NAMED.test(part))) return { kind: 'one' };
    return /[*?]/.test(part) ? { kind: 'glob', pattern: part } : { kind: 'literal', text: part };
  });
}

/**
 * How much a pattern says, for comparison as text: part by part a literal one says more than a pattern, that more than
 * any one part, and that more than any number of them; to end says more than to go on.
 */
export function specificity(pattern: readonly Part[]): string {
  const digits = pattern.map((part) => DIGITS[part.kind]).join('');
  return pattern.at(-1)?.kind === 'many' ? digits : `${digits}${ENDS}`;
}

/** Whether all parts from `from` on fit; the time grows with the product of both lengths at most. */
export function fits(pattern: readonly Part[], parts: readonly string[], from: number): boolean {
  let inPattern = 0;
  let inParts = from;
  let star = -1;
  let resume = from;
  while (inParts < parts.length) {
    const wanted = pattern[inPattern];
    if (wanted?.kind === 'many') {
      star = inPattern;
      resume = inParts;
      inPattern += 1;
    } else if (wanted !== undefined && fitsPart(wanted, parts[inParts] ?? '')) {
      inPattern += 1;
      inParts += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      resume += 1;
      inParts = resume;
    } else {
      return false;
    }
  }
  while (pattern[inPattern]?.kind === 'many') inPattern += 1;
  return inPattern === pattern.length;
}

/** Whether some path may fit both patterns; two parts with `*` are taken to agree. */
export function meets(left: readonly Part[], right: readonly Part[]): boolean {
  // By position: the pairs of places that a common path can lead to, row by row.
  let open = new Set([0]);
  for (let row = 0; row <= left.length; row += 1) {
    const isMany = left[row]?.kind === 'many';
    const next = new Set<number>();
    for (let column = 0; column <= right.length; column += 1) {
      if (!open.has(column)) continue;
      const [one, other] = [left[row], right[column]];
      if (row === left.length && column === right.length) return true;
      if (other?.kind === 'many' || (isMany && other !== undefined)) open.add(column + 1);
      if (isMany) next.add(column);
      if (one === undefined || isMany) continue;
      if (other?.kind === 'many') next.add(column);
      else if (other !== undefined && partsMeet(one, other)) next.add(column + 1);
    }
    open = next;
  }
  return false;
}

function partsMeet(left: Part, right: Part): boolean {
  if (left.kind === 'literal') return fitsPart(right, left.text);
  return right.kind !== 'literal' || fitsPart(left, right.text);
}

/** A pattern as one text, equal for patterns that fit the same paths. */
export function canonical(pattern: readonly Part[]): string {
  return pattern
    .map((part) => {
      if (part.kind === 'literal') return part.text;
      return part.kind === 'glob' ? part.pattern : part.kind === 'one' ? '*' : '**';
    })
    .join('/');
}

const NAMED = /^(\{[^{}]*\}|:[A-Za-z_]\w*|<[^<>]*>)$/;
const DIGITS = { literal: '3', glob: '2', one: '1', many: '0' } as const;
const ENDS = '4';

/** Whether one part fits; any does where any number may. */
export function fitsPart(wanted: Part, part: string): boolean {
  switch (wanted.kind) {
    case 'literal':
      return wanted.text === part;
    case 'glob':
      return matchesGlob(wanted.pattern, part);
    case 'one':
    case 'many':
      return true;
  }
}
