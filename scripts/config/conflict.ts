// Both sides of a merge that git could not join and that somebody committed with its marks.
import { isInFence, startFences } from './fences.ts';

/** Where the first line of it begins and ends, in a text of YAML; null where there is none. */
export function conflictIn(text: string): readonly [start: number, end: number] | null {
  const start = text.startsWith(OURS) ? 0 : text.indexOf(`\n${OURS}`) + 1;
  if (!text.startsWith(OURS, start)) return null;
  const middle = text.indexOf(BETWEEN, start);
  if (middle === -1 || !text.includes(THEIRS, middle)) return null;
  return [start, text.indexOf('\n', start)];
}

/** The line of it in Markdown, the first being 1; null where there is none, or only examples between two fences. */
export function conflictLineIn(markdown: string): number | null {
  if (conflictIn(markdown) === null) return null;
  const fences = startFences();
  let begun: number | null = null;
  let isBetween = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    const isCode = isInFence(fences, line);
    if (begun === null && !isCode && line.startsWith(OURS)) begun = index + 1;
    else if (begun !== null && /^={7}\s*$/.test(line)) isBetween = true;
    else if (isBetween && line.startsWith('>>>>>>> ')) return begun;
  }
  return null;
}

/** What is said of it. */
export const CONFLICT_WORDS = {
  message: 'unexpected conflict of a merge, expected one version of these lines',
  hint: 'keep what is to be, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`',
} as const;

const OURS = '<<<<<<< ';
const BETWEEN = '\n=======';
const THEIRS = '\n>>>>>>> ';
