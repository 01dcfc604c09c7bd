// How a name that fits no convention was probably meant: each part takes what is nearest to it, at the least cost.
import type { KnownWords, MatchPart } from '../text/match-name.ts';
import { matchName } from '../text/match-name.ts';
import { nearest, nearestRanks } from '../text/nearest.ts';

/** How a name should read. */
export type Suggestion = {
  /** More than one where several declared names are equally near. */
  readonly texts: readonly string[];
  /** The part that the name leaves out, which stands in the texts as `{part}`; null when it has all. */
  readonly missing: string | null;
};

/** The nearest name that fits, with one part left open at most; null when nothing is near enough to be meant. */
export function suggestName(parts: readonly MatchPart[], name: string): Suggestion | null {
  if (name.length === 0 || name.length > MOST_LENGTH) return null;
  const search: Search = { parts, name, best: null, tries: 0 };
  visit(search, { index: 0, at: 0, cost: 0, texts: [''], known: 0, missing: null, mended: [] });
  const { best } = search;
  return best === null ? null : { texts: best.texts, missing: best.missing };
}

/** A name so far: what was read of it, and how it should read, in as many ways as are equally near. */
type Step = {
  readonly index: number;
  readonly at: number;
  readonly cost: number;
  readonly texts: readonly string[];
  /** How many parts stand for something declared. */
  readonly known: number;
  readonly missing: string | null;
  /** Separators that stand in the suggestion and not in the name. */
  readonly mended: readonly string[];
};

type Search = {
  readonly parts: readonly MatchPart[];
  readonly name: string;
  best: Step | null;
  tries: number;
};

const MOST_LENGTH = 200;
const MOST_TRIES = 3000;
const MOST_COST = 5;
/** Of more readings that are equally near none says anything. */
const MOST_ALIKE = 3;
/** What may be put right where nothing is left out. */
const MOST_SLIPS = 3;
/** What each slip costs; a part that is left out costs nearly all that there is, and a sign with it little. */
const COST = {
  slip: 1,
  separator: 1,
  again: 0.5,
  insertion: 1.5,
  atEnd: 0.5,
  missing: 3,
  missingKnown: 3.5,
} as const;

function visit(search: Search, step: Step): void {
  const { parts, name, best } = search;
  search.tries += 1;
  const most = step.missing === null ? MOST_SLIPS : MOST_COST;
  if (search.tries > MOST_TRIES || step.cost > most) return;
  if (best !== null && step.cost >= best.cost) return;
  const part = parts[step.index];
  if (part === undefined) {
    if (step.at === name.length && isMeant(search, step)) search.best = step;
    return;
  }
  for (const next of nextSteps(search, part, step)) visit(search, next);
}

function isMeant({ parts, name }: Search, { texts, known, missing }: Step): boolean {
  const asksForKnown = parts.some((part) => part.kind === 'field' && part.words !== null);
  if ((asksForKnown && known === 0) || texts.includes(name)) return false;
  return missing === null ? texts.every((text) => matchName(parts, text) !== null) : asksForKnown;
}

function nextSteps(search: Search, part: MatchPart, step: Step): readonly Step[] {
  switch (part.kind) {
    case 'literal':
      return literalSteps(search, part.text, step);
    case 'any':
      return endsAfter(search.name, step.at - 1).map((end) => taken(search, step, end));
    case 'field':
      return [
        ...(part.words === null
          ? freeSteps(search, step)
          : wordSteps(search, { ...part, words: part.words }, step)),
        ...missingSteps(search, part, step),
      ];
  }
}

function taken({ name }: Search, step: Step, end: number): Step {
  const texts = continued(step, [name.slice(step.at, end)]);
  return { ...step, index: step.index + 1, at: end, texts };
}

function continued({ texts }: Step, ends: readonly string[]): readonly string[] {
  return texts.flatMap((text) => ends.map((end) => text + end));
}

function literalSteps({ name }: Search, literal: string, step: Step): readonly Step[] {
  const next = { ...step, index: step.index + 1, texts: continued(step, [literal]) };
  if (name.startsWith(literal, step.at)) return [{ ...next, at: step.at + literal.length }];
  const mended = [...step.mended, literal];
  const rest = name.slice(step.at);
  if (/[\p{L}\p{N}]/u.test(literal)) {
    const lengths = [literal.length, literal.length + 1, literal.length - 1];
    const near = lengths.find((length) => nearest(rest.slice(0, length), [literal]).length > 0);
    return near === undefined
      ? []
      : [
          {
            ...next,
            mended,
            at: step.at + Math.min(near, rest.length),
            cost: step.cost + COST.slip,
          },
        ];
  }
  const again = step.mended.includes(literal) ? COST.again : COST.separator;
  const insertion = rest === '' ? COST.atEnd : COST.insertion;
  const run = /^[^\p{L}\p{N}]+/u.exec(rest)?.[0].length ?? 0;
  return [
    ...(run > 0 ? [{ ...next, mended, at: step.at + run, cost: step.cost + again }] : []),
    { ...next, mended, cost: step.cost + insertion },
  ];
}

/** Text of any kind takes as little as it can, and never what a mended separator would cut in two. */
function freeSteps(search: Search, step: Step): readonly Step[] {
  const { name } = search;
  if (!/[\p{L}\p{N}]/u.test(name.charAt(step.at))) return [];
  return endsAfter(name, step.at)
    .map((end) => taken(search, step, end))
    .filter(({ at }) => !step.mended.some((sign) => name.slice(step.at, at).includes(sign)));
}

type KnownField = { readonly name: string; readonly words: KnownWords };

function wordSteps(
  search: Search,
  { name: field, words }: KnownField,
  step: Step,
): readonly Step[] {
  const { name } = search;
  const ends = endsAfter(name, step.at).filter((end) => end - step.at <= longest(words) + 2);
  const read = (end: number, alike: readonly string[], cost: number): Step => ({
    ...step,
    index: step.index + 1,
    at: end,
    texts: continued(step, alike),
    known: step.known + 1,
    cost: step.cost + cost,
  });
  const exact = ends.filter((end) => words.words.has(name.slice(step.at, end).toLowerCase()));
  // What is written right is not taken for a slip of something shorter.
  if (exact.length > 0)
    return exact.toReversed().map((end) => read(end, [name.slice(step.at, end)], 0));
  return ends
    .toReversed()
    .flatMap((end) =>
      nearWords(words, name.slice(step.at, end), field).map((alike, rank) =>
        read(end, alike, COST.slip + rank / 10),
      ),
    )
    .filter(({ texts }) => texts.length <= MOST_ALIKE);
}

function longest({ lengths }: KnownWords): number {
  return lengths[0] ?? 0;
}

type Ranks = readonly (readonly string[])[];

/** The known words that may be meant, the equally near together: another number is another thing. Of environments, which may be abbreviated, the longest says most. */
function nearWords(words: KnownWords, written: string, field: string): Ranks {
  const known = nearby.get(words) ?? new Map<string, Ranks>();
  nearby.set(words, known);
  const before = known.get(written);
  if (before !== undefined) return before;
  const found = nearestRanks(written, words.words.values())
    .map((alike) => alike.filter((word) => digitsOf(word) === digitsOf(written)))
    .filter((alike) => alike.length > 0);
  const ordered = field === 'environment' ? longestFirst(found, written) : found.slice(0, 1);
  known.set(written, ordered);
  return ordered;
}

/** Many names share their parts. */
const nearby = new WeakMap<KnownWords, Map<string, Ranks>>();

/** Those first that only have letters more or less. */
function longestFirst(found: Ranks, written: string): Ranks {
  const isPart = (word: string): boolean => isWithin(word, written) || isWithin(written, word);
  const parts = found.map((alike) => alike.filter(isPart));
  const others = found.map((alike) => alike.filter((word) => !isPart(word)));
  return [parts, others].flatMap((ranks) =>
    ranks.flatMap(byLength).toSorted((left, right) => lengthOf(right) - lengthOf(left)),
  );
}

function byLength(alike: readonly string[]): Ranks {
  return [...Map.groupBy(alike, (word) => word.length).values()];
}

function lengthOf([word = '']: readonly string[]): number {
  return word.length;
}

/** Whether a word has all letters of another one in their order. */
function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long.toLowerCase()) if (letter === short.charAt(at).toLowerCase()) at += 1;
  return at === short.length;
}

function digitsOf(word: string): string {
  return word.replaceAll(/\D/g, '');
}

/** One part may be left out, with the separator that belongs to it. */
function missingSteps(
  { parts, name }: Search,
  part: Extract<MatchPart, { kind: 'field' }>,
  step: Step,
): readonly Step[] {
  if (step.missing !== null) return [];
  const after = parts[step.index + 1];
  const separator = after?.kind === 'literal' ? after.text : '';
  const isLast = after === undefined;
  if (isLast !== (step.at === name.length)) return [];
  const cost = step.cost + (part.words === null ? COST.missing : COST.missingKnown);
  const texts = continued(step, [`{${part.name}}${separator}`]);
  const index = step.index + (separator === '' ? 1 : 2);
  const mended = separator === '' ? step.mended : [...step.mended, separator];
  return [{ ...step, index, texts, cost, mended, missing: part.name }];
}

/** Where a part that begins at a place may end: before what is neither letter nor digit, or at the end. */
function endsAfter(name: string, at: number): readonly number[] {
  const ends: number[] = [];
  for (let end = at + 1; end <= name.length; end += 1)
    if (end === name.length || !/[\p{L}\p{N}]/u.test(name.charAt(end))) ends.push(end);
  return ends;
}
