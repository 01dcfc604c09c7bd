// What `!` takes out of a code path, as lines of a CODEOWNERS file: it has no `!`, only later lines that decide.
import type { Claim } from '../model/ownership.ts';
import { type CodeClaim, parseCodePattern } from './code-path.ts';
import { fitsPart, meets, type Part } from './path-pattern.ts';

/** Lines that say it, each for the claim that has it instead, null for nobody; or that no lines can say it. */
export type ExceptionLines =
  | { readonly kind: 'lines'; readonly lines: readonly ExceptionLine[] }
  | { readonly kind: 'unclear' };

/** Files that a claim leaves out, and who has them instead. */
export type ExceptionLine = {
  readonly pattern: readonly Part[];
  readonly instead: CodeClaim | null;
};

/**
 * The lines that stand right behind that of a claim. What is more specific comes after them and decides by itself;
 * `before` holds the claims that come before, the most specific one first.
 */
export function exceptionLines(
  claim: CodeClaim,
  exception: Claim,
  before: readonly CodeClaim[],
): ExceptionLines {
  const patterns = intersect(claim.pattern, parseCodePattern(exception.text));
  if (patterns === null) return { kind: 'unclear' };
  const lines: ExceptionLine[] = [];
  for (const pattern of patterns) {
    const own = linesBelow(pattern, before);
    if (own === null) return { kind: 'unclear' };
    lines.push(...own);
  }
  return { kind: 'lines', lines };
}

/**
 * Whose these files are among claims, of which the first that fits decides: a claim that fits only some of them has a
 * line of its own behind that of the others. Null where no lines can say it.
 */
function linesBelow(
  pattern: readonly Part[],
  [claim, ...others]: readonly CodeClaim[],
): readonly ExceptionLine[] | null {
  if (claim === undefined) return [{ pattern, instead: null }];
  if (!meets(claim.pattern, pattern)) return linesBelow(pattern, others);
  const except = claim.except.map(({ text }) => parseCodePattern(text));
  if (except.some((each) => covers(each, pattern))) return linesBelow(pattern, others);
  if (except.some((each) => meets(each, pattern))) return null;
  if (covers(claim.pattern, pattern)) return [{ pattern, instead: claim }];
  const shared = intersect(pattern, claim.pattern);
  const rest = shared === null ? null : linesBelow(pattern, others);
  if (shared === null || rest === null) return null;
  return [...rest, ...shared.map((own) => ({ pattern: own, instead: claim }))];
}

/** The files that fit both patterns, as patterns; null where none say it, and where the exception leaves nothing. */
function intersect(
  pattern: readonly Part[],
  exception: readonly Part[],
): readonly (readonly Part[])[] | null {
  if (!meets(pattern, exception)) return [];
  if (covers(exception, pattern)) return null;
  if (covers(pattern, exception)) return [exception];
  const [folder, name] =
    exception[0]?.kind === 'many' ? [pattern, exception] : [exception, pattern];
  const shared = isFolder(folder) && name[0]?.kind === 'many' ? below(folder, name.slice(1)) : null;
  return shared?.some((each) => covers(each, pattern)) === true ? null : shared;
}

/** What fits `**` and a name, below a folder: also where the name begins with the end of the folder's own path. */
function below(
  folder: readonly Part[],
  name: readonly Part[],
): readonly (readonly Part[])[] | null {
  const head = folder.slice(0, -1);
  const patterns: (readonly Part[])[] = [[...folder, ...name]];
  for (let from = 0; from < head.length; from += 1) {
    const end = head.slice(from);
    const wrong = end.findIndex(
      (part, index) => part.kind !== 'literal' || !isNamed(name[index], part.text),
    );
    if (wrong === -1) patterns.push([...head, ...name.slice(end.length)]);
    // What may lie between the folder's own parts and further ones is no single pattern.
    else if (name[wrong]?.kind === 'many') return null;
  }
  return patterns;
}

function isNamed(part: Part | undefined, text: string): boolean {
  return part !== undefined && part.kind !== 'many' && fitsPart(part, text);
}

/** Whether a pattern surely holds all that fits another one. */
function covers(pattern: readonly Part[], inner: readonly Part[]): boolean {
  if (isFolder(pattern))
    return pattern.slice(0, -1).every((part, index) => isSame(part, inner[index]));
  const isAnywhere = pattern[0]?.kind === 'many';
  const wanted = isAnywhere ? pattern.slice(1) : pattern;
  const end = isAnywhere ? inner.slice(inner.length - wanted.length) : inner;
  return wanted.length === end.length && wanted.every((part, index) => isSame(part, end[index]));
}

/** Whether a pattern is a folder, by its full name, with all below it. */
function isFolder(pattern: readonly Part[]): boolean {
  const isLast = (index: number): boolean => index === pattern.length - 1;
  return pattern.every(({ kind }, index) => kind === (isLast(index) ? 'many' : 'literal'));
}

function isSame(left: Part, right: Part | undefined): boolean {
  if (left.kind === 'literal') return right?.kind === 'literal' && right.text === left.text;
  if (left.kind === 'glob') return right?.kind === 'glob' && right.pattern === left.pattern;
  return left.kind === right?.kind;
}
