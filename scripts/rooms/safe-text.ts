// Text of many lines from outside as GitHub shows it: in a fence, which nothing in it ends.
import { fence } from '../incidents/render.ts';
import { cut, visible } from '../text/safe-prose.ts';

/** Text of many lines in a fence, cut with a word that says so. */
export function fenced(text: string, most: number): string {
  const lines = visible(unfenced(text)).replaceAll(MARKER_LINE, ' $&');
  return fence(cut(lines, most));
}

/** The content of a text that is one fence; any other text as it is. */
function unfenced(text: string): string {
  const match = /^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?\1\s*$/.exec(text.trim());
  const inner = match?.[2];
  return inner === undefined || inner.split('\n').some((line) => line.startsWith(match?.[1] ?? ''))
    ? text
    : inner;
}

/** A line that would be taken for one of ours when the room is read again. */
const MARKER_LINE = /^<!-- \/?tocsin:/gm;
