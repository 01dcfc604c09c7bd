// A decision's trace as text: one screen, every stage, the deciding entry with its place.
import type { TraceEntry } from '../model/decision.ts';
import type { Place } from '../model/place.ts';

/** Renders a trace: what each stage answered, with its place on the right; below it what did not decide, and why. */
export function renderTrace(trace: readonly TraceEntry[]): string {
  const rows = trace.flatMap((entry) => [
    { stage: entry.stage, text: headline(entry), place: entry.by?.place ?? null },
    ...(entry.because === undefined ? [] : [{ stage: '', text: entry.because, place: null }]),
    ...entry.others.map((other) => ({ stage: '', text: `· ${other.text}`, place: other.place })),
  ]);
  const width = Math.min(
    MOST,
    Math.max(0, ...rows.filter((row) => row.place !== null).map((row) => row.text.length)),
  );
  return rows.flatMap((row) => renderRow(row, width)).join('\n');
}

const STAGE_WIDTH = 10;
/** Width of the column of answers; with stage and place a line stays below about 110 characters. */
const MOST = 64;

type Row = { readonly stage: string; readonly text: string; readonly place: Place | null };

function renderRow({ stage, text, place }: Row, width: number): readonly string[] {
  const [first = '', ...more] = wrap(text, place === null ? MOST : width);
  const start = `${stage.padEnd(STAGE_WIDTH)}${place === null ? first : `${first.padEnd(width)}  ${place.file}:${place.line}`}`;
  return [start.trimEnd(), ...more.map((line) => `${' '.repeat(STAGE_WIDTH)}  ${line}`)];
}

/** Breaks a text between words; a word that fits no line is broken inside. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(/\s+/)
    .flatMap((long) => long.match(new RegExp(`.{1,${width - 2}}`, 'gsu')) ?? [])) {
    const room = width - (lines.length === 0 ? 0 : 2);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function headline(entry: TraceEntry): string {
  const rule = entry.by === null || entry.stage === 'owner' ? '' : ` by ${entry.by.id}`;
  return `${entry.result}${rule}`;
}
