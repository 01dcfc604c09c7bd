/**
 * The candidates closest to a mistyped word, best first and none much worse than the best; none when nothing is near enough
 * to be meant: by default each third letter may be wrong.
 */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  most = 3,
  slips = slipsIn(word),
): readonly string[] {
  return scored(word, candidates, slips)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** The same, those that are equally near together: which one of them is meant nobody can say. */
export function nearestRanks(
  word: string,
  candidates: Iterable<string>,
): readonly (readonly string[])[] {
  const ranks = Map.groupBy(scored(word, candidates, slipsIn(word)), ({ distance }) => distance);
  return [...ranks.values()].map((alike) => alike.map(({ candidate }) => candidate));
}

function slipsIn(word: string): number {
  return Math.max(1, Math.floor(word.length / 3));
}

type Scored = { readonly candidate: string; readonly distance: number };

function scored(word: string, candidates: Iterable<string>, slips: number): readonly Scored[] {
  const wanted = word.toLowerCase();
  const signs = signsOf(wanted);
  const rows: Rows = [[], [], []];
  let limit = slips;
  const found: Scored[] = [];
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const known = candidate.toLowerCase();
    // One change brings at most one sign in and takes at most one away.
    if (countBits(signs ^ signsOf(known)) > 2 * limit) continue;
    const distance = editDistance(wanted, known, limit, rows);
    if (distance > limit) continue;
    found.push({ candidate, distance });
    // What is much worse than the best so far is not looked at to its end: there may be thousands of candidates.
    limit = Math.min(limit, distance + 1);
  }
  const best = Math.min(...found.map((entry) => entry.distance));
  return found
    .filter((entry) => entry.distance <= best + 1)
    .toSorted(
      (left, right) =>
        left.distance - right.distance || (left.candidate < right.candidate ? -1 : 1),
    );
}

/** Which signs occur in a word, one bit for all that are alike in their last five. */
function signsOf(word: string): number {
  let signs = 0;
  for (let index = 0; index < word.length; index += 1) signs |= 1 << (word.charCodeAt(index) & 31);
  return signs;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Three rows of a table of distances, used again for each candidate. */
type Rows = readonly [number[], number[], number[]];

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours; a number above the limit stands for all above it. */
function editDistance(left: string, right: string, limit: number, rows: Rows): number {
  let [beforeLast, last, current] = rows;
  for (let column = 0; column <= right.length; column += 1) last[column] = column;
  for (let row = 1; row <= left.length; row += 1) {
    const sign = left.charCodeAt(row - 1);
    const signBefore = left.charCodeAt(row - 2);
    let cost = row;
    let least = row;
    current[0] = row;
    for (let column = 1; column <= right.length; column += 1) {
      const other = right.charCodeAt(column - 1);
      const replaced = at(last, column - 1) + (sign === other ? 0 : 1);
      cost = Math.min(at(last, column) + 1, cost + 1, replaced);
      if (sign === right.charCodeAt(column - 2) && signBefore === other)
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current[column] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0;
}
