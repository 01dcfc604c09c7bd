// Both sides of a merge that git could not join and that somebody committed with its marks.

/** Where the first line of it begins and ends, in a text of YAML; null where there is none. */
export function conflictIn(text: string): readonly [start: number, end: number] | null {
  const start = text.startsWith(OURS) ? 0 : text.indexOf(`\n${OURS}`) + 1;
  if (!text.startsWith(OURS, start)) return null;
  const middle = text.indexOf(BETWEEN, start);
  if (middle === -1 || !text.includes(THEIRS, middle)) return null;
  return [start, text.indexOf('\n', start)];
}

/** The line of it in Markdown, the first being 1; null where there is none, or only an example between two fences. */
export function conflictLineIn(markdown: string): number | null {
  const [start] = conflictIn(markdown) ?? [];
  if (start === undefined) return null;
  const before = markdown.slice(0, start);
  const fences = before.match(FENCES)?.length ?? 0;
  return fences % 2 === 0 ? before.split('\n').length : null;
}

/** What is said of it. */
export const CONFLICT_WORDS = {
  message: 'unexpected conflict of a merge, expected one version of these lines',
  hint: 'keep what is to be, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`',
} as const;

const OURS = '<<<<<<< ';
const BETWEEN = '\n=======';
const THEIRS = '\n>>>>>>> ';
const FENCES = /^ {0,3}(?:`{3}|~{3})/gm;
