// Where the list of a day ends in the body that an edit just wrote: in a storm a timeline grows by hundreds of lines, and
// parsing all of it for each would take longer than the storm.

/** Where the last list of a day ends in a body; null where only a parser can tell. */
export function knownEnd(body: string, day: string): number | null {
  const known = ends.get(body);
  return known?.day === day ? known.end : null;
}

/** Remembers that a one-line item of ours ends the list of a day, where what follows cannot become a part of it. */
export function rememberEnd(body: string, day: string, end: number): void {
  if (!APART.test(body.slice(end, end + MOST_BETWEEN))) return;
  if (ends.size >= MOST_BODIES) ends.delete([...ends.keys()][0] ?? '');
  ends.set(body, { day, end });
}

/** Nothing, or an empty line and a heading: a line without a gap, or an indented one, could continue the item. */
const APART = /^(?:\r?\n)?$|^\r?\n\r?\n#{2,3} /;
const MOST_BETWEEN = 8;

const ends = new Map<string, { readonly day: string; readonly end: number }>();
const MOST_BODIES = 20;
