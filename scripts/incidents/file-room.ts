// How much more an incident's file may hold. One that is longer than any file that is read, or takes too long to read, would
// be no incident any more.
import { MAX_FILE_BYTES } from '../config/file-limits.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { tangleIn } from '../config/tangle.ts';

/** Whether a file could still be read with this text. */
export function fits(text: string): boolean {
  return leftBytes(text) >= 0 && !isTangled(text);
}

/** Whether words made a file so long that what happens next would find no room in it; a line that says little always may. */
export function isCrowded(before: string, after: string): boolean {
  const left = leftBytes(after);
  return (
    left < LINES_BYTES ||
    (left < RESERVE_BYTES && after.length - before.length > LINE_LENGTH) ||
    isTangled(after)
  );
}

function isTangled(text: string): boolean {
  return tangleIn(text.slice(splitFrontMatter(text)?.bodyStart ?? 0)) !== null;
}

/** For what signals change, and for lines that say what people did. */
const RESERVE_BYTES = 64 * 1024;
/** For what signals change, when even those no longer fit. */
const LINES_BYTES = 16 * 1024;
const LINE_LENGTH = 300;

/** Bytes are only counted where there may be too many. */
function leftBytes(text: string): number {
  const isShort = text.length * MOST_BYTES_A_UNIT + RESERVE_BYTES <= MAX_FILE_BYTES;
  return isShort ? RESERVE_BYTES : MAX_FILE_BYTES - new TextEncoder().encode(text).length;
}

const MOST_BYTES_A_UNIT = 3;
