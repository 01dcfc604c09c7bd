// A decision's trace as text: one screen, every stage, the deciding entry with its place.
import type { TraceEntry } from '../model/decision.ts';
import type { Place } from '../model/place.ts';

/**
 * Renders a trace: what each stage answered, with its place on the right; below it what did not decide, and why. Where
 * answers and places do not fit beside each other, a place stands at the end of the answer's last line or below it.
 */
export function renderTrace(trace: readonly TraceEntry[], most = WIDEST): string {
  const rows = trace.flatMap((entry) => [
    { stage: entry.stage, text: headline(entry), place: entry.by?.place ?? null },
    ...(entry.because === undefined ? [] : [{ stage: '', text: entry.because, place: null }]),
    ...entry.others.map((other) => ({ stage: '', text: `· ${other.text}`, place: other.place })),
  ]);
  const placed = rows.filter((row) => row.place !== null);
  const width = Math.min(MOST, Math.max(0, ...placed.map((row) => row.text.length)));
  const places = Math.max(0, ...placed.map((row) => placeText(row.place).length));
  const isWide = STAGE_WIDTH + width + GAP + places <= most;
  return rows
    .flatMap((row) => (isWide ? renderRow(row, width) : renderNarrow(row, most)))
    .join('\n');
}

const STAGE_WIDTH = 10;
/** Between an answer and its place. */
const GAP = 2;
/** Width of the column of answers; with stage and place a line stays below about 110 characters. */
const MOST = 64;
const WIDEST = 200;

type Row = { readonly stage: string; readonly text: string; readonly place: Place | null };

function renderRow({ stage, text, place }: Row, width: number): readonly string[] {
  const [first = '', ...more] = wrap(text, place === null ? MOST : width);
  const start = `${stage.padEnd(STAGE_WIDTH)}${place === null ? first : `${first.padEnd(width)}  ${placeText(place)}`}`;
  return [start.trimEnd(), ...more.map((line) => `${' '.repeat(STAGE_WIDTH)}  ${line}`)];
}

function renderNarrow({ stage, text, place }: Row, most: number): readonly string[] {
  const [first = '', ...more] = wrap(text, most - STAGE_WIDTH);
  const lines = [
    `${stage.padEnd(STAGE_WIDTH)}${first}`,
    ...more.map((line) => `${' '.repeat(STAGE_WIDTH)}  ${line}`),
  ];
  if (place === null) return lines;
  const last = lines.at(-1) ?? '';
  const shown = placeText(place);
  return last.length + GAP + shown.length <= most
    ? [...lines.slice(0, -1), `${last}${shown.padStart(most - last.length)}`]
    : [...lines, shown.padStart(most)];
}

function placeText(place: Place | null): string {
  return place === null ? '' : `${place.file}:${place.line}`;
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
