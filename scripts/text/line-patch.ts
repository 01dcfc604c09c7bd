/** A unified diff of a file in which lines were replaced, as `git apply` takes it; empty when nothing differs. */
export function linePatch(file: string, before: string, after: string): string {
  const [old, next] = [before.split('\n'), after.split('\n')];
  if (old.length !== next.length)
    throw new RangeError('Unexpected number of lines, expected as many as before.');
  const hunks = changedRanges(old, next).map(([first, last]) => {
    const from = Math.max(0, first - CONTEXT);
    const to = Math.min(lastLine(old), last + CONTEXT);
    const lines: string[] = [];
    for (let line = from; line <= to; line += 1) {
      const end = line === old.length - 1 ? NO_LINE_BREAK : '';
      if (old[line] === next[line]) lines.push(` ${old[line] ?? ''}${end}`);
      else lines.push(`-${old[line] ?? ''}${end}`, `+${next[line] ?? ''}${end}`);
    }
    const size = to - from + 1;
    return [`@@ -${from + 1},${size} +${from + 1},${size} @@`, ...lines].join('\n');
  });
  if (hunks.length === 0) return '';
  return `--- a/${file}\n+++ b/${file}\n${hunks.join('\n')}\n`;
}

const CONTEXT = 3;
const NO_LINE_BREAK = '\n\\ No newline at end of file';

/** The empty text behind the last line break is no line. */
function lastLine(lines: readonly string[]): number {
  return lines.length - (lines.at(-1) === '' ? 2 : 1);
}

/** First and last changed line of each hunk; those whose contexts would touch are one. */
function changedRanges(
  old: readonly string[],
  next: readonly string[],
): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const [line, text] of old.entries()) {
    if (text === next[line]) continue;
    const open = ranges.at(-1);
    if (open !== undefined && line - open[1] <= 2 * CONTEXT) open[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}
